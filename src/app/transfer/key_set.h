// What earlier rows told about keys, of any number of them in bounded memory.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "app/transfer/key_run.h"
#include "base/unnamed_file.h"

namespace patchbay::app {

// What a row told about a key.
enum class KeyFact : std::uint8_t {
  found_by = 1,  // its customer is found by it
  uuid_of = 2,   // its new customer gets it as uuid
  made = 4,      // its new customer is found by it or has it as uuid
};

// Keeps the first 61 bits of a hash of each key: in a table in memory, and once that is full, in
// files. A run in a file has as many keys as fill the table, or twice or four times … as many: two
// of the same size are merged, so there are few. One filter for all of them says of most keys
// that they are in none. Memory: 8 MiB each for the table and the filter, and one byte for 64 keys
// in files. Not to be used by two threads at a time.
class KeySet {
 public:
  // How many keys the table holds at most, with as much room between them.
  static constexpr std::size_t kTableMax = std::size_t{512} << 10;

  explicit KeySet(std::size_t table_max = kTableMax, OpenKeyFile open = open_temporary_file)
      : table_max_(table_max), open_(std::move(open)) {}

  // What is kept of a key.
  struct Short {
    std::uint64_t bits;
  };
  [[nodiscard]] static Short shorten(std::string_view key);

  // The error is a sentence for the operator: a file cannot be written or read. The set must then
  // be used no longer.
  using Answer = std::expected<bool, std::string>;
  // Returns whether no row had told that about the key.
  [[nodiscard]] Answer insert(Short key, KeyFact fact);
  [[nodiscard]] Answer contains(Short key, KeyFact fact) const;

 private:
  using Status = std::expected<void, std::string>;
  struct InRun {
    const KeyRun* run = nullptr;  // nothing: the key is in none
    KeyRun::Found found{};
  };
  [[nodiscard]] std::expected<InRun, std::string> find_in_runs(Short key) const;
  [[nodiscard]] Status make_room();
  [[nodiscard]] Status empty_table();
  void grow();

  const std::size_t table_max_;
  const OpenKeyFile open_;
  std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(1024);
  std::size_t count_ = 0;     // of the keys in the table
  std::vector<KeyRun> runs_;  // each smaller than the one before
  std::vector<std::uint64_t> filter_;
};

}  // namespace patchbay::app
