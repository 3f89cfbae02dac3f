// The door as a value: its paths, and the functions that serve them.
#include "doors/enswitch/door.h"

#include <array>

#include "doors/enswitch/calls.h"
#include "doors/enswitch/decode.h"
#include "doors/enswitch/encode.h"
#include "doors/enswitch/fields.h"

namespace patchbay::doors::enswitch {
namespace {

// In the order of Action.
constexpr std::string_view kPaths[] = {
    "/api/json/customers/update", "/api/json/customers/get",         "/api/json/customers/list",
    "/api/json/customers/create", "/api/json/customers/delete",      "/api/json/customers/undelete",
    "/api/json/customers/move",   "/api/json/customers/balance/add", "/api/json/customers/time/add",
    "/api/json/user/login",
};
static_assert(std::size(kPaths) == kActions);

// Every call can be made by GET or POST; these two only read.
constexpr bool only_reads(Action action) { return action == Action::get || action == Action::list; }

consteval auto routes() {
  std::array<Route, std::size(kPaths) * 2> out{};
  for (std::size_t i = 0; i < std::size(kPaths); ++i) {
    out[i] = {"GET", kPaths[i], static_cast<int>(i), !only_reads(static_cast<Action>(i))};
    out[i + std::size(kPaths)] = {"POST", kPaths[i], static_cast<int>(i)};
  }
  return out;
}
constexpr auto kRoutes = routes();

bool owns(std::string_view path) { return path == "/api/json" || path.starts_with("/api/json/"); }

std::vector<SpellingTable> tables() {
  const auto taken = spellings();
  const auto shown = shown_only();
  return {{"Parameters of customers/update", {taken.begin(), taken.end()}},
          {"Also shown", {shown.begin(), shown.end()}}};
}

}  // namespace

extern constexpr Door kDoor = {
    .name = kName,
    .owns = owns,
    .routes = kRoutes,
    .slash_ok = true,
    .decode = decode,
    .encode = encode,
    .refuse = refuse,
    .credentials = head_credentials,
    .tables = tables,
};

}  // namespace patchbay::doors::enswitch
