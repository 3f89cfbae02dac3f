// The door as a value: its one path, and the functions that serve it.
#include "doors/m2mportal/door.h"

#include "doors/m2mportal/calls.h"
#include "doors/m2mportal/decode.h"
#include "doors/m2mportal/encode.h"

namespace patchbay::doors::m2mportal {
namespace {

constexpr Route kRoutes[] = {{"POST", "/", 0}};

bool owns(std::string_view path) { return path == "/"; }

// The rows of both commands.
std::vector<SpellingTable> tables() {
  return {{"Elements", {kCustomer}},
          {"Elements of edit-customer", {std::begin(kEdited), std::end(kEdited)}}};
}

}  // namespace

extern constexpr Door kDoor = {
    .name = kName,
    .owns = owns,
    .routes = kRoutes,
    .slash_ok = false,
    .decode = decode,
    .encode = encode,
    .refuse = refuse,
    .tables = tables,
};

}  // namespace patchbay::doors::m2mportal
