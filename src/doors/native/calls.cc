// The rows of routes.def as values.
#include "doors/native/calls.h"

#include <algorithm>

namespace patchbay::doors::native {
namespace {

constexpr std::span<const Parameter> kNoParameters{};

#define NONE kNoParameters
#define ROUTE(name, method, path, summary, query, body, success) \
  {name, #name, method, path, summary, query, body, success, /*open=*/false},
#define OPEN_ROUTE(name, method, path, summary, query, body, success) \
  {name, #name, method, path, summary, query, body, success, /*open=*/true},
constexpr Operation kOperations[] = {
#include "doors/native/routes.def"
};
#undef OPEN_ROUTE
#undef ROUTE
#undef NONE

struct DescriptionRow {
  RouteId route;
  std::string_view description;
};
#define DESCRIPTION(name, description) {name, description},
constexpr DescriptionRow kDescriptions[] = {
#include "doors/native/descriptions.def"
};
#undef DESCRIPTION

consteval bool describes_every_route() {
  for (std::size_t i = 0; i < std::size(kOperations); ++i)
    if (i >= std::size(kDescriptions) || kDescriptions[i].route != kOperations[i].route)
      return false;
  return std::size(kDescriptions) == std::size(kOperations);
}
static_assert(describes_every_route(), "a route of the native door is not described");

}  // namespace

std::string_view description(RouteId route) {
  return kDescriptions[static_cast<std::size_t>(route)].description;
}

bool Body::accepts(std::string_view type) const {
  return std::find(media.begin(), media.end(), type) != media.end();
}

std::string Body::names() const {
  std::string out;
  for (const std::string_view each : media) {
    if (!out.empty()) out += ", ";
    out += each;
  }
  return out;
}

std::string_view Body::schema_of(std::string_view type) const {
  if (type == kJsonPatch) return "JsonPatch";
  return type == kLines ? lines : schema;
}

bool Operation::rehearses() const {
  return std::any_of(query.begin(), query.end(),
                     [](const Parameter& each) { return each.name == kDryRun.name; });
}

std::span<const Operation> operations() { return kOperations; }

const Operation& operation(int route) { return kOperations[static_cast<std::size_t>(route)]; }

}  // namespace patchbay::doors::native
