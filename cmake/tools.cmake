# Compiler options, and tools that speed up compiling if they are installed.
find_program(CCACHE ccache)
if(CCACHE)
  # ccache stores results of precompiled headers only with this option.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE}")
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Compiles several files as one, so that headers are read once for all of them. A clean build then
# takes half the time, but a change recompiles the neighbouring files too. The preset `dev`
# therefore does without, and `tidy` reads each file alone.
option(PATCHBAY_UNITY "Compile several files of a module as one" OFF)

add_library(patchbay_options INTERFACE)
target_include_directories(patchbay_options INTERFACE "${PROJECT_SOURCE_DIR}/src")
target_compile_options(patchbay_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
  # Designated initialisers deliberately omit members that keep their default.
  -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(patchbay_options INTERFACE -Wno-missing-designated-field-initializers)
endif()
# Debian hardens its packages with the same options.
target_compile_options(patchbay_options INTERFACE -fstack-protector-strong)
# clang warns about the deprecated buffer that g++ 12's library uses inside std::stable_sort.
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_compile_options(patchbay_options INTERFACE -Wno-deprecated-declarations)
endif()
if(CCACHE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(patchbay_options INTERFACE -fpch-preprocess)
endif()
# g++ 12 with optimisation wrongly reports overflows and uninitialised reads inside its own inlined
# library code.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(patchbay_options INTERFACE
    -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-array-bounds -Wno-restrict
    -Wno-stringop-overread)
endif()

set(PATCHBAY_SANITIZE "" CACHE STRING "Sanitizers: address,undefined or thread")
if(PATCHBAY_SANITIZE)
  add_compile_options(-fsanitize=${PATCHBAY_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${PATCHBAY_SANITIZE})
  # The thread sanitizer does not understand Asio's fences; it understands the locks next to them.
  if(PATCHBAY_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-tsan)
  endif()
endif()
