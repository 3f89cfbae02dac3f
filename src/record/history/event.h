// Events that the feed reports after a change.
#pragma once

#include <string>
#include <vector>

#include "record/history/entry.h"

namespace patchbay {

struct Event {
  std::string type;  // "customer.created", ".changed", ".moved", ".deleted", ".undeleted"
  CustomerId customer;
  Uuid uuid;
  Version version = 0;
  std::vector<Path> changed;
  bool operator==(const Event&) const = default;
};

// Returns the action that `differences` amount to, for history: "create", "move", "delete",
// "undelete" or "amend". `version` is the version that they make.
[[nodiscard]] std::string action_of(Version version, const Differences& differences);

// Returns the events of an entry of the customer `uuid`: one for each type that applies.
[[nodiscard]] std::vector<Event> events_of(const Entry& entry, const Uuid& uuid);

}  // namespace patchbay
