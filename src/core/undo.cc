// From an entry of history to the edits that take it back.
#include "core/undo.h"

#include <algorithm>

#include "core/since.h"
#include "core/wishes.h"

namespace patchbay::core {
namespace {

using Problems = std::vector<Problem>;

void blame(Problems& problems, std::string field, std::string what, Wrong wrong = Wrong::invalid,
           int order = 0) {
  problems.push_back({wrong, std::move(field), std::move(what), order});
}

std::optional<Entry> entry_of(store::Reader& reader, const Record& record, Version version) {
  if (version < 1 || version > record.version) return std::nullopt;
  auto entries = reader.history(record.id, version + 1, 1);
  if (entries.empty() || entries.front().version != version) return std::nullopt;
  return std::move(entries.front());
}

// The differences that are asked for; all of them where no paths are named.
Differences chosen(const Entry& entry, const Undo& undo, Problems& problems) {
  if (undo.paths.empty()) return entry.differences;
  Differences out;
  for (const Path& path : undo.paths) {
    const auto found = std::find_if(entry.differences.begin(), entry.differences.end(),
                                    [&](const Difference& each) { return each.path == path; });
    if (found == entry.differences.end())
      blame(problems, text(path), "was not changed by version " + std::to_string(undo.version));
    else
      out.push_back(*found);
  }
  return out;
}

}  // namespace

void put_undo(const Bench& bench, const Undo& undo, Draft& draft, Problems& problems) {
  const auto entry = entry_of(bench.reader, draft.record, undo.version);
  if (!entry) return blame(problems, "version", "must be a version of this customer");
  if (undo.version == 1)
    return blame(problems, "version", "1 made the customer; delete it instead");
  const auto since = changed_since(bench.reader, draft.record, undo.version);
  if (!since) return blame(problems, "version", "lies too far back to be taken back at once");
  for (const Difference& each : chosen(*entry, undo, problems)) {
    const auto later = std::find_if(since->begin(), since->end(), [&](const ChangedSince& change) {
      return change.path == each.path;
    });
    if (later != since->end() && !undo.force)
      blame(problems, text(each.path),
            "was changed again by " + later->principal + " (version " +
                std::to_string(later->version) + ")",
            Wrong::conflict, order_of(each.path.field));
    else if (each.before)
      draft.record.values.set(each.path, *each.before);
    else
      draft.record.values.clear(each.path);
  }
}

}  // namespace patchbay::core
