// What is told to others after a change.
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

// The word for what `differences` do to a customer, for history: "create", "move", "delete",
// "undelete" or "amend". `version` is the one they make.
[[nodiscard]] std::string action_of(Version version, const Differences& differences);

// The events of an entry of the customer `uuid`: one for each kind of thing that happened.
[[nodiscard]] std::vector<Event> events_of(const Entry& entry, const Uuid& uuid);

}  // namespace patchbay
