# The load generators of `./dev bench`. Built only when requested by name.
add_library(bench_parts STATIC EXCLUDE_FROM_ALL
  "${PROJECT_SOURCE_DIR}/bench/fill/customer.cc" "${PROJECT_SOURCE_DIR}/bench/load/template.cc")
target_include_directories(bench_parts PUBLIC "${PROJECT_SOURCE_DIR}/bench")
target_link_libraries(bench_parts PUBLIC patchbay_app)

file(GLOB load CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/bench/load/*.cc")
add_executable(load EXCLUDE_FROM_ALL ${load})
target_include_directories(load PRIVATE "${PROJECT_SOURCE_DIR}/bench")
target_link_libraries(load PRIVATE patchbay_options)

add_executable(fill EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/bench/fill/main.cc")
target_link_libraries(fill PRIVATE bench_parts)

add_executable(bare_http EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/bench/bare/http.cc")
target_link_libraries(bare_http PRIVATE patchbay_options Boost::headers Threads::Threads)

add_executable(bare_sqlite EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/bench/bare/sqlite.cc")
target_include_directories(bare_sqlite PRIVATE "${PROJECT_SOURCE_DIR}/bench")
target_link_libraries(bare_sqlite PRIVATE patchbay_options PkgConfig::SQLITE)

add_executable(bare_load EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/bench/bare/load.cc")
target_include_directories(bare_load PRIVATE "${PROJECT_SOURCE_DIR}/bench")
target_link_libraries(bare_load PRIVATE patchbay_options PkgConfig::SQLITE)

# Counts what SQLite does inside the server that it is loaded into, for `./dev cost`.
add_library(cost_counts MODULE EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/bench/cost/counts.cc")
target_link_libraries(cost_counts PRIVATE patchbay_options PkgConfig::SQLITE)
