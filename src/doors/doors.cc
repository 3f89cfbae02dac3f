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

template <class Dialect>
void add_system(const Dialect& dialect, std::string_view name,
                std::map<std::string, std::int64_t, std::less<>>& out) {
  if constexpr (requires { dialect.ids_of; })
    if (dialect.ids_of > 0) out.emplace(name, dialect.ids_of);
}

}  // namespace

std::map<std::string, std::int64_t, std::less<>> ids_of_doors(const Settings& settings) {
  std::map<std::string, std::int64_t, std::less<>> out;
#define DOOR(name) add_system(settings.name, #name, out);
#include "doors/doors.def"
#undef DOOR
  return out;
}

std::span<const Door* const> all_doors() { return kDoors; }

std::vector<std::string> door_names() {
  std::vector<std::string> out;
  for (const Door* each : kDoors) out.emplace_back(each->name);
  return out;
}

}  // namespace patchbay::doors
