// Versions and history of principals and references.
#include "core/admin/versioned_save.h"

#include <algorithm>

#include "base/result.h"
#include "core/change/preconditions.h"
#include "record/history/chain.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kEntriesMax = 1000;

bool touches(const AdminEntry& entry, const std::string& member) {
  return std::ranges::find(entry.differences, member, &AdminDifference::member) !=
         entry.differences.end();
}

// Returns a problem for each member that changed since `version`, with who changed it last.
std::vector<Problem> find_changes_since(store::ReadTransaction& reader, const AdminEntry& requested,
                                        Version current, Version version, bool overlapping_only) {
  std::vector<Problem> out;
  const auto behind = static_cast<std::size_t>(std::clamp<Version>(current - version, 0, 1000));
  for (const AdminEntry& entry : reader.history(requested.object, 0, std::min(behind, kEntriesMax)))
    for (const AdminDifference& each : entry.differences)
      if ((!overlapping_only || touches(requested, each.member)) &&
          std::ranges::find(out, each.member, &Problem::field) == out.end())
        out.push_back({ErrorKind::version_differs, each.member,
                       "was changed by " + entry.by.principal + " (version " +
                           std::to_string(entry.version) + ")",
                       0});
  return out;
}

// Returns the members for the log: their names, not their values.
std::vector<Notice::Member> members_of(const AdminEntry& entry, const std::string& name) {
  std::string changed;
  for (const AdminDifference& each : entry.differences)
    changed.append(changed.empty() ? "" : ",").append(each.member);
  return {{"kind", std::string(word(entry.object))},
          {"thing", entry.object.id},
          {"thing_name", name},
          {"action", entry.action},
          {"changed", std::move(changed)},
          {"version", entry.version}};
}

Result<void> at_version(const UpsertContext& context, const CallOptions& options,
                        const AdminEntry& requested, Version current) {
  const Version base = TRY(base_version(options, current));
  if (base == current) return {};
  const bool known = base >= 1 && base < current;
  auto problems = find_changes_since(context.reader, requested, current, base, options.rebase);
  if (known && options.rebase && problems.empty()) return {};
  if (!problems.empty()) return std::unexpected(Fault(std::move(problems)));
  return std::unexpected(Fault(
      ErrorKind::version_differs,
      "the record is at version " + std::to_string(current) + ", not " + std::to_string(base)));
}

template <class AdminObject>
Result<void> save(const UpsertContext& context, const Call& call, const AdminObject* before,
                  AdminObject& after) {
  AdminEntry entry = entry_of(before, after);
  if (before) TRY_DO(at_version(context, call.options, entry, before->version));
  if (entry.differences.empty()) return {};
  entry.version = after.version = before ? before->version + 1 : 1;
  entry.by = context.by;
  if (!context.transaction) return {};
  bind(entry, context.random);
  context.transaction->save(after);
  context.transaction->save(entry);
  if (call.trace && !call.options.rehearse)
    call.trace->done = {{Notice::Kind::administered, members_of(entry, after.name)}};
  return {};
}

}  // namespace

Result<void> save_versioned(const UpsertContext& context, const Call& call, const Principal* before,
                            Principal& after) {
  return save(context, call, before, after);
}
Result<void> save_versioned(const UpsertContext& context, const Call& call, const Reference* before,
                            Reference& after) {
  return save(context, call, before, after);
}

}  // namespace patchbay::core
