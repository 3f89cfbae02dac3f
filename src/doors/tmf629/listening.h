// What somebody who registered at the hub asks for: the query of the registration.
//
//   eventType=CustomerCreateEvent,CustomerDeleteEvent&status=active&fields=name,status
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "doors/tmf629/query.h"

namespace patchbay::doors::tmf629 {

enum class EventKind : std::uint8_t { created, changed, state_changed, deleted };

struct EventRow {
  EventKind kind;
  std::array<std::string_view, kReleases> names;
};
inline constexpr EventRow kEventRows[] = {
    {EventKind::created,
     {"CustomerCreationNotification", "CustomerCreateEvent", "CustomerCreateEvent"}},
    {EventKind::changed,
     {"CustomerAttributeValueChangeNotification", "CustomerAttributeValueChangeEvent",
      "CustomerAttributeValueChangeEvent"}},
    {EventKind::state_changed,
     {"CustomerStateChangeNotification", "CustomerStateChangeEvent", "CustomerStateChangeEvent"}},
    {EventKind::deleted,
     {"CustomerRemoveNotification", "CustomerDeleteEvent", "CustomerDeleteEvent"}},
};
// The eventType: "CustomerCreateEvent".
[[nodiscard]] constexpr std::string_view event_name(EventKind kind, Release release) {
  return kEventRows[static_cast<std::size_t>(kind)].names[static_cast<std::size_t>(release)];
}

struct Listening {
  std::vector<EventKind> kinds{};  // empty: all
  Selection selection{};           // of the customer's members
  Filter filter{};                 // of customers, as they are when an event is sent

  [[nodiscard]] bool wants(EventKind kind) const;
};

// Reads a query. What is wrong goes to `problems`, under "query".
[[nodiscard]] Listening read_listening(std::string_view query, Release release,
                                       std::vector<Problem>& problems);

// The longest query in bytes.
inline constexpr std::size_t kListeningBytesMax = 1'000;

}  // namespace patchbay::doors::tmf629
