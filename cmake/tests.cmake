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

foreach(name base record wire http store core doors reach app)
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
if(TARGET reach_test)
  target_link_libraries(reach_test PRIVATE patchbay_core patchbay_store)
endif()
# tests/store/prepared.cc intercepts prepared statements.
if(TARGET store_test)
  target_link_options(store_test PRIVATE
    -Wl,--wrap=sqlite3_prepare_v3,--wrap=PQsendPrepare,--wrap=PQsendQueryParams)
endif()

# The simulation runs many seeds, so its own code is optimised too. The thread sanitizer knows nothing
# of tasks that share a thread.
if(PATCHBAY_SANITIZE STREQUAL "thread")
  return()
endif()
file(GLOB simulation_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/simulation/*.cc")
set(simulation_tests ${simulation_sources})
list(FILTER simulation_tests INCLUDE REGEX "_test\\.cc$")
list(FILTER simulation_sources EXCLUDE REGEX "(_test|/main)\\.cc$")
add_library(patchbay_simulation STATIC ${simulation_sources})
target_include_directories(patchbay_simulation PUBLIC "${PROJECT_SOURCE_DIR}/tests")
target_link_libraries(patchbay_simulation PUBLIC patchbay_app patchbay_reach patchbay_core)
target_compile_options(patchbay_simulation PRIVATE -O2)
add_executable(simulation_test ${simulation_tests})
target_link_libraries(simulation_test PRIVATE patchbay_simulation GTest::gmock GTest::gtest_main)
target_compile_options(simulation_test PRIVATE -O0)
target_precompile_headers(simulation_test REUSE_FROM test_headers)
add_executable(simulate "${PROJECT_SOURCE_DIR}/tests/simulation/main.cc")
target_link_libraries(simulate PRIVATE patchbay_simulation)
if(NOT PATCHBAY_SANITIZE)
  target_link_libraries(simulate PRIVATE PkgConfig::JEMALLOC)
endif()
