# The programs of bench/: each *_bench.cc. The first argument is a scratch folder.
find_package(benchmark REQUIRED)

file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/bench/*_bench.cc")
foreach(source ${sources})
  get_filename_component(name "${source}" NAME_WE)
  add_executable(${name} ${source})
  target_compile_definitions(${name} PRIVATE PATCHBAY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  # Uses the server's allocator too, because it affects the figures.
  target_link_libraries(${name} PRIVATE bench_parts benchmark::benchmark PkgConfig::JEMALLOC)
endforeach()
