# How our own code is compiled. The presets choose; nothing here looks at a folder.
#
# Asserts stay on in Release: "our own bug stops where it is found" (docs/decisions). STEPSTORM_NO_ASSERT takes them out.
option(STEPSTORM_NO_ASSERT "Compile without assert()" OFF)
option(STEPSTORM_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(STEPSTORM_TSAN "Build with ThreadSanitizer" OFF)
option(STEPSTORM_FUZZ "Build with both, and tests/fuzz as libFuzzer's programs: needs clang" OFF)

# Warnings are errors with the compiler that the project is developed with; with another, they stay warnings.
set(known_compiler OFF)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION MATCHES "^12\\.")
  set(known_compiler ON)
endif()
option(STEPSTORM_WERROR "Treat warnings in our own code as errors" ${known_compiler})

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
# gcc clears structs of a few words by "rep stos", which takes longer to begin than some stores take to end.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  string(APPEND CMAKE_CXX_FLAGS_RELEASE " -mmemset-strategy=vector_loop:256:noalign,libcall:-1:noalign")
endif()
# Makes file names in messages, assertions and debug information, and thus the compiled code, independent of the project's
# folder.
add_compile_options("-ffile-prefix-map=${PROJECT_SOURCE_DIR}=.")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_COLOR_DIAGNOSTICS ON) # ninja takes the colours out where there is no terminal
if(STEPSTORM_NO_ASSERT)
  add_compile_definitions(NDEBUG)
endif()

# Sanitizers are for everything that is linked together. Without "null": a false hit in CAF's spawn code.
if(STEPSTORM_SANITIZE)
  set(sanitizers -fsanitize=address,undefined -fno-sanitize=null)
  add_compile_options(${sanitizers} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(${sanitizers})
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
endif()

# Without warnings about atomic_thread_fence, which ThreadSanitizer does not know: only the packaged headers have it.
if(STEPSTORM_TSAN)
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer -Wno-tsan)
  add_link_options(-fsanitize=thread)
endif()

if(STEPSTORM_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "STEPSTORM_FUZZ needs clang, found ${CMAKE_CXX_COMPILER_ID}: cmake --preset fuzz")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

# The program of a Release build allocates with mimalloc; the one that is measured (preset "profiled") is optimised as a
# whole besides, which takes too long for builds that are only tested.
set(fast_build OFF)
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT STEPSTORM_SANITIZE AND NOT STEPSTORM_TSAN)
  set(fast_build ON)
endif()
option(STEPSTORM_MIMALLOC "Give the program and its benchmarks mimalloc" ${fast_build})
option(STEPSTORM_LTO "Optimise the program and its benchmarks at link time: needs gcc" OFF)
set(STEPSTORM_HOT_FOLDERS values world metrics asl execution messages faults orchestration books http workers actors simulation api)
# What runs once for a command, or once for a report, is compiled with -O1, which takes a quarter less time.
set(STEPSTORM_SELDOM_FOLDERS graph report selftest config search conformance launch terminal app)
if(STEPSTORM_MIMALLOC)
  find_package(mimalloc 2.0 REQUIRED)
endif()

# `./dev build profiled` builds twice in one folder: programs that write down where they spend their time, then, with
# what these wrote beside their object files, the real ones. What was never run is optimised as without a profile.
set(STEPSTORM_PROFILE "" CACHE STRING "Of the hot folders, with gcc: write, use, or nothing")
if(STEPSTORM_PROFILE AND NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  message(FATAL_ERROR "STEPSTORM_PROFILE needs gcc, found ${CMAKE_CXX_COMPILER_ID}: cmake --preset release")
endif()
set(profile_options_write -fprofile-generate -fprofile-update=prefer-atomic)
set(profile_options_use -fprofile-use -fprofile-partial-training -Wno-coverage-mismatch -Wno-missing-profile)

# stepstorm_fast(target): a program, or a folder's library when it is among the hot ones.
function(stepstorm_fast target)
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "EXECUTABLE")
    if(STEPSTORM_LTO)
      # The other linkers do not know gcc's intermediate code. The warning is a false hit inside fmt.
      target_link_options(${target} PRIVATE -flto=auto -fuse-ld=bfd -Wno-stringop-overflow)
    endif()
    if(STEPSTORM_MIMALLOC)
      target_sources(${target} PRIVATE "${PROJECT_SOURCE_DIR}/cmake/huge_pages.cpp")
      target_link_libraries(${target} PRIVATE mimalloc)
    endif()
    return()
  endif()
  if(STEPSTORM_LTO)
    target_compile_options(${target} PRIVATE -flto)
  endif()
  if(STEPSTORM_PROFILE)
    target_compile_options(${target} PRIVATE ${profile_options_${STEPSTORM_PROFILE}})
  endif()
  if(STEPSTORM_PROFILE STREQUAL "write")
    target_link_options(${target} INTERFACE -fprofile-generate)
  endif()
