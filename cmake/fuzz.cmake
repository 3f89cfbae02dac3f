# One libFuzzer program for each fuzz/*_fuzz.cc.
if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  message(FATAL_ERROR "libFuzzer comes with clang: configure with the preset fuzz")
endif()

# All code counts coverage. Only the fuzz programs link libFuzzer's main.
target_compile_options(patchbay_options INTERFACE -fsanitize=fuzzer-no-link)

# The highest module that each program needs, so that it does not wait for the modules above.
set(base_targets   decimal_fuzz)
set(record_targets codec_fuzz)
set(wire_targets   csv_fuzz form_fuzz json_fuzz json_patch_fuzz xml_fuzz xmlrpc_fuzz)
set(http_targets   http_fuzz)
set(doors_targets  cursor_fuzz door_fuzz translate_fuzz)

file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/fuzz/*_fuzz.cc")
foreach(source ${sources})
  get_filename_component(name "${source}" NAME_WE)
  set(module "")
  foreach(each base record wire http doors)
    if(name IN_LIST ${each}_targets)
      set(module ${each})
    endif()
  endforeach()
  if(NOT module)
    message(FATAL_ERROR "cmake/fuzz.cmake: name the module that ${name} needs")
  endif()
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE patchbay_${module})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
endforeach()

# Cursors are sealed and opened by two files of core. Without the rest of core and the stores behind
# it, the build is a third shorter.
target_sources(cursor_fuzz PRIVATE
  "${PROJECT_SOURCE_DIR}/src/core/access/secret_sealer.cc"
  "${PROJECT_SOURCE_DIR}/src/core/read/positions.cc")
