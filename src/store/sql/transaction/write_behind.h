// Saved changes of a batch that are not written yet, so that one statement can write many.
#pragma once

#include <deque>
#include <set>
#include <vector>

#include "record/history/request_record.h"
#include "store/sql/customers/customers.h"

namespace patchbay::store::sql {

// Numbers below 0 count the transaction's entries: -1 is the first after `newest`. Replaces such a
// number by the real one.
void give_number(CustomerChange& change, std::int64_t newest);

// Belongs to one transaction.
class WriteBehind {
 public:
  // Copies what `change` points to. There must be no change of the same customer yet.
  void add(CustomerChange change);
  void add(const RequestRecord& request_record);

  [[nodiscard]] bool empty() const { return changes_.empty() && request_records_.empty(); }
  [[nodiscard]] bool has(CustomerId id) const { return changed_.contains(id); }
  [[nodiscard]] bool has(const Uuid& uuid) const { return uuids_.contains(uuid); }
  [[nodiscard]] bool has_request(const Uuid& request) const { return uuids_.contains(request); }
  [[nodiscard]] bool has_changes() const { return !changes_.empty(); }

  // Writes the request records, which need no numbers. Does not wait.
  void write_requests(Connection& connection);
  // Writes everything. Does not wait. `newest`: number of the newest entry before the transaction;
  // without it, the database counts, which works if no entry was written yet.
  void write(Connection& connection, std::optional<std::int64_t> newest, bool checked);

 private:
  struct Copies {
    Record after;
    Entry entry;
  };
  std::deque<Copies> copies_;
  std::vector<CustomerChange> changes_;
  std::set<CustomerId> changed_;
  std::set<Uuid> uuids_;  // of changed customers and of requests
  std::vector<RequestRecord> request_records_;
};

}  // namespace patchbay::store::sql
