// Reads the subjects of a batch of jobs together, before the first job runs.
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

// Belongs to one transaction. What was read stays valid until a job changes it; if another node
// changes it, the transaction fails.
class ReadAhead {
 public:
  // Reads the subjects of `jobs` if that saves round trips. Returns the epoch.
  [[nodiscard]] std::int64_t read(Connection& connection, std::span<const QueuedJob> jobs);

  // Returns null if the customer was not read, does not exist, or was changed since.
  [[nodiscard]] const CustomerRow* find(CustomerId id) const;
  [[nodiscard]] const CustomerRow* find(const Uuid& uuid) const;
  [[nodiscard]] bool has(CustomerId id) const { return find(id) != nullptr; }
  // To be called after a change of a customer that was read.
  void replace(CustomerId id, CustomerRow with) {
    customers_.insert_or_assign(id, std::move(with));
  }
  // To be called after a change that is not known here. A move also changes other customers.
  void forget(CustomerId id, bool moved);

 private:
  std::map<CustomerId, CustomerRow> customers_;
  std::map<Uuid, CustomerId> by_uuid_;
};

}  // namespace patchbay::store::sql
