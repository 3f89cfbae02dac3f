// Customers that the jobs of a batch are about, read together before the first of them.
#pragma once

#include <map>
#include <span>

#include "store/lane.h"
#include "store/sql/customers.h"

namespace patchbay::store::sql {

struct Ahead {
  Record record;
  Standing standing;
};

// Of one transaction, in which nobody else writes: what was read stays so until a job changes it.
class ReadAhead {
 public:
  // Reads for `jobs` where that spares journeys.
  void read(Connection& connection, std::span<const Queued> jobs);

  // Null where it was not read, is not there, or was changed since.
  [[nodiscard]] const Ahead* find(CustomerId id) const;
  [[nodiscard]] const Ahead* find(const Uuid& uuid) const;
  // After a change of it, which can move others too.
  void forget(CustomerId id, bool moved);

 private:
  std::map<CustomerId, Ahead> customers_;
  std::map<Uuid, CustomerId> by_uuid_;
};

}  // namespace patchbay::store::sql
