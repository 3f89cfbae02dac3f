// Principals and references as history knows them: members as JSON, before and after.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "record/entry.h"
#include "record/principal.h"
#include "record/reference.h"

namespace patchbay {

struct ThingId {
  std::optional<Kind> kind;  // nothing: a principal
  std::int64_t id = 0;
  auto operator<=>(const ThingId&) const = default;
};
// The kind's own word, or "principal".
[[nodiscard]] std::string_view word(const ThingId& thing);

// One member before and after, as JSON; empty: nothing. Of a secret, only that there is one.
struct ThingDifference {
  std::string member;
  std::string before;
  std::string after;
  std::string bond;  // see Difference
  bool operator==(const ThingDifference&) const = default;
};

// One version of one principal or reference.
struct ThingEntry {
  ThingId thing;
  Version version = 0;
  std::string action;  // "create", "amend", "delete"
  Circumstance by;
  std::vector<ThingDifference> differences;
  std::string hash;
  bool operator==(const ThingEntry&) const = default;
};

// What differs; `before` is null for a new one. A secret that was replaced by another differs.
[[nodiscard]] std::vector<ThingDifference> diff(const Principal* before, const Principal& after);
[[nodiscard]] std::vector<ThingDifference> diff(const Reference* before, const Reference& after);

// The entry that made `after` of `before`, without circumstances.
[[nodiscard]] ThingEntry entry_of(const Principal* before, const Principal& after);
[[nodiscard]] ThingEntry entry_of(const Reference* before, const Reference& after);

}  // namespace patchbay
