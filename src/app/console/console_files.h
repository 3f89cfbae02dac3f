// The files of the web console that were built into this program.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace patchbay::app {

struct ConsoleFile {
  std::string_view path;  // below /console/, such as "assets/main-1a2b3c4d.js"
  std::string_view media_type;
  std::string_view tag;   // an entity tag with its quotes; two files of other bytes have other tags
  std::size_t bytes = 0;  // decompressed
  std::string_view gzipped;
};

// Returns every file, or none if the program was built without the console. The definition is
// written by tools/build_console.
[[nodiscard]] std::span<const ConsoleFile> console_files();

}  // namespace patchbay::app
