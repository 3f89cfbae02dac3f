// Customers that the jobs of a batch are about, read together before the first of them.
#pragma once

#include <map>
#include <span>

#include "store/sql/customers/customers.h"
#include "store/write_queue.h"

namespace patchbay::store::sql {

struct CustomerRow {
  Record record;
  RowState row_state;
};

// Of one transaction, in which what was read stays so until a job changes it: or the transaction
// fails.
class ReadAhead {
 public:
  // Reads for `jobs`, where that spares journeys, and asks for the epoch.
  [[nodiscard]] std::int64_t read(Connection& connection, std::span<const QueuedJob> jobs);

  // Null where it was not read, is not there, or is no longer known.
  [[nodiscard]] const CustomerRow* find(CustomerId id) const;
  [[nodiscard]] const CustomerRow* find(const Uuid& uuid) const;
  [[nodiscard]] bool has(CustomerId id) const { return find(id) != nullptr; }
  // After a change of one that it has.
  void replace(CustomerId id, CustomerRow with) {
    customers_.insert_or_assign(id, std::move(with));
  }
  // After a change of it, which can move others too.
  void forget(CustomerId id, bool moved);

 private:
  std::map<CustomerId, CustomerRow> customers_;
  std::map<Uuid, CustomerId> by_uuid_;
};

}  // namespace patchbay::store::sql
