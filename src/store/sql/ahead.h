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

// Of one transaction, in which what was read stays so until a job changes it: or the transaction
// fails.
class ReadAhead {
 public:
  // Reads for `jobs`, where that spares journeys, and asks for the edition.
  [[nodiscard]] std::int64_t read(Connection& connection, std::span<const Queued> jobs);

  // Null where it was not read, is not there, or is no longer known.
  [[nodiscard]] const Ahead* find(CustomerId id) const;
  [[nodiscard]] const Ahead* find(const Uuid& uuid) const;
  [[nodiscard]] bool has(CustomerId id) const { return find(id) != nullptr; }
  // After a change of one that it has.
  void replace(CustomerId id, Ahead with) { customers_.insert_or_assign(id, std::move(with)); }
  // After a change of it, which can move others too.
  void forget(CustomerId id, bool moved);

 private:
  std::map<CustomerId, Ahead> customers_;
  std::map<Uuid, CustomerId> by_uuid_;
};

}  // namespace patchbay::store::sql
