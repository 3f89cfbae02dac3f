// Seals: one chain of hashes over the whole history of a store.
//
// Entries of customers have one sequence of numbers; entries of principals, references and the
// store itself have another. A seal covers the next range of both sequences after the previous
// seal, so an entry that was changed, moved, removed or inserted is detected.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/digest.h"

namespace patchbay {

struct AuditSeal {
  std::int64_t number = 0;       // counts from 0; seal 0 covers no entries
  std::int64_t entry = 0;        // number of the last customer entry that it covers
  std::int64_t entries = 0;      // count of customer entries covered by this seal and all before it
  std::int64_t admin_entry = 0;  // the same two members for all other entries
  std::int64_t admin_entries = 0;
  std::string hash{};  // 32 bytes
  bool operator==(const AuditSeal&) const = default;
};

// The number and hash of one entry of either sequence.
struct NumberedHash {
  std::int64_t number = 0;
  std::string hash;
};

// Maximum number of entries of each sequence that one seal covers.
inline constexpr std::size_t kSealedMax = 10'000;

// Builds the seal that follows `before`. Entries must be added in the order of their numbers.
class AuditSealBuilder {
 public:
  explicit AuditSealBuilder(const AuditSeal& before);

  void add_entry(const NumberedHash& entry);
  void add_admin_entry(const NumberedHash& entry);
  [[nodiscard]] bool is_empty() const;
  [[nodiscard]] AuditSeal finish(std::string_view key) const;

 private:
  AuditSeal seal_;
  std::string before_;
  HashInput entries_;
  HashInput admin_entries_;
  bool is_empty_ = true;
};

// The seal of an empty store, which is the start of the chain.
[[nodiscard]] AuditSeal first_seal(std::string_view key);

// The keyed hash stored beside the number of the newest seal. It cannot be computed without the
// key, so newer seals cannot be removed unnoticed.
[[nodiscard]] std::string head_hash(const AuditSeal& newest, std::string_view key);

}  // namespace patchbay
