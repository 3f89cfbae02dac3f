// The command `version`: the version of the program, and of what it is made of.
#include "base/version.h"

#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/version.hpp>
#include <expat.h>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <openssl/crypto.h>
#include <sodium.h>
#include <spdlog/version.h>
#include <sqlite3.h>
#include <toml++/impl/version.h>
#include <unicode/uversion.h>
#include <zlib.h>

#include "cli/build_commit.h"
#include "cli/command.h"
#include "store/sql/engine/schema_steps.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

struct Library {
  const char* name;
  std::string version;
};

std::string numbers(int major, int minor, int patch) {
  return fmt::format("{}.{}.{}", major, minor, patch);
}

// `packed` is major * 10000 + minor * 100 + patch.
std::string packed_by_hundreds(int packed) {
  return numbers(packed / 10000, packed / 100 % 100, packed % 100);
}

// Libraries that are linked dynamically report the version that is installed; the others are parts
// of the program, so theirs is that of the build.
std::vector<Library> libraries() {
  std::string expat = XML_ExpatVersion();  // "expat_2.5.0"
  if (const auto at = expat.find('_'); at != std::string::npos) expat.erase(0, at + 1);
  const int postgresql = PQlibVersion();  // 150010: 15.10
  return {
      {"boost", numbers(BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100)},
      {"cli11", CLI11_VERSION},
      {"expat", expat},
      {"fmt", packed_by_hundreds(FMT_VERSION)},
      {"icu", U_ICU_VERSION},
      {"libpq", fmt::format("{}.{}", postgresql / 10000, postgresql % 10000)},
      {"openssl", OpenSSL_version(OPENSSL_VERSION_STRING)},
      {"sodium", sodium_version_string()},
      {"spdlog", numbers(SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH)},
      {"sqlite", sqlite3_libversion()},
      {"tomlplusplus", numbers(TOML_LIB_MAJOR, TOML_LIB_MINOR, TOML_LIB_PATCH)},
      {"zlib", zlibVersion()},
  };
}

std::string as_json() {
  std::string out = fmt::format(R"({{"version":{},"commit":{},"schema":{},"libraries":{{)",
                                wire::json::quote(program_version()),
                                wire::json::quote(build_commit()), store::sql::newest_schema());
  const char* separator = "";
  for (const Library& each : libraries()) {
    out += fmt::format("{}{}:{}", separator, wire::json::quote(each.name),
                       wire::json::quote(each.version));
    separator = ",";
  }
  return out + "}}";
}

}  // namespace

Run define_version(CLI::App& command) {
  const auto output = std::make_shared<Output>();
  output->add_to(command,
                 "Print JSON, with the commit of the build, the schema that a store gets, and the "
                 "versions of the libraries");
  return prepared(output, [](Output& to) {
    const auto printed =
        to.print_line(wire::json::parse(as_json()).value_or(wire::Tree()),
                      [](const Terminal&) { return "patchbay " + program_version() + "\n"; });
    return printed ? 0 : report(printed.error());
  });
}

}  // namespace patchbay::app
