# One program for each bench/*_bench.cc; its first argument is a scratch folder.
find_package(benchmark REQUIRED)
file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/bench/*_bench.cc")
foreach(source ${sources})
  get_filename_component(name "${source}" NAME_WE)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE patchbay_app benchmark::benchmark)
endforeach()
