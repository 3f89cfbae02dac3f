// Derives the action and the events of a change from its differences.
#include "record/history/event.h"

#include <algorithm>

namespace patchbay {
namespace {

struct EventRow {
  std::string_view action;
  std::string_view type;
};
constexpr EventRow kEvents[] = {{"create", "customer.created"},
                                {"move", "customer.moved"},
                                {"delete", "customer.deleted"},
                                {"undelete", "customer.undeleted"},
                                {"amend", "customer.changed"}};

// The action that one difference stands for.
std::string_view action_of(const Difference& difference) {
  if (difference.path.field == Field::parent) return "move";
  if (difference.path.field != Field::deleted) return "amend";
  const auto* deleted = difference.after ? std::get_if<bool>(&*difference.after) : nullptr;
  return deleted && *deleted ? "delete" : "undelete";
}

}  // namespace

std::string action_of(Version version, const Differences& differences) {
  if (version == 1) return "create";
  for (const Difference& each : differences)
    if (const std::string_view action = action_of(each); action != "amend")
      return std::string(action);
  return "amend";
}

std::string_view event_type(std::string_view action) {
  const auto* const found = std::ranges::find(kEvents, action, &EventRow::action);
  return found == std::end(kEvents) ? "customer.changed" : found->type;
}

std::vector<Event> events_of(const Entry& entry, const Uuid& uuid) {
  std::vector<Event> out;
  for (const EventRow& each : kEvents) {
    Event event{std::string(each.type), entry.customer, uuid, entry.version, {}};
    for (const Difference& difference : entry.differences)
      if (each.action == (entry.version == 1 ? "create" : action_of(difference)))
        event.changed.push_back(difference.path);
    if (!event.changed.empty()) out.push_back(std::move(event));
  }
  return out;
}

}  // namespace patchbay
