// What engines say of how they would go about a statement, and what of that is too much.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <libpq-fe.h>

namespace patchbay::store {

// The steps of the plan that are too much, in the engine's own words ("SCAN customers"). Throws
// std::runtime_error where the statement cannot be explained.
//
// Of SQLite: what goes through all of something, sorts, or builds an index for itself; in the
// database `file`, whose statistics are what they are in use: none.
[[nodiscard]] std::vector<std::string> excesses_in_sqlite(const std::filesystem::path& file,
                                                          const std::string& sql);
// Of PostgreSQL: what goes through a whole table where every other way is preferred, as by the
// connections that write; of the plan for any arguments.
class PostgresqlPlans {
 public:
  // The address of the database.
  explicit PostgresqlPlans(const std::string& url);
  [[nodiscard]] std::vector<std::string> excesses(const std::string& sql) const;

 private:
  std::unique_ptr<PGconn, void (*)(PGconn*)> connection_;
};

}  // namespace patchbay::store
