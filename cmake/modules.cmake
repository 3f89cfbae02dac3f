# One static library for each module. It may link the modules that it may include (see
# ARCHITECTURE.md).
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(JEMALLOC REQUIRED IMPORTED_TARGET jemalloc)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET expat)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(POSTGRESQL REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(PROMETHEUS REQUIRED IMPORTED_TARGET prometheus-cpp-core)
find_library(JQ_LIBRARY jq REQUIRED)  # its package has no file for pkg-config
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)

# Compiles about eight files of one folder together. Which files are grouped follows from their
# names, so that a new file does not change the other groups.
function(compile_together target)
  foreach(source ${ARGN})
    get_filename_component(folder "${source}" DIRECTORY)
    file(GLOB neighbours "${folder}/*.cc")
    list(LENGTH neighbours count)
    math(EXPR groups "(${count} + 7) / 8")
    get_filename_component(name "${source}" NAME)
    string(MD5 digest "${name}")
    string(SUBSTRING "${digest}" 0 4 digits)
    math(EXPR group "0x${digits} % ${groups}")
    file(RELATIVE_PATH place "${PROJECT_SOURCE_DIR}/src" "${folder}")
    string(REPLACE "/" "_" place "${place}")
    set_source_files_properties("${source}" PROPERTIES UNITY_GROUP "${place}_${group}")
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # Code of a .cc file counts as a header's code there.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
  endif()
endfunction()

# FOLDER is the folder of src/ with the module's sources, unless it has the module's name. WITHOUT is
# a folder below it that is a library of its own.
function(module name)
  cmake_parse_arguments(MODULE "" "FOLDER;WITHOUT" "LINKS" ${ARGN})
  if(NOT MODULE_FOLDER)
    set(MODULE_FOLDER ${name})
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${MODULE_FOLDER}/*.cc")
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  if(MODULE_WITHOUT)
    list(FILTER sources EXCLUDE REGEX "/src/${MODULE_WITHOUT}/")
  endif()
  add_library(patchbay_${name} STATIC ${sources})
  target_link_libraries(patchbay_${name} PUBLIC patchbay_options ${MODULE_LINKS})
  if(PATCHBAY_UNITY)
    compile_together(patchbay_${name} ${sources})
  endif()
endfunction()

module(base   LINKS PkgConfig::SODIUM OpenSSL::Crypto fmt::fmt ICU::uc ICU::i18n ICU::data)
target_compile_definitions(patchbay_base PRIVATE PATCHBAY_VERSION="${PROJECT_VERSION}")
module(record LINKS patchbay_base PkgConfig::RE2 ICU::uc ICU::i18n ICU::data)
module(wire   LINKS patchbay_base PkgConfig::EXPAT ICU::uc ICU::data)
module(http   LINKS patchbay_base Boost::headers OpenSSL::SSL OpenSSL::Crypto ZLIB::ZLIB
       Threads::Threads)
module(store  LINKS patchbay_record PkgConfig::SQLITE PkgConfig::POSTGRESQL Threads::Threads)
# All that doors know of core. They link neither the rest of core nor a store.
module(call   FOLDER core/call LINKS patchbay_record)
module(core   WITHOUT core/call LINKS patchbay_call patchbay_store patchbay_record)
module(doors  LINKS patchbay_call patchbay_wire patchbay_http)
module(reach  LINKS patchbay_doors patchbay_call patchbay_store patchbay_record patchbay_wire
       patchbay_http PkgConfig::SODIUM)
module(app    LINKS patchbay_reach patchbay_doors patchbay_core patchbay_http patchbay_store spdlog::spdlog
       PkgConfig::PROMETHEUS ZLIB::ZLIB PkgConfig::ZSTD PkgConfig::SODIUM ICU::uc)
module(cli    LINKS patchbay_app PkgConfig::SODIUM ICU::uc
       ${JQ_LIBRARY})

# The commonest passwords, which are refused, from the package python3-zxcvbn.
set(common_passwords "${PROJECT_BINARY_DIR}/common_passwords_list.cc")
add_custom_command(OUTPUT "${common_passwords}"
  COMMAND "${PROJECT_SOURCE_DIR}/tools/common_passwords" "${common_passwords}"
  DEPENDS "${PROJECT_SOURCE_DIR}/tools/common_passwords" VERBATIM)
target_sources(patchbay_core PRIVATE "${common_passwords}")

add_executable(patchbay src/cli/main.cc)
target_link_libraries(patchbay PRIVATE patchbay_cli)
# The commit is looked up at every build, and compiled again only if it is another one.
set(commit_source "${PROJECT_BINARY_DIR}/build_commit.cc")
add_custom_target(commit BYPRODUCTS "${commit_source}"
  COMMAND "${CMAKE_COMMAND}" -D "SOURCE=${PROJECT_SOURCE_DIR}" -D "OUT=${commit_source}"
    -P "${PROJECT_SOURCE_DIR}/cmake/commit.cmake" VERBATIM)
add_dependencies(patchbay commit)
target_sources(patchbay PRIVATE "${commit_source}")
# A sanitizer has its own allocator.
if(NOT PATCHBAY_SANITIZE)
  target_link_libraries(patchbay PRIVATE PkgConfig::JEMALLOC)
endif()
