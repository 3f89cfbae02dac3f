// Collects changes and writes them together.
#include "store/sql/transaction/write_behind.h"

#include "store/sql/admin/requests.h"

namespace patchbay::store::sql {

void give_number(CustomerChange& change, std::int64_t newest) {
  for (std::int64_t* number : {&change.number, &change.before.last_entry})
    if (*number < 0) *number = newest - *number;
}

void WriteBehind::add(CustomerChange change) {
  const Copies& copies = copies_.emplace_back(*change.after, *change.entry);
  change.after = &copies.after;
  change.entry = &copies.entry;
  changed_.insert(change.after->id);
  uuids_.insert(change.after->uuid);
  changes_.push_back(std::move(change));
}

void WriteBehind::add(const RequestRecord& request_record) {
  uuids_.insert(request_record.id);
  request_records_.push_back(request_record);
}

void WriteBehind::write(Connection& connection, std::optional<std::int64_t> newest, bool checked) {
  std::int64_t from_last = -std::ssize(changes_);
  for (CustomerChange& each : changes_) {
    if (newest)
      give_number(each, *newest);
    else
      each.number = ++from_last;
  }
  if (!changes_.empty())
    write_changes(connection, changes_, {.counted = !newest, .checked = checked});
  write_requests(connection);
  *this = {};
}

void WriteBehind::write_requests(Connection& connection) {
  if (!request_records_.empty()) save_requests(connection, request_records_);
  request_records_.clear();
}

}  // namespace patchbay::store::sql
