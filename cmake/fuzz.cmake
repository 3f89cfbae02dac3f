# One libFuzzer program for each fuzz/*_fuzz.cc.
if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  message(FATAL_ERROR "libFuzzer comes with clang: configure with the preset fuzz")
endif()

# All code counts coverage. Only the fuzz programs link libFuzzer's main.
target_compile_options(patchbay_options INTERFACE -fsanitize=fuzzer-no-link)

# These need one module only and are built without waiting for the others.
set(wire_targets json_fuzz xml_fuzz form_fuzz xmlrpc_fuzz)

file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/fuzz/*_fuzz.cc")
foreach(source ${sources})
  get_filename_component(name "${source}" NAME_WE)
  add_executable(${name} ${source})
  if(name IN_LIST wire_targets)
    target_link_libraries(${name} PRIVATE patchbay_wire)
  else()
    target_link_libraries(${name} PRIVATE patchbay_app)
  endif()
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
endforeach()
