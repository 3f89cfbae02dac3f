// Writes the state of the server. Leaves out what the server cannot know.
#include "doors/native/history/system_json.h"

#include <algorithm>

#include "base/timestamps.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

Tree count_json(std::uint64_t value) { return Tree(static_cast<std::int64_t>(value)); }

Tree store_of(const core::SystemState& state) {
  Object out{{"kind", state.store_kind}, {"schema", Tree(state.schema)}};
  const std::pair<const char*, const std::optional<std::uint64_t>&> sizes[] = {
      {"bytes", state.store_bytes},
      {"log_bytes", state.log_bytes},
      {"disk_free_bytes", state.disk_free_bytes},
      {"disk_bytes", state.disk_bytes}};
  for (const auto& [name, bytes] : sizes)
    if (bytes) out.emplace_back(name, count_json(*bytes));
  return Tree(std::move(out));
}

Array commits_of(const core::SystemState& state) {
  Array out;
  for (const core::CommitSize& each : state.commit_sizes) {
    Object row;
    if (each.changes_max > 0) row.emplace_back("changes_max", count_json(each.changes_max));
    row.emplace_back("commits", count_json(each.commits));
    out.emplace_back(std::move(row));
  }
  return out;
}

}  // namespace

Tree system_json(const core::SystemState& state) {
  const std::int64_t up_s = std::max<std::int64_t>(state.now.us - state.started.us, 0) / 1'000'000;
  Array findings;
  for (const core::Finding& each : state.findings)
    findings.emplace_back(Object{{"check", each.check}, {"what", each.what}, {"do", each.remedy}});
  Object out{{"version", state.version},
             {"time", rfc3339(state.now)},
             {"started", rfc3339(state.started)},
             {"uptime_s", Tree(up_s)},
             {"store", store_of(state)},
             {"queue", Tree(Object{{"waiting", count_json(state.waiting)},
                                   {"oldest_us", count_json(state.oldest_waiting_us)}})},
             {"commits", Tree(commits_of(state))},
             {"findings", Tree(std::move(findings))}};
  if (const auto& backup = state.last_backup)
    out.emplace_back("last_backup",
                     Tree(Object{{"time", rfc3339(backup->time)}, {"to", backup->place}}));
  if (state.last_anchor) out.emplace_back("last_anchor", rfc3339(*state.last_anchor));
  if (const auto& verify = state.last_verify)
    out.emplace_back("last_verify", Tree(Object{{"time", rfc3339(verify->time)},
                                                {"whole", Tree(verify->is_whole)}}));
  return Tree(std::move(out));
}

}  // namespace patchbay::doors::native
