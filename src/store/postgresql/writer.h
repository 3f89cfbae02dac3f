// A connection that a lane writes through, opened again whenever it was lost.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "store/postgresql/hosts.h"
#include "store/sql/batch.h"

namespace patchbay::store::postgresql {

// One thread at a time. What is handed in outlives it.
class Writer {
 public:
  Writer(Hosts& hosts, const Bounds& bounds, sql::Claim claim, sql::Catalogue& catalogue,
         Tallies& tallies, std::unique_ptr<PostgresqlConnection> connection = nullptr)
      : hosts_(hosts),
        bounds_(bounds),
        claim_(claim),
        catalogue_(catalogue),
        tallies_(tallies),
        connection_(std::move(connection)) {}

  // The slot that its connections lock to write values.
  void use_slot(int number) { slot_ = number; }
  // What became of each of the jobs, in order.
  [[nodiscard]] std::vector<sql::Fate> work(std::span<const Queued> jobs);

 private:
  [[nodiscard]] bool ready();

  Hosts& hosts_;
  const Bounds bounds_;
  const sql::Claim claim_;
  sql::Catalogue& catalogue_;
  Tallies& tallies_;
  int slot_ = 0;
  std::string why_;  // no connection is ready
  std::unique_ptr<PostgresqlConnection> connection_;
};

}  // namespace patchbay::store::postgresql
