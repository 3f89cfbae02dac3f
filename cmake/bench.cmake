# The programs of bench/: each *_bench.cc, whose first argument is a scratch folder.
find_package(benchmark REQUIRED)

file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/bench/*_bench.cc")
foreach(source ${sources})
  get_filename_component(name "${source}" NAME_WE)
  add_executable(${name} ${source})
  target_compile_definitions(${name} PRIVATE PATCHBAY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  # The server's allocator too, as it is a part of what is measured.
  target_link_libraries(${name} PRIVATE bench_parts benchmark::benchmark PkgConfig::JEMALLOC)
endforeach()
