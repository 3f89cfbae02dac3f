// Entries, events, and what came of each change of many.
#include "doors/native/history_json.h"

#include <algorithm>
#include <iterator>

#include "base/digest.h"
#include "base/text.h"
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

using RoleNames = std::map<std::int64_t, std::string>;

// Roles by number, each with its name where that is known. Entries from before roles had numbers
// hold names, which stand as they are.
Tree roles_json(Tree kept, const RoleNames& names) {
  if (!kept.array()) return kept;
  for (Tree& role : *kept.array()) {
    const auto id = role.number() ? parse_whole(role.number()->text) : std::nullopt;
    if (!id) continue;
    const auto name = names.find(*id);
    role = Tree(Object{{"id", Tree(*id)},
                       {"name", name == names.end() ? Tree(wire::Null{}) : Tree(name->second)}});
  }
  return kept;
}

Array thing_changes_json(const std::vector<ThingDifference>& differences, const RoleNames& names) {
  Array out;
  for (const ThingDifference& each : differences) {
    const bool roles = each.member == "roles";
    const auto shown = [&](const std::string& text) {
      return roles ? roles_json(kept_json(text), names) : kept_json(text);
    };
    out.emplace_back(Object{
        {"path", each.member}, {"before", shown(each.before)}, {"after", shown(each.after)}});
  }
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
Tree entry_json(const ThingEntry& entry, const RoleNames& roles) {
  return entry_of(entry, thing_changes_json(entry.differences, roles));
}

Tree entry_json(const FeedEntry& entry) {
  Object out{{"position", entry.told},
             {"customer", Tree(entry.entry.customer.value)},
             {"uuid", entry.uuid.text()}};
  Tree told = entry_json(entry.entry);
  std::ranges::move(*told.object(), std::back_inserter(out));
  return Tree(std::move(out));
}

Tree known_json(const core::Known& known) {
  const RequestNote& note = known.note;
  Object out{{"request", note.id.text()},
             {"status", "done"},
             {"outcome", note.changed ? "changed" : "unchanged"},
             {"changed", Tree(note.changed)},
             {"customer", Tree(note.customer.value)},
             {"version", Tree(note.version)},
             {"door", note.door},
             {"time", rfc3339(note.time)}};
  if (!known.principal.empty()) {
    out.emplace_back("principal", known.principal);
    out.emplace_back("principal_id", Tree(note.principal));
  }
  if (!note.batch.nil()) out.emplace_back("batch", note.batch.text());
  if (known.entry) {
    out.emplace_back("action", known.entry->action);
    out.emplace_back("reason", known.entry->by.reason);
    out.emplace_back("changes", Tree(changes_json(known.entry->differences)));
  } else if (!note.changed) {
    out.emplace_back("changes", Tree(Array{}));
  }
  return Tree(std::move(out));
}

Tree known_json(const core::KnownBatch& batch) {
  Object out{{"batch", batch.id.text()},
             {"door", batch.door},
             {"time", rfc3339(batch.first)},
             {"until", rfc3339(batch.last)},
             {"lines", Tree(static_cast<std::int64_t>(batch.changed + batch.unchanged))},
             {"changed", Tree(static_cast<std::int64_t>(batch.changed))},
             {"unchanged", Tree(static_cast<std::int64_t>(batch.unchanged))},
             {"changes", "/v1/changes?batch=" + batch.id.text()}};
  if (!batch.principal.empty()) {
    out.emplace_back("principal", batch.principal);
    out.emplace_back("principal_id", Tree(batch.principal_id));
  }
  return Tree(std::move(out));
}

Array former_json(const std::vector<core::Former>& former) {
  Array out;
  for (const core::Former& each : former)
    out.emplace_back(Object{{"customer", Tree(each.customer.value)},
                            {"path", text(each.path)},
                            {"value", each.value},
                            {"version", Tree(each.version)},
                            {"time", rfc3339(each.time)}});
  return out;
}

Tree event_json(const Event& event) {
  Array changed;
  for (const Path& path : event.changed) changed.emplace_back(text(path));
  return Tree(Object{{"type", event.type},
                     // Of a rehearsal that would make one.
                     {"customer", event.customer ? Tree(event.customer.value) : Tree()},
                     {"uuid", event.uuid.nil() ? Tree() : Tree(event.uuid.text())},
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
