// Looks names up, and finds the nearest name in reach.
#include "core/read/known_names.h"

#include <algorithm>

#include "base/case_fold.h"
#include "base/nearest.h"

namespace patchbay::core {
namespace {

// Maximum number of principals that are searched for the nearest name.
constexpr std::size_t kNamesMax = 1000;

}  // namespace

bool is_known_principal(store::ReadTransaction& reader, const Actor& actor, std::string_view name) {
  return std::ranges::any_of(reader.principals_ever_named(name), [&](std::int64_t id) {
    const auto principal = reader.principal(id);
    return principal && reaches(actor, reader.lineage(principal->home));
  });
}

Problem unknown_principal(store::ReadTransaction& reader, const Actor& actor, std::string_view name,
                          std::string field) {
  const auto known = reader.principals(actor.home(), 0, kNamesMax);
  std::vector<std::string_view> names;
  for (const Principal& each : known) names.push_back(each.name);
  return {ErrorKind::invalid, std::move(field),
          "names no principal that you can see" + suggestion(nearest_name(name, names)), 0};
}

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> known) {
  constexpr std::size_t kFoldedMax = 256;  // bytes; longer names are not near to any
  if (name.size() > kFoldedMax) return {};
  std::vector<std::string> folded;
  folded.reserve(known.size());
  for (const std::string_view each : known) folded.push_back(fold(each));
  const std::vector<std::string_view> views(folded.begin(), folded.end());
  const std::string requested = fold(name);
  const std::string_view near = nearest(requested, views);
  for (std::size_t i = 0; i < views.size(); ++i)
    if (!near.empty() && views[i].data() == near.data()) return known[i];
  return {};
}

std::string suggestion(std::string_view nearest) {
  return nearest.empty() ? std::string() : "; the nearest known name is " + std::string(nearest);
}

}  // namespace patchbay::core
