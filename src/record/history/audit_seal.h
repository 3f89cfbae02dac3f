// Seals: one chain over everything that a store's history holds.
//
// Entries of customers are numbered in one order and those of principals, references and the store
// itself in another. A seal covers the stretch of both that follows on the seal before it, so that
// none of them can be changed, moved, left out or put in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/digest.h"

namespace patchbay {

struct AuditSeal {
  std::int64_t number = 0;       // from 0 on, which covers nothing
  std::int64_t entry = 0;        // the last of customers' entries that it covers
  std::int64_t entries = 0;      // how many of them are covered up to there
  std::int64_t admin_entry = 0;  // the same of all others
  std::int64_t admin_entries = 0;
  std::string hash{};  // 32 bytes
  bool operator==(const AuditSeal&) const = default;
};

// An entry of either order, as seals cover it.
struct NumberedHash {
  std::int64_t number = 0;
  std::string hash;
};

// So many entries of each order are covered by one seal at most.
inline constexpr std::size_t kSealedMax = 10'000;

// The seal that follows on `before`, whose parts are added in the order of their numbers.
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

// The seal of an empty store, on which all others follow.
[[nodiscard]] AuditSeal first_seal(std::string_view key);

// What the row that names the newest seal carries: it does not follow from that seal without the
// key, so that a tail of seals cannot be cut off.
[[nodiscard]] std::string head_hash(const AuditSeal& newest, std::string_view key);

}  // namespace patchbay
