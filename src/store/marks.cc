// Marks as members of a history entry.
#include "store/marks.h"

namespace patchbay::store {
namespace {

Version newest_version(ReadTransaction& reader) {
  const auto newest = reader.history(kStoreItself, 0, 1);
  return newest.empty() ? 0 : newest.front().version;
}

}  // namespace

AdminEntry entry_of_store(const std::string& action, Instant now) {
  return {.object = kStoreItself,
          .version = 1,
          .action = action,
          .by = {.time = now,
                 .principal = "system",
                 .principal_id = 0,
                 .door = "system",
                 .source = {},
                 .request = {},
                 .reason = {},
                 .warnings = {}},
          .differences = {},
          .hash = {}};
}

void set_marks(Transaction& transaction, std::span<const Mark> marks, const std::string& action,
               Instant now) {
  AdminEntry entry = entry_of_store(action, now);
  for (const Mark& each : marks) {
    const auto before = transaction.mark(each.name);
    if (before != each.value)
      entry.differences.push_back({.member = each.name,
                                   .before = before ? std::to_string(*before) : std::string(),
                                   .after = std::to_string(each.value),
                                   .bond = {}});
    transaction.save(each);
  }
  if (entry.differences.empty()) return;
  entry.version = newest_version(transaction) + 1;
  transaction.save(entry);
}

void set_mark(Transaction& transaction, const Mark& mark, Instant now) {
  set_marks(transaction, {&mark, 1}, "mark", now);
}

AdminEntry marks_in_history(ReadTransaction& reader) {
  AdminEntry out;
  out.object = kStoreItself;
  out.version = newest_version(reader);
  for (const Mark& each : reader.marks())
    out.differences.push_back(
        {.member = each.name, .before = {}, .after = std::to_string(each.value), .bond = {}});
  return out;
}

}  // namespace patchbay::store
