// Reading history back to a version.
#include "core/since.h"

#include <algorithm>

#include "core/wishes.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kVersionsMax = 1000;

}  // namespace

std::optional<std::vector<ChangedSince>> changed_since(store::Reader& reader, const Record& record,
                                                       Version version) {
  const Version behind = record.version - version;
  if (version < 1 || behind < 0 || behind > static_cast<Version>(kVersionsMax)) return std::nullopt;
  std::vector<ChangedSince> out;
  for (const Entry& entry : reader.history(record.id, 0, static_cast<std::size_t>(behind)))
    for (const Difference& each : entry.differences)
      if (std::none_of(out.begin(), out.end(),
                       [&](const ChangedSince& known) { return known.path == each.path; }))
        out.push_back({each.path, entry.by.principal, entry.version});
  return out;
}

Fault moved_on(const Record& record, Version version, const std::vector<ChangedSince>& changes,
               const std::vector<Wish>& wishes, const Draft& draft) {
  std::vector<Problem> problems;
  for (const ChangedSince& each : changes)
    problems.push_back(
        {Wrong::version_differs, spelling_of(each.path, wishes, draft),
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
