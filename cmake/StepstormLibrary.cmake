# One folder, one library; its link line is its arrow.
#
#   stepstorm_library(execution PURE LINKS asl world)
#
# makes stepstorm_execution from every *.cpp below the calling folder (an INTERFACE library while there is none).
# LINKS       folders of ours, or targets of other projects (CAF::core). Folders of ours must come earlier in
#             STEPSTORM_FOLDERS, so arrows cannot form a ring; and what a link links to is linked as well.
# PURE        reads no clock, does no I/O, makes no thread and draws no random number.
# EDGE        the files of a PURE folder where the process around it is met: clock, threads, signals.
# EXCEPT      files that belong to no library (app/main.cpp).
# ALONE       files whose own names are those of others of the folder: where files are compiled several at once
#             (STEPSTORM_TOGETHER), these are not.
# PRECOMPILE  headers to precompile for this folder, where those of most files are not what takes time.
#
# This is the only place where the arrows are written down: stepstorm_write_arrows() hands them to tests/arrows.
function(stepstorm_library folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "PURE" "" "LINKS;EDGE;EXCEPT;ALONE;PRECOMPILE")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp *.hpp)
  list(TRANSFORM arg_EXCEPT PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/")
  list(REMOVE_ITEM sources ${arg_EXCEPT})

  set_source_files_properties(${arg_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)

  set(target stepstorm_${folder})
  if("${sources}" MATCHES "\\.cpp(;|$)")
    set(scope PUBLIC)
    add_library(${target} STATIC ${sources})
    target_link_libraries(${target} PRIVATE stepstorm_warnings)
    if(folder IN_LIST STEPSTORM_HOT_FOLDERS)
      stepstorm_fast(${target})
      set_target_properties(${target} PROPERTIES UNITY_BUILD_BATCH_SIZE "${STEPSTORM_TOGETHER_IF_HOT}")
    elseif(folder IN_LIST STEPSTORM_SELDOM_FOLDERS)
      target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
    endif()
    stepstorm_precompile(${target} ${arg_PRECOMPILE})
  else()
    set(scope INTERFACE)
    add_library(${target} INTERFACE)
  endif()
  target_link_libraries(${target} ${scope} stepstorm_language)

  set(reaches "")
  foreach(link IN LISTS arg_LINKS)
    if(TARGET stepstorm_${link})
      target_link_libraries(${target} ${scope} stepstorm_${link})
      get_property(further GLOBAL PROPERTY stepstorm_reaches_${link})
      list(APPEND reaches ${link} ${further})
    elseif(TARGET ${link})
      target_link_libraries(${target} ${scope} ${link})
    else()
      message(FATAL_ERROR "${folder} links to '${link}', which is neither a folder before it nor a library found")
    endif()
  endforeach()
  list(REMOVE_DUPLICATES reaches)
  set_property(GLOBAL PROPERTY stepstorm_reaches_${folder} ${reaches})

  set(purity open)
  if(arg_PURE)
    list(PREPEND arg_EDGE pure)
    list(JOIN arg_EDGE "," purity)
  endif()
  list(JOIN reaches " " reaches)
  set_property(GLOBAL APPEND PROPERTY stepstorm_arrows "${folder} ${purity} ${reaches}")
endfunction()

# A line per folder: its name; "open", or "pure" and the files at its edge; the folders it may include.
# "execution pure asl world", "actors pure,system.cpp orchestration messages asl"
function(stepstorm_write_arrows file)
  get_property(arrows GLOBAL PROPERTY stepstorm_arrows)
  list(JOIN arrows "\n" arrows)
  file(WRITE "${file}" "${arrows}\n")
endfunction()
