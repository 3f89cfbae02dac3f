// The list of all doors.
#include "doors/door.h"

#define DOOR(name)            \
  namespace patchbay::doors { \
  namespace name {            \
  extern const Door kDoor;    \
  }                           \
  }
#include "doors/doors.def"
#undef DOOR

namespace patchbay::doors {
namespace {

const Door* const kDoors[] = {
#define DOOR(name) &name::kDoor,
#include "doors/doors.def"
#undef DOOR
};

}  // namespace

std::span<const Door* const> all_doors() { return kDoors; }

std::vector<std::string> door_names() {
  std::vector<std::string> out;
  for (const Door* each : kDoors) out.emplace_back(each->name);
  return out;
}

}  // namespace patchbay::doors
