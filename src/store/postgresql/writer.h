// The connection of a write queue. It is opened again after it was lost.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "store/postgresql/hosts.h"
#include "store/sql/transaction/group_commit.h"

namespace patchbay::store::postgresql {

// Used by one thread at a time. The arguments must outlive this object.
class Writer {
 public:
  Writer(Hosts& hosts, const Bounds& bounds, sql::LockScope lock_scope,
         const sql::TransactionContext& context,
         std::unique_ptr<PostgresqlConnection> connection = nullptr)
      : hosts_(hosts),
        bounds_(bounds),
        lock_scope_(lock_scope),
        context_(context),
        connection_(std::move(connection)) {}

  // Sets the lock slot of its connections.
  void use_slot(int number) { slot_ = number; }
  // Executes the jobs and returns their results in order.
  [[nodiscard]] std::vector<sql::JobResult> work(std::span<const QueuedJob> jobs);

 private:
  [[nodiscard]] bool ready();

  Hosts& hosts_;
  const Bounds bounds_;
  const sql::LockScope lock_scope_;
  const sql::TransactionContext context_;
  int slot_ = 0;
  std::string why_;  // why there is no connection
  std::unique_ptr<PostgresqlConnection> connection_;
};

}  // namespace patchbay::store::postgresql
