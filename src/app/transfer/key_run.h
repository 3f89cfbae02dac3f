// Words of keys that are sorted in a file.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/guarded_file.h"

namespace patchbay::app {

// A word: a hash, and in its low bits the facts that are known of its key.
inline constexpr std::uint64_t kKeyFactBits = 7;

// Opens an empty file for reading and writing. The error is what the system said.
using OpenKeyFile = std::function<std::expected<Descriptor, std::string>()>;

// Sorted words in a file. Of each 512 the first is kept in memory. Errors are what the system said;
// the run then serves no longer. Not to be used by two threads at a time.
class KeyRun {
 public:
  // Writes `words`, at least one, which ascend and have different hashes.
  [[nodiscard]] static std::expected<KeyRun, std::string> write(
      const OpenKeyFile& open, std::span<const std::uint64_t> words);
  // Writes the words of both, which have no hash in common.
  [[nodiscard]] static std::expected<KeyRun, std::string> merge(const OpenKeyFile& open,
                                                                const KeyRun& one,
                                                                const KeyRun& other);

  // How many words it has.
  [[nodiscard]] std::uint64_t size() const { return size_; }

  struct Found {
    std::uint64_t place = 0;
    std::uint64_t word = 0;
  };
  // The word with that hash, or nothing.
  [[nodiscard]] std::expected<std::optional<Found>, std::string> find(std::uint64_t hash) const;
  // Puts `word` in the place of one with the same hash.
  [[nodiscard]] std::expected<void, std::string> put(std::uint64_t place, std::uint64_t word) const;

 private:
  class Reader;
  class Writer;
  explicit KeyRun(Descriptor file) : file_(std::move(file)) {}

  Descriptor file_;
  std::uint64_t size_ = 0;
  std::vector<std::uint64_t> first_;  // the hash of the first word of each block
};

}  // namespace patchbay::app
