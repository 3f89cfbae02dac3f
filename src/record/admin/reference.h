// References: rows that customers refer to, such as rate plans, packages and classes of service.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "record/value/record.h"

namespace patchbay {

// A row of one kind. Its number is unique within the kind. It is visible to its owner, to every
// customer above the owner and to every customer below the owner.
struct Reference {
  ReferenceKind kind = ReferenceKind::plan;
  std::int64_t id = 0;
  CustomerId owner;
  std::string name;
  std::string description;
  // For a plan: the values that -2 and "plan" refer to, by customer field.
  Values settings;
  // For a plan: the groups it locks. For a role: its privileges. For a webhook: see webhook.h.
  // For a system: see outside_system.h.
  std::vector<std::string> words;
  Version version = 0;
  bool deleted = false;

  bool operator==(const Reference&) const = default;
};

// Returns the effective value of `field`: the record's own value or, if that is the sentinel (-2 or
// "plan"), the value in `plan`. Returns null if neither has a value.
[[nodiscard]] const Value* resolve_with_plan(const Record& record, const Reference* plan,
                                             Field field);
// Whether `value` is the sentinel that means "as the rate plan says" for `field`.
[[nodiscard]] bool means_plan(Field field, const Value& value);

// Whether there are calls and routes for this kind alone. Only administrators whose reach holds the
// owner see one.
[[nodiscard]] constexpr bool has_own_calls(ReferenceKind kind) {
  return kind == ReferenceKind::webhook || kind == ReferenceKind::system;
}

}  // namespace patchbay
