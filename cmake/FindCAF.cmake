# Finds CAF 0.17, which ships no CMake package of its own: imported targets CAF::core, CAF::io, CAF::openssl.
# They are imported, hence SYSTEM: CAF's headers stay silent under our warnings.
find_package(Threads REQUIRED)
find_package(OpenSSL QUIET)
find_path(CAF_INCLUDE_DIR caf/actor_system.hpp)
if(CAF_INCLUDE_DIR)
  file(STRINGS "${CAF_INCLUDE_DIR}/caf/config.hpp" v REGEX "^#define CAF_VERSION [0-9]+") # 1706 = 0.17.6
  string(REGEX REPLACE "^#define CAF_VERSION ([0-9]*)([0-9][0-9])([0-9][0-9]).*" "0.\\2.\\3" v "${v}")
  string(REGEX REPLACE "[.]0" "." CAF_VERSION "${v}")
endif()
set(deps_core Threads::Threads)
set(deps_io CAF::core)
set(deps_openssl CAF::io OpenSSL::SSL)
foreach(c core io openssl)
  find_library(CAF_${c}_LIBRARY caf_${c})
  if(CAF_${c}_LIBRARY AND CAF_INCLUDE_DIR AND NOT TARGET CAF::${c})
    set(CAF_${c}_FOUND TRUE)
    add_library(CAF::${c} UNKNOWN IMPORTED)
    set_target_properties(CAF::${c} PROPERTIES IMPORTED_LOCATION "${CAF_${c}_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${CAF_INCLUDE_DIR}" INTERFACE_LINK_LIBRARIES "${deps_${c}}")
  endif()
endforeach()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(CAF REQUIRED_VARS CAF_core_LIBRARY CAF_INCLUDE_DIR VERSION_VAR CAF_VERSION HANDLE_COMPONENTS)
