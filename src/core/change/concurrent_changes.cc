// Reads history back to a version.
#include "core/change/concurrent_changes.h"

#include <set>

namespace patchbay::core {
namespace {

constexpr std::size_t kVersionsMax = 1000;

}  // namespace

std::optional<std::vector<ConcurrentChange>> find_changes_since(store::ReadTransaction& reader,
                                                                const Record& record,
                                                                Version version) {
  const Version behind = record.version - version;
  if (version < 1 || behind < 0 || behind > static_cast<Version>(kVersionsMax)) return std::nullopt;
  std::vector<ConcurrentChange> out;
  std::set<Path> met;
  for (const Entry& entry : reader.history(record.id, 0, static_cast<std::size_t>(behind)))
    for (const Difference& each : entry.differences)
      if (met.insert(each.path).second)
        out.push_back({each.path, entry.by.principal, entry.version});
  return out;
}

Fault version_conflict(const Record& record, Version version,
                       const std::vector<ConcurrentChange>& changes, const Spellings& spellings) {
  std::vector<Problem> problems;
  for (const ConcurrentChange& each : changes)
    problems.push_back(
        {ErrorKind::version_differs, spellings.of(each.path),
         "was changed by " + each.principal + " (version " + std::to_string(each.version) + ")",
         order_of(each.path.field)});
  if (problems.empty())
    problems.push_back({ErrorKind::version_differs, "",
                        "the record is at version " + std::to_string(record.version) + ", not " +
                            std::to_string(version),
                        0});
  return Fault(std::move(problems));
}

}  // namespace patchbay::core
