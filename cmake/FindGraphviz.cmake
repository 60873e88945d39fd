# Finds Graphviz's "dot" layout as a library, for which Debian ships no CMake package: imported target Graphviz::dot.
# The layout is a plugin in a folder of its own. Linked by name, it needs neither a search at run time nor fonts.
find_path(Graphviz_INCLUDE_DIR graphviz/gvc.h)
find_library(Graphviz_cgraph_LIBRARY cgraph)
find_library(Graphviz_gvc_LIBRARY gvc)
find_library(Graphviz_layout_LIBRARY gvplugin_dot_layout PATH_SUFFIXES graphviz)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Graphviz REQUIRED_VARS Graphviz_gvc_LIBRARY Graphviz_cgraph_LIBRARY
  Graphviz_layout_LIBRARY Graphviz_INCLUDE_DIR)
if(Graphviz_FOUND AND NOT TARGET Graphviz::dot)
  add_library(Graphviz::dot UNKNOWN IMPORTED)
  set_target_properties(Graphviz::dot PROPERTIES IMPORTED_LOCATION "${Graphviz_layout_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Graphviz_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "${Graphviz_gvc_LIBRARY};${Graphviz_cgraph_LIBRARY}")
endif()