endfunction()

# What our headers need wherever they are included: C++20 and the project's root.
add_library(stepstorm_language INTERFACE)
target_compile_features(stepstorm_language INTERFACE cxx_std_20)
target_include_directories(stepstorm_language INTERFACE "${PROJECT_SOURCE_DIR}")
set(CMAKE_CXX_EXTENSIONS OFF)

add_library(stepstorm_warnings INTERFACE)
target_compile_options(stepstorm_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow
  -Wno-missing-field-initializers) # what {.seed = 7} leaves out has its default
if(known_compiler)
  # False hits inside the standard library: std::string (gcc bug 105651; which texts are hit depends on their lengths,
  # among them that of the folder one builds in) and std::variant (gcc bug 105562).
  target_compile_options(stepstorm_warnings INTERFACE
    -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread -Wno-maybe-uninitialized)
endif()
if(STEPSTORM_WERROR)
  target_compile_options(stepstorm_warnings INTERFACE -Werror)
endif()

# Takes what was compiled before, in any folder, from ccache; ./dev configures how it compares. Not with a profile, which lies
# beside the objects, where ccache does not look.
find_program(CCACHE ccache)
if(CCACHE AND NOT STEPSTORM_PROFILE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
endif()
# Most of what compiling a file takes is what it includes and what it instantiates: several files at once take a third of
# the time of the same one by one. Of the hot folders, which are worked on most, fewer are, so that one is soon compiled again.
set(STEPSTORM_TOGETHER 0 CACHE STRING "So many files of a folder are compiled at once; 0: each by itself")
if(STEPSTORM_TOGETHER)
  set(CMAKE_UNITY_BUILD ON)
  set(CMAKE_UNITY_BUILD_BATCH_SIZE ${STEPSTORM_TOGETHER})
  math(EXPR STEPSTORM_TOGETHER_IF_HOT "${STEPSTORM_TOGETHER} / 3")
  # gcc looks for what it can forget only from a gigabyte on: looking takes a seventh of its time.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(--param=ggc-min-heapsize=1048576)
  endif()
  # Said of names that another file has, too.
  target_compile_options(stepstorm_warnings INTERFACE -Wno-shadow $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
option(STEPSTORM_PCH "Precompile what most files include" ON)

# stepstorm_precompile(target [header...]): with these headers, or as most files are, with those of the standard library
# and JSON. Nothing in them may depend on a definition: they are compiled once for all.
function(stepstorm_precompile target)
  if(NOT STEPSTORM_PCH)
    return()
  endif()
  if(ARGN)
    target_precompile_headers(${target} PRIVATE ${ARGN})
    return()
  endif()
  if(NOT TARGET stepstorm_precompiled)
    file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/precompiled.cpp" CONTENT "")
    add_library(stepstorm_precompiled OBJECT "${PROJECT_BINARY_DIR}/precompiled.cpp")
    target_link_libraries(stepstorm_precompiled PRIVATE stepstorm_language stepstorm_warnings)
    target_precompile_headers(stepstorm_precompiled PRIVATE ${STEPSTORM_COMMON_HEADERS})
  endif()
  target_precompile_headers(${target} REUSE_FROM stepstorm_precompiled)
endfunction()
set(STEPSTORM_COMMON_HEADERS <algorithm> <array> <chrono> <cstdint> <deque> <filesystem> <functional> <map> <memory>
  <optional> <set> <span> <sstream> <string> <string_view> <unordered_map> <utility> <variant> <vector>
  <values/json_library.hpp> <tl/expected.hpp>)
include(CheckLinkerFlag)
foreach(linker mold lld)
  check_linker_flag(CXX -fuse-ld=${linker} STEPSTORM_HAS_${linker})
  if(STEPSTORM_HAS_${linker})
    add_link_options(-fuse-ld=${linker})
    break()
  endif()
endforeach()
