# The programs of bench/: each *_bench.cc, whose first argument is a scratch folder, and what
# `./dev bench` plays against servers.
find_package(benchmark REQUIRED)

add_library(bench_parts STATIC
  "${PROJECT_SOURCE_DIR}/bench/fill/customer.cc" "${PROJECT_SOURCE_DIR}/bench/load/template.cc")
target_include_directories(bench_parts PUBLIC "${PROJECT_SOURCE_DIR}/bench")
target_link_libraries(bench_parts PUBLIC patchbay_app)

file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/bench/*_bench.cc")
foreach(source ${sources})
  get_filename_component(name "${source}" NAME_WE)
  add_executable(${name} ${source})
  target_compile_definitions(${name} PRIVATE PATCHBAY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  # The server's allocator too, as it is a part of what is measured.
  target_link_libraries(${name} PRIVATE bench_parts benchmark::benchmark PkgConfig::JEMALLOC)
endforeach()

file(GLOB load CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/bench/load/*.cc")
add_executable(load ${load})
target_include_directories(load PRIVATE "${PROJECT_SOURCE_DIR}/bench")
target_link_libraries(load PRIVATE patchbay_options)

add_executable(fill "${PROJECT_SOURCE_DIR}/bench/fill/main.cc")
target_link_libraries(fill PRIVATE bench_parts)

add_executable(bare_http "${PROJECT_SOURCE_DIR}/bench/bare/http.cc")
target_link_libraries(bare_http PRIVATE patchbay_options Boost::headers Threads::Threads)

add_executable(bare_sqlite "${PROJECT_SOURCE_DIR}/bench/bare/sqlite.cc")
target_link_libraries(bare_sqlite PRIVATE patchbay_options PkgConfig::SQLITE)
