// Asks the doors on the list.
#include "doors/event_format.h"

#include "doors/door.h"

namespace patchbay::doors {

const EventFormat* find_event_format(std::string_view name) {
  for (const Door* door : all_doors())
    for (const EventFormat& each : door->event_formats)
      if (each.name == name) return &each;
  return nullptr;
}

}  // namespace patchbay::doors
