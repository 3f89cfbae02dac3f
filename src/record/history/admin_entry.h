// Principals and references as history knows them: members as JSON, before and after.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "record/admin/principal.h"
#include "record/admin/reference.h"
#include "record/history/entry.h"

namespace patchbay {

struct AdminObjectId {
  std::optional<Kind> kind;  // nothing: a principal, or of number 0 the store itself
  std::int64_t id = 0;
  auto operator<=>(const AdminObjectId&) const = default;
};
inline constexpr AdminObjectId kStoreItself{};
// The kind's own word, "principal" or "store".
[[nodiscard]] std::string_view word(const AdminObjectId& object);

// One member before and after, as JSON; empty: nothing. Of a secret, only that there is one.
struct AdminDifference {
  std::string member;
  std::string before;
  std::string after;
  std::string bond;  // see Difference
  // Of a secret, what tells it apart from others and tells nothing else of it: 32 bytes each of
  // what stood before and after, zeros where nothing did. Empty of all else.
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

// What differs; `before` is null for a new one. A secret that was replaced by another differs.
[[nodiscard]] std::vector<AdminDifference> diff(const Principal* before, const Principal& after);
[[nodiscard]] std::vector<AdminDifference> diff(const Reference* before, const Reference& after);

// The entry that made `after` of `before`, without circumstances.
[[nodiscard]] AdminEntry entry_of(const Principal* before, const Principal& after);
[[nodiscard]] AdminEntry entry_of(const Reference* before, const Reference& after);

}  // namespace patchbay
