// Entries, events, and what came of each change of many.
#include "doors/native/history_json.h"

#include <algorithm>
#include <iterator>

#include "base/digest.h"
#include "doors/native/cursor.h"
#include "doors/native/problem.h"
#include "doors/native/value_json.h"
#include "record/chain.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

// What history kept as JSON.
Tree kept_json(const std::string& text) {
  auto tree = wire::json::parse(text);
  return tree ? std::move(*tree) : Tree(wire::Null{});
}

Array thing_changes_json(const std::vector<ThingDifference>& differences) {
  Array out;
  for (const ThingDifference& each : differences)
    out.emplace_back(Object{{"path", each.member},
                            {"before", kept_json(each.before)},
                            {"after", kept_json(each.after)}});
  return out;
}

template <class Entry>
Tree entry_of(const Entry& entry, Array changes) {
  Array warnings;
  for (const std::string& each : entry.by.warnings) warnings.emplace_back(each);
  return Tree(Object{
      {"version", Tree(entry.version)},
      {"action", entry.action},
      {"time", rfc3339(entry.by.time)},
      {"principal", entry.by.principal},
      {"principal_id", entry.by.principal_id ? Tree(entry.by.principal_id) : Tree(wire::Null{})},
      {"door", entry.by.door},
      {"source", entry.by.source},
      {"request", entry.by.request.text()},
      {"reason", entry.by.reason},
      {"warnings", Tree(std::move(warnings))},
      {"changes", Tree(std::move(changes))},
      {"hash", hex(entry.hash)},
  });
}

// What became of one change of many.
std::string_view state_of(const core::Single& single) {
  if (single.fault) return "refused";
  return single.changed ? "changed" : "unchanged";
}

}  // namespace

Array changes_json(const Differences& differences) {
  Array out;
  for (const Difference& each : differences) {
    if (is_erased(each)) {
      Object change{{"path", text(each.path)}, {"erased", Tree(true)}};
      // What came after stands longer than what was before.
      if (!erased(each).after) change.emplace_back("after", to_history_json(each.path, each.after));
      out.emplace_back(std::move(change));
    } else
      out.emplace_back(Object{{"path", text(each.path)},
                              {"before", to_history_json(each.path, each.before)},
                              {"after", to_history_json(each.path, each.after)}});
  }
  return out;
}

Tree entry_json(const Entry& entry) { return entry_of(entry, changes_json(entry.differences)); }
Tree entry_json(const ThingEntry& entry) {
  return entry_of(entry, thing_changes_json(entry.differences));
}

Tree entry_json(const FeedEntry& entry) {
  Object out{{"position", position_text(entry.position)},
             {"customer", Tree(entry.entry.customer.value)},
             {"uuid", entry.uuid.text()}};
  Tree told = entry_json(entry.entry);
  std::ranges::move(*told.object(), std::back_inserter(out));
  return Tree(std::move(out));
}

Tree event_json(const Event& event) {
  Array changed;
  for (const Path& path : event.changed) changed.emplace_back(text(path));
  return Tree(Object{{"type", event.type},
                     {"customer", Tree(event.customer.value)},
                     {"uuid", event.uuid.text()},
                     {"version", Tree(event.version)},
                     {"changed", Tree(std::move(changed))}});
}

Tree single_json(const core::Single& single, bool rehearsed) {
  Object out{{"index", Tree(static_cast<std::int64_t>(single.index))},
             {"outcome", state_of(single)}};
  if (single.id) out.emplace_back("customer", Tree(single.id.value));
  if (!single.uuid.nil()) out.emplace_back("uuid", single.uuid.text());
  if (single.fault) {
    out.emplace_back("problem", Tree(problem_json(*single.fault)));
    return Tree(std::move(out));
  }
  const bool would_change = rehearsed && single.changed;
  out.emplace_back("version", Tree(single.version - (would_change ? 1 : 0)));
  if (rehearsed)
    out.emplace_back("changes", Tree(changes_json(single.differences)));
  else
    out.emplace_back("request", single.request.text());
  return Tree(std::move(out));
}

Tree summary_json(const core::Batch& batch) {
  std::int64_t changed = 0;
  std::int64_t unchanged = 0;
  std::int64_t refused = 0;
  for (const core::Single& each : batch.singles)
    ++(each.fault ? refused : each.changed ? changed : unchanged);
  Object out;
  if (batch.rehearsed)
    out.emplace_back("rehearsed", Tree(true));
  else
    out.emplace_back("batch", batch.id.text());
  out.emplace_back("changed", Tree(changed));
  out.emplace_back("unchanged", Tree(unchanged));
  out.emplace_back("refused", Tree(refused));
  return Tree(Object{{"summary", Tree(std::move(out))}});
}

}  // namespace patchbay::doors::native
