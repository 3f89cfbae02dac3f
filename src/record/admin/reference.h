// Rows that customers refer to: rate plans, packages, classes of service and the other kinds.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "record/value/record.h"

namespace patchbay {

// A row of one kind, known by a number that is unique within the kind. It is visible to whoever
// stands below its owner, to the owner, and to those above.
struct Reference {
  Kind kind = Kind::plan;
  std::int64_t id = 0;
  CustomerId owner;
  std::string name;
  std::string description;
  // Of a plan: the values that -2 and "plan" refer to, by customer field.
  Values settings;
  // Of a plan: the groups it locks. Of a role: its privileges.
  std::vector<std::string> words;
  Version version = 0;
  bool deleted = false;

  bool operator==(const Reference&) const = default;
};

// What `field` of a customer on `plan` comes to: its own value or, where that is the sentinel (-2
// or "plan"), what the plan says; nothing where neither has one.
[[nodiscard]] const Value* resolve_with_plan(const Record& record, const Reference* plan,
                                             Field field);
// Whether `value` is the sentinel that means "as the rate plan says" for `field`.
[[nodiscard]] bool means_plan(Field field, const Value& value);

}  // namespace patchbay
