// History of principals and references: the members before and after, as JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "record/admin/principal.h"
#include "record/admin/reference.h"
#include "record/history/entry.h"

namespace patchbay {

struct AdminObjectId {
  std::optional<ReferenceKind> kind;  // none: a principal, or with id 0 the store itself
  std::int64_t id = 0;
  auto operator<=>(const AdminObjectId&) const = default;
};
inline constexpr AdminObjectId kStoreItself{};
// Returns the kind's name, "principal" or "store".
[[nodiscard]] std::string_view word(const AdminObjectId& object);

// One member before and after, as JSON; empty: no value. For a secret, the JSON says only that
// there is one.
struct AdminDifference {
  std::string member;
  std::string before;
  std::string after;
  std::string bond;  // see Difference in record/value/record.h
  // For a secret: 64 bytes, the BLAKE2b hash of it before and of it after, with zeros for a missing
  // side. They show whether the secret changed and nothing else. Empty for other members.
  std::string proof{};
  bool operator==(const AdminDifference&) const = default;
};

// One version of one principal or reference.
struct AdminEntry {
  AdminObjectId object;
  Version version = 0;
  std::string action;  // "create", "amend", "delete"
  ChangeOrigin by;
  std::vector<AdminDifference> differences;
  std::string hash;
  bool operator==(const AdminEntry&) const = default;
};

// Returns the members that differ. `before` is null for a new object. Replacing one secret by
// another is a difference.
[[nodiscard]] std::vector<AdminDifference> diff(const Principal* before, const Principal& after);
[[nodiscard]] std::vector<AdminDifference> diff(const Reference* before, const Reference& after);

// Returns the entry that describes the change from `before` to `after`; the caller fills `by`.
[[nodiscard]] AdminEntry entry_of(const Principal* before, const Principal& after);
[[nodiscard]] AdminEntry entry_of(const Reference* before, const Reference& after);

}  // namespace patchbay
