// Keeping, and writing all.
#include "store/sql/behind.h"

#include "store/sql/requests.h"

namespace patchbay::store::sql {

void give_number(Change& change, std::int64_t newest) {
  for (std::int64_t* number : {&change.number, &change.before.last_entry})
    if (*number < 0) *number = newest - *number;
}

void WriteBehind::add(Change change) {
  const Copies& copies = copies_.emplace_back(*change.after, *change.entry);
  change.after = &copies.after;
  change.entry = &copies.entry;
  changed_.insert(change.after->id);
  uuids_.insert(change.after->uuid);
  changes_.push_back(std::move(change));
}

void WriteBehind::add(const RequestNote& note) {
  uuids_.insert(note.id);
  notes_.push_back(note);
}

void WriteBehind::write(Connection& connection, std::optional<std::int64_t> newest, bool checked) {
  std::int64_t from_last = -std::ssize(changes_);
  for (Change& each : changes_) {
    if (newest)
      give_number(each, *newest);
    else
      each.number = ++from_last;
  }
  if (!changes_.empty())
    write_changes(connection, changes_, {.counted = !newest, .checked = checked});
  write_notes(connection);
  *this = {};
}

void WriteBehind::write_notes(Connection& connection) {
  if (!notes_.empty()) save_requests(connection, notes_);
  notes_.clear();
}

}  // namespace patchbay::store::sql
