// Reading history back to a version.
#include "core/since.h"

#include <set>

namespace patchbay::core {
namespace {

constexpr std::size_t kVersionsMax = 1000;

}  // namespace

std::optional<std::vector<ChangedSince>> changed_since(store::Reader& reader, const Record& record,
                                                       Version version) {
  const Version behind = record.version - version;
  if (version < 1 || behind < 0 || behind > static_cast<Version>(kVersionsMax)) return std::nullopt;
  std::vector<ChangedSince> out;
  std::set<Path> met;
  for (const Entry& entry : reader.history(record.id, 0, static_cast<std::size_t>(behind)))
    for (const Difference& each : entry.differences)
      if (met.insert(each.path).second)
        out.push_back({each.path, entry.by.principal, entry.version});
  return out;
}

Fault moved_on(const Record& record, Version version, const std::vector<ChangedSince>& changes,
               const Spellings& spellings) {
  std::vector<Problem> problems;
  for (const ChangedSince& each : changes)
    problems.push_back(
        {Wrong::version_differs, spellings.of(each.path),
         "was changed by " + each.principal + " (version " + std::to_string(each.version) + ")",
         order_of(each.path.field)});
  if (problems.empty())
    problems.push_back({Wrong::version_differs, "",
                        "the record is at version " + std::to_string(record.version) + ", not " +
                            std::to_string(version),
                        0});
  return Fault(std::move(problems));
}

}  // namespace patchbay::core
