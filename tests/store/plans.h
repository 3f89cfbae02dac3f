// Query plans of both engines, and the steps in them that cost too much.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <libpq-fe.h>

namespace patchbay::store {

// Returns the excessive steps of the plan in the engine's words ("SCAN customers"). Throws
// std::runtime_error if the statement cannot be explained.
//
// For SQLite: full scans, sorts and automatic indexes, in the database `file`, which has no
// statistics, as in use.
[[nodiscard]] std::vector<std::string> excesses_in_sqlite(const std::filesystem::path& file,
                                                          const std::string& sql);
// For PostgreSQL: full table scans although all other ways are preferred, as in connections that
// write; in the plan for any arguments.
class PostgresqlPlans {
 public:
  // `url`: the database.
  explicit PostgresqlPlans(const std::string& url);
  [[nodiscard]] std::vector<std::string> excesses(const std::string& sql) const;

 private:
  std::unique_ptr<PGconn, void (*)(PGconn*)> connection_;
};

}  // namespace patchbay::store
