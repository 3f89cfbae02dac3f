// Links and bases in a file beside the description of a system.
//
// The file has a line of JSON for each change: first the key of all digests, then links. The newest
// line of a customer counts. A line that a crash cut off is the last one, and is ignored.
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <string>

#include "base/guarded_file.h"
#include "base/random.h"
#include "reach/systems/links.h"

namespace patchbay::app {

class LinkFile : public reach::Links {
 public:
  enum class Use : std::uint8_t { read, write };
  // Reads the file, which only its owner may read. `write`: makes it if it is missing, and keeps
  // others from opening it for writing. Errors are sentences for the operator.
  [[nodiscard]] static std::expected<std::unique_ptr<LinkFile>, std::string> open(
      const std::filesystem::path& file, Use use, Random& random);

  // The key of the digests: 32 bytes, made with the file.
  [[nodiscard]] virtual const std::string& digest_key() const = 0;
};

// The most bytes of a file with links, and of a plan.
inline constexpr std::size_t kSystemDataBytesMax = std::size_t{1} << 30;
// Returns the whole file, which only its owner may read. Takes memory for its size, not for the
// most that it may have.
[[nodiscard]] std::expected<std::string, FileProblem> read_system_data(
    const std::filesystem::path& file);

}  // namespace patchbay::app
