# What the compiler is told, and the helpers that make it fast where they are installed.
find_program(CCACHE ccache)
if(CCACHE)
  # ccache keeps results of precompiled headers only where it is told so.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE}")
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Several files are compiled as one, so that headers are read once for all of them: a clean build
# takes half the time. A change then compiles its neighbours too, so the preset `dev` leaves it off,
# and `tidy` reads each file by itself.
option(PATCHBAY_UNITY "Compile several files of a module as one" OFF)

add_library(patchbay_options INTERFACE)
target_include_directories(patchbay_options INTERFACE "${PROJECT_SOURCE_DIR}/src")
target_compile_options(patchbay_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
  # Designated initialisers leave out what keeps its default; that is their point.
  -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(patchbay_options INTERFACE -Wno-missing-designated-field-initializers)
endif()
# Debian hardens its own packages the same way.
target_compile_options(patchbay_options INTERFACE -fstack-protector-strong)
# clang reports the deprecated buffer that g++ 12's library uses inside its own std::stable_sort.
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_compile_options(patchbay_options INTERFACE -Wno-deprecated-declarations)
endif()
if(CCACHE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(patchbay_options INTERFACE -fpch-preprocess)
endif()
# g++ 12, where it optimises, reports overflows and uninitialised reads inside its own inlined
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
  # Asio's fences, which the thread sanitizer does not see; it sees the locks beside them.
  if(PATCHBAY_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-tsan)
  endif()
endif()
