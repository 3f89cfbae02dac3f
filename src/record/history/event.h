// Events that the feed reports after a change.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "record/history/entry.h"
#include "record/history/erasure.h"

namespace patchbay {

// Every action that an entry of history can have.
inline constexpr std::string_view kActions[] = {"create",   "amend",  "move", "delete",
                                                "undelete", "adjust", "undo", kEraseAction};

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

// Returns the type of the one event that stands for an entry with this action:
// "customer.changed" where the action has no type.
[[nodiscard]] std::string_view event_type(std::string_view action);

// Returns the events of an entry of the customer `uuid`: one for each type that applies.
[[nodiscard]] std::vector<Event> events_of(const Entry& entry, const Uuid& uuid);

}  // namespace patchbay
