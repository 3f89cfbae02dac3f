// Entries, events, and the result of each change of many.
#include "doors/native/history/history_json.h"

#include <algorithm>
#include <iterator>

#include "base/digest.h"
#include "base/text.h"
#include "doors/native/customers/value_json.h"
#include "doors/native/faults.h"
#include "record/history/chain.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

// JSON text that was stored in history.
Tree stored_json(const std::string& text) {
  auto tree = wire::json::parse(text);
  return tree ? std::move(*tree) : Tree(wire::Null{});
}

using RoleNames = std::map<std::int64_t, std::string>;

// Roles by number, each with its name if that is known. Entries from before roles had numbers hold
// names, which are kept.
Tree roles_json(Tree stored, const RoleNames& names) {
  if (!stored.array()) return stored;
  for (Tree& role : *stored.array()) {
    const auto id = role.number() ? parse_whole(role.number()->text) : std::nullopt;
    if (!id) continue;
    const auto name = names.find(*id);
    role = Tree(Object{{"id", Tree(*id)},
                       {"name", name == names.end() ? Tree(wire::Null{}) : Tree(name->second)}});
  }
  return stored;
}

Array admin_changes_json(const std::vector<AdminDifference>& differences, const RoleNames& names) {
  Array out;
  for (const AdminDifference& each : differences) {
    const bool roles = each.member == "roles";
    const auto shown = [&](const std::string& text) {
      return roles ? roles_json(stored_json(text), names) : stored_json(text);
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

// The state of one change of many.
std::string_view item_state(const core::BatchItem& item) {
  if (item.fault) return "refused";
  return item.changed ? "changed" : "unchanged";
}

}  // namespace

Array changes_json(const Differences& differences) {
  Array out;
  for (const Difference& each : differences) {
    if (is_erased(each)) {
      Object change{{"path", text(each.path)}, {"erased", Tree(true)}};
      // The later values are kept longer than the earlier ones.
      if (!erased(each).after) change.emplace_back("after", to_history_json(each.path, each.after));
      out.emplace_back(std::move(change));
    } else
      out.emplace_back(Object{{"path", text(each.path)},
                              {"before", to_history_json(each.path, each.before)},
                              {"after", to_history_json(each.path, each.after)}});
  }
  return out;
}

Tree entry_json(const Entry& entry, const Uuid& batch) {
  Tree out = entry_of(entry, changes_json(entry.differences));
  if (!batch.is_nil()) out.set("batch", batch.text());
  return out;
}
Tree entry_json(const AdminEntry& entry, const RoleNames& roles) {
  return entry_of(entry, admin_changes_json(entry.differences, roles));
}

Tree entry_json(const FeedEntry& entry) {
  Object out{{"position", entry.sealed_position},
             {"customer", Tree(entry.entry.customer.value)},
             {"uuid", entry.uuid.text()}};
  Tree told = entry_json(entry.entry, entry.batch);
  std::ranges::move(*told.object(), std::back_inserter(out));
  return Tree(std::move(out));
}

Tree request_state_json(const core::RequestState& known) {
  const RequestRecord& request_record = known.request_record;
  Object out{{"request", request_record.id.text()},
             {"status", "done"},
             {"outcome", request_record.changed ? "changed" : "unchanged"},
             {"changed", Tree(request_record.changed)},
             {"customer", Tree(request_record.customer.value)},
             {"version", Tree(request_record.version)},
             {"door", request_record.door},
             {"time", rfc3339(request_record.time)}};
  if (!known.principal.empty()) {
    out.emplace_back("principal", known.principal);
    out.emplace_back("principal_id", Tree(request_record.principal));
  }
  if (!request_record.batch.is_nil()) out.emplace_back("batch", request_record.batch.text());
  if (known.entry) {
    out.emplace_back("action", known.entry->action);
    out.emplace_back("reason", known.entry->by.reason);
    out.emplace_back("changes", Tree(changes_json(known.entry->differences)));
  } else if (!request_record.changed) {
    out.emplace_back("changes", Tree(Array{}));
  }
  return Tree(std::move(out));
}

Tree request_state_json(const core::BatchState& batch) {
  Object out{{"batch", batch.id.text()},
             {"door", batch.door},
             {"time", rfc3339(batch.first)},
             {"until", rfc3339(batch.last)},
             {"lines", Tree(static_cast<std::int64_t>(batch.changed + batch.unchanged))},
             {"changed", Tree(static_cast<std::int64_t>(batch.changed))},
             {"unchanged", Tree(static_cast<std::int64_t>(batch.unchanged))},
             {"changes", "/v1/changes?batch=" + batch.id.text()}};
  if (batch.more) out.emplace_back("more", Tree(true));
  if (!batch.principal.empty()) {
    out.emplace_back("principal", batch.principal);
    out.emplace_back("principal_id", Tree(batch.principal_id));
  }
  return Tree(std::move(out));
}

Array former_json(const std::vector<core::FormerValue>& former) {
  Array out;
  for (const core::FormerValue& each : former)
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
                     // Null in a rehearsal that would create one.
                     {"customer", event.customer ? Tree(event.customer.value) : Tree()},
                     {"uuid", event.uuid.is_nil() ? Tree() : Tree(event.uuid.text())},
                     {"version", Tree(event.version)},
                     {"changed", Tree(std::move(changed))}});
}

Tree batch_item_json(const core::BatchItem& item, bool rehearsed) {
  Object out{{"index", Tree(static_cast<std::int64_t>(item.index))}, {"outcome", item_state(item)}};
  if (item.id) out.emplace_back("customer", Tree(item.id.value));
  if (!item.uuid.is_nil()) out.emplace_back("uuid", item.uuid.text());
  if (item.fault) {
    out.emplace_back("problem", Tree(problem_json(*item.fault)));
    return Tree(std::move(out));
  }
  const bool would_change = rehearsed && item.changed;
  out.emplace_back("version", Tree(item.version - (would_change ? 1 : 0)));
  if (rehearsed)
    out.emplace_back("changes", Tree(changes_json(item.differences)));
  else
    out.emplace_back("request", item.request.text());
  return Tree(std::move(out));
}

}  // namespace patchbay::doors::native
