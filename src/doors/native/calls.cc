// The rows of routes.def as values.
#include "doors/native/calls.h"

#include <algorithm>
#include <array>

#include "doors/native/decode_calls.h"

namespace patchbay::doors::native {
namespace {

constexpr std::span<const Parameter> kNoParameters{};

#define NONE kNoParameters
#define ROUTE(name, method, path, summary, query, body, success, reader) \
  {name, #name, method, path, summary, query, body, success, reader, /*open=*/false},
#define OPEN_ROUTE(name, method, path, summary, query, body, success, reader) \
  {name, #name, method, path, summary, query, body, success, reader, /*open=*/true},
constexpr Operation kOperations[] = {
#include "doors/native/routes.def"
};
#undef OPEN_ROUTE
#undef ROUTE
#undef NONE

// By route; empty if descriptions.def has none.
constexpr auto kDescriptions = [] {
  std::array<std::string_view, std::size(kOperations)> out{};
#define DESCRIPTION(name, description) out[name] = description;
#include "doors/native/descriptions.def"
#undef DESCRIPTION
  return out;
}();
static_assert(std::ranges::none_of(kDescriptions, &std::string_view::empty),
              "a route of src/doors/native/routes.def has no row in "
              "src/doors/native/descriptions.def");

}  // namespace

std::string_view description(RouteId route) {
  return kDescriptions[static_cast<std::size_t>(route)];
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
