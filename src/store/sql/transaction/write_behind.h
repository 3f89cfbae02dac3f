// What jobs of a batch saved and what is not yet written, so that one statement writes it for all.
#pragma once

#include <deque>
#include <set>
#include <vector>

#include "record/history/request_record.h"
#include "store/sql/customers/customers.h"

namespace patchbay::store::sql {

// Numbers below 0 stand for entries of the transaction: -1 is the first after `newest`.
void give_number(CustomerChange& change, std::int64_t newest);

// Of one transaction.
class WriteBehind {
 public:
  // Keeps copies of what `change` points at. Of a customer that it has no change of.
  void add(CustomerChange change);
  void add(const RequestRecord& request_record);

  [[nodiscard]] bool empty() const { return changes_.empty() && request_records_.empty(); }
  [[nodiscard]] bool has(CustomerId id) const { return changed_.contains(id); }
  [[nodiscard]] bool has(const Uuid& uuid) const { return uuids_.contains(uuid); }
  [[nodiscard]] bool has_request(const Uuid& request) const { return uuids_.contains(request); }
  [[nodiscard]] bool has_changes() const { return !changes_.empty(); }

  // Writes the notes alone, which need no numbers, without waiting.
  void write_requests(Connection& connection);
  // Writes everything, without waiting. `newest`: the entry that stands before those of the
  // transaction; without it the database counts, as it can where none was written yet.
  void write(Connection& connection, std::optional<std::int64_t> newest, bool checked);

 private:
  struct Copies {
    Record after;
    Entry entry;
  };
  std::deque<Copies> copies_;
  std::vector<CustomerChange> changes_;
  std::set<CustomerId> changed_;
  std::set<Uuid> uuids_;  // of changed customers, and of requests
  std::vector<RequestRecord> request_records_;
};

}  // namespace patchbay::store::sql
