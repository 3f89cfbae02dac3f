# One static library a room; what it may link is what it may include (see ARCHITECTURE.md).
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(JEMALLOC REQUIRED IMPORTED_TARGET jemalloc)
pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET expat)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(POSTGRESQL REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(PROMETHEUS REQUIRED IMPORTED_TARGET prometheus-cpp-core)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)

function(room name)
  cmake_parse_arguments(ROOM "" "" "LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${name}/*.cc")
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  list(FILTER sources EXCLUDE REGEX "/_template/")
  if(NOT sources)
    add_library(patchbay_${name} INTERFACE)
    target_link_libraries(patchbay_${name} INTERFACE patchbay_options ${ROOM_LINKS})
    return()
  endif()
  add_library(patchbay_${name} STATIC ${sources})
  target_link_libraries(patchbay_${name} PUBLIC patchbay_options ${ROOM_LINKS})
endfunction()

room(base   LINKS PkgConfig::SODIUM fmt::fmt)
room(record LINKS patchbay_base PkgConfig::RE2 ICU::uc ICU::i18n ICU::data)
room(wire   LINKS patchbay_base PkgConfig::EXPAT ICU::uc ICU::data Boost::headers)
room(http   LINKS patchbay_base Boost::headers OpenSSL::SSL OpenSSL::Crypto ZLIB::ZLIB
     Threads::Threads)
room(store  LINKS patchbay_record PkgConfig::SQLITE PkgConfig::POSTGRESQL Threads::Threads)
room(core   LINKS patchbay_store patchbay_record)
room(doors  LINKS patchbay_core patchbay_wire patchbay_http)
room(cli    LINKS patchbay_core patchbay_wire)
room(app    LINKS patchbay_cli patchbay_doors patchbay_http patchbay_store spdlog::spdlog
     PkgConfig::PROMETHEUS)

# The commonest passwords, of which nobody may have one, as the package python3-zxcvbn has them.
set(common_passwords "${PROJECT_BINARY_DIR}/common_passwords_list.cc")
add_custom_command(OUTPUT "${common_passwords}"
  COMMAND "${PROJECT_SOURCE_DIR}/tools/common_passwords" "${common_passwords}"
  DEPENDS "${PROJECT_SOURCE_DIR}/tools/common_passwords" VERBATIM)
target_sources(patchbay_core PRIVATE "${common_passwords}")

add_executable(patchbay src/app/main.cc)
target_compile_definitions(patchbay_app PUBLIC PATCHBAY_VERSION="${PROJECT_VERSION}")
target_link_libraries(patchbay PRIVATE patchbay_app)
# A sanitizer has an allocator of its own.
if(NOT PATCHBAY_SANITIZE)
  target_link_libraries(patchbay PRIVATE PkgConfig::JEMALLOC)
endif()
