# The web console: npm builds console/ in the build folder, and the files that browsers load become
# one C++ source of the module app.
option(PATCHBAY_CONSOLE "Build the web console into the program" ON)

set(console_files "${PROJECT_BINARY_DIR}/console_files.cc")
set(console_tool "${PROJECT_SOURCE_DIR}/tools/build_console")
if(PATCHBAY_CONSOLE)
  set(console "${PROJECT_SOURCE_DIR}/console")
  set(console_work "${PROJECT_BINARY_DIR}/console")
  # node_modules and dist, which a developer may have in console/, are no sources.
  file(GLOB console_sources CONFIGURE_DEPENDS "${console}/*.json" "${console}/*.ts"
    "${console}/*.html")
  file(GLOB_RECURSE console_folders CONFIGURE_DEPENDS "${console}/src/*" "${console}/dev/*"
    "${console}/public/*")
  # Says why the console could not be built; tools/build then touches it, and so tries again.
  set(console_again "${console_work}/again")
  if(NOT EXISTS "${console_again}")
    file(WRITE "${console_again}" "")
  endif()
  add_custom_command(OUTPUT "${console_files}"
    COMMAND "${console_tool}" "${console}" "${console_work}" "${console_files}"
    DEPENDS "${console_tool}" "${console_again}" ${console_sources} ${console_folders}
    COMMENT "Building the console" VERBATIM)
else()
  add_custom_command(OUTPUT "${console_files}"
    COMMAND "${console_tool}" --without "${console_files}"
    DEPENDS "${console_tool}" VERBATIM)
endif()
# A target of its own, so that it need not wait for the modules below app.
add_custom_target(console DEPENDS "${console_files}")
add_dependencies(patchbay_app console)
target_sources(patchbay_app PRIVATE "${console_files}")
