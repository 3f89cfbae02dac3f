// Third-party test data, read in place beside the source tree where a machine has it.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace patchbay {

// The text of a corpus's file ("blns/blns.json"), or nothing: then a test skips by that name.
inline std::optional<std::string> corpus(std::string_view name) {
  std::ifstream in(std::filesystem::path(PATCHBAY_SOURCE_DIR) / ".." / "shared" / "corpora" / name,
                   std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator(in), {});
}

}  // namespace patchbay
