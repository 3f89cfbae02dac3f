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

# Our own parts beside those of libraries, `./dev bench parts`. Each links only the modules that it
# needs, and is built only when requested by name.
set(chunks_links   patchbay_http PkgConfig::JEMALLOC)
set(decimals_links patchbay_base)
set(lenses_links   patchbay_record)
set(log_links      patchbay_wire spdlog::spdlog)
set(tls_links      patchbay_http PkgConfig::JEMALLOC)
file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/bench/parts/*.cc")
foreach(source ${sources})
  get_filename_component(name "${source}" NAME_WE)
  add_executable(part_${name} EXCLUDE_FROM_ALL ${source})
  target_include_directories(part_${name} PRIVATE "${PROJECT_SOURCE_DIR}/bench")
  target_link_libraries(part_${name} PRIVATE patchbay_options ${${name}_links})
endforeach()
target_sources(part_lenses PRIVATE "${PROJECT_SOURCE_DIR}/bench/fill/customer.cc")
target_sources(part_log PRIVATE
  "${PROJECT_SOURCE_DIR}/src/app/observe/log.cc"
  "${PROJECT_SOURCE_DIR}/src/app/observe/log_events.cc")
# Beast's own assertions are compiled only without NDEBUG.
add_executable(part_chunks_asserted EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/bench/parts/chunks.cc")
target_include_directories(part_chunks_asserted PRIVATE "${PROJECT_SOURCE_DIR}/bench")
target_compile_options(part_chunks_asserted PRIVATE -UNDEBUG)
target_link_libraries(part_chunks_asserted PRIVATE patchbay_options ${chunks_links})

# The comparison of JSON readers, `./dev bench json`. Built only when requested by name.
find_package(simdjson REQUIRED)
find_package(RapidJSON REQUIRED)
file(GLOB json_readers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/bench/json/*.cc")
add_executable(json_readers EXCLUDE_FROM_ALL ${json_readers}
  "${PROJECT_SOURCE_DIR}/bench/fill/customer.cc" "${PROJECT_SOURCE_DIR}/bench/load/template.cc")
target_include_directories(json_readers PRIVATE "${PROJECT_SOURCE_DIR}/bench")
target_compile_definitions(json_readers PRIVATE PATCHBAY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(json_readers PRIVATE patchbay_record patchbay_wire simdjson::simdjson
  PkgConfig::JEMALLOC)
