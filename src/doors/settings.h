// The settings of the doors, from their folders. Each is a decision of docs/compatibility.md.
#pragma once

#define DOOR_FILE(folder) DOOR_PATH(folder, settings.h)
#include "doors/doors.def"

namespace patchbay::doors {

struct Settings {
  bool require_if_match = false;  // doors with entity tags refuse a change without a version
#define DOOR(name) name::DialectSettings name{};
#include "doors/doors.def"
#undef DOOR
};

}  // namespace patchbay::doors
