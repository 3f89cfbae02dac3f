// Versions and history of things.
#include "core/keeping.h"

#include <algorithm>

#include "base/result.h"
#include "core/conditions.h"
#include "record/chain.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kEntriesMax = 1000;

bool touches(const ThingEntry& entry, const std::string& member) {
  return std::ranges::find(entry.differences, member, &ThingDifference::member) !=
         entry.differences.end();
}

// What changed since `version`: each member once, with who changed it last.
std::vector<Problem> changed_since(store::Reader& reader, const ThingEntry& wanted, Version stands,
                                   Version version, bool overlapping_only) {
  std::vector<Problem> out;
  const auto behind = static_cast<std::size_t>(std::clamp<Version>(stands - version, 0, 1000));
  for (const ThingEntry& entry : reader.history(wanted.thing, 0, std::min(behind, kEntriesMax)))
    for (const ThingDifference& each : entry.differences)
      if ((!overlapping_only || touches(wanted, each.member)) &&
          std::ranges::find(out, each.member, &Problem::field) == out.end())
        out.push_back({Wrong::version_differs, each.member,
                       "was changed by " + entry.by.principal + " (version " +
                           std::to_string(entry.version) + ")",
                       0});
  return out;
}

// What the log tells of it: which members changed, not what they hold.
std::vector<Notice::Member> members_of(const ThingEntry& entry, const std::string& name) {
  std::string changed;
  for (const ThingDifference& each : entry.differences)
    changed.append(changed.empty() ? "" : ",").append(each.member);
  return {{"kind", std::string(word(entry.thing))},
          {"thing", entry.thing.id},
          {"thing_name", name},
          {"action", entry.action},
          {"changed", std::move(changed)},
          {"version", entry.version}};
}

Result<void> at_version(const Keeper& keeper, const How& how, const ThingEntry& wanted,
                        Version stands) {
  const Version named = TRY(version_named(how, stands));
  if (named == stands) return {};
  const bool known = named >= 1 && named < stands;
  auto problems = changed_since(keeper.reader, wanted, stands, named, how.rebase);
  if (known && how.rebase && problems.empty()) return {};
  if (!problems.empty()) return std::unexpected(Fault(std::move(problems)));
  return std::unexpected(Fault(
      Wrong::version_differs,
      "the record is at version " + std::to_string(stands) + ", not " + std::to_string(named)));
}

template <class Thing>
Result<void> save(const Keeper& keeper, const Call& call, const Thing* before, Thing& after) {
  ThingEntry entry = entry_of(before, after);
  if (before) TRY_DO(at_version(keeper, call.how, entry, before->version));
  if (entry.differences.empty()) return {};
  entry.version = after.version = before ? before->version + 1 : 1;
  entry.by = keeper.by;
  if (!keeper.transaction) return {};
  bind(entry, keeper.random);
  keeper.transaction->save(after);
  keeper.transaction->save(entry);
  if (call.trace && !call.how.rehearse)
    call.trace->done = {{Notice::Kind::administered, members_of(entry, after.name)}};
  return {};
}

}  // namespace

Result<void> save_thing(const Keeper& keeper, const Call& call, const Principal* before,
                        Principal& after) {
  return save(keeper, call, before, after);
}
Result<void> save_thing(const Keeper& keeper, const Call& call, const Reference* before,
                        Reference& after) {
  return save(keeper, call, before, after);
}

}  // namespace patchbay::core
