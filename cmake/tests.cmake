# One test program for each module: tests/<module>/*_test.cc, and tests/support for shared code.
find_package(GTest REQUIRED)
include(GoogleTest)

# GoogleTest's headers are compiled once for all test programs. g++ accepts a precompiled header
# only if every option is the same, so this target is a program too.
add_executable(test_headers "${PROJECT_SOURCE_DIR}/tests/support/headers.cc")
target_link_libraries(test_headers PRIVATE patchbay_base GTest::gmock GTest::gtest_main)
# The tested code is optimised. The tests themselves are not, because compiling would take longer
# than it saves.
target_compile_options(test_headers PRIVATE -O0 -pthread)
target_precompile_headers(test_headers PRIVATE
  <algorithm> <filesystem> <functional> <map> <memory> <optional> <string> <string_view> <thread>
  <variant> <vector> <gmock/gmock.h> <gtest/gtest.h>)

foreach(name base record wire http store core doors app)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/${name}/*.cc")
  if(NOT sources)
    continue()
  endif()
  add_executable(${name}_test ${sources})
  target_include_directories(${name}_test PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_compile_definitions(${name}_test PRIVATE
    PATCHBAY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name}_test PRIVATE patchbay_${name} GTest::gmock GTest::gtest_main)
  target_compile_options(${name}_test PRIVATE -O0 -pthread)
  target_precompile_headers(${name}_test REUSE_FROM test_headers)
endforeach()
if(TARGET core_test)
  target_link_libraries(core_test PRIVATE patchbay_store)
endif()
if(TARGET doors_test)
  target_link_libraries(doors_test PRIVATE patchbay_core patchbay_store)
endif()
# tests/store/prepared.cc intercepts prepared statements.
if(TARGET store_test)
  target_link_options(store_test PRIVATE
    -Wl,--wrap=sqlite3_prepare_v3,--wrap=PQsendPrepare,--wrap=PQsendQueryParams)
endif()
