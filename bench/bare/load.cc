// A bare SQLite loop that loads customers of fifteen fields, each with a row of history, in
// batches. Usage: bare_load FILE CUSTOMERS BATCH
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "bare/database.h"

namespace patchbay::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Field = std::pair<const char*, std::string>;

constexpr std::size_t kFields = 15;

// The fields of bench/side_by_side/loading.py.
std::array<Field, kFields> customer(std::int64_t id) {
  const std::string number = std::to_string(id);
  return {{{"name", "Loaded " + number},
           {"account", "A" + number},
           {"external_id", "E" + number},
           {"bill_ref", "B" + number},
           {"callerid", "C" + number},
           {"tax_number", "GB" + number},
           {"notes", "n" + number},
           {"description", "d" + number},
           {"website", "http://w" + number},
           {"invoice_text", "i" + number},
           {"status", "active"},
           {"type", "business"},
           {"currency", "EUR"},
           {"timezone", "Europe/London"},
           {"bill_type", "postpaid"}}};
}

std::string columns(const char* type) {
  std::string out;
  for (const auto& [name, value] : customer(0)) out += std::string(", ") + name + type;
  return out;
}

class Inserts {
 public:
  explicit Inserts(Database& database)
      : row_(database, sql().c_str()),
        note_(database,
              "INSERT INTO history (customer, version, time_us, principal, differences) "
              "VALUES (?1, 1, ?2, 'username', ?3)") {}

  void insert(std::int64_t id) {
    std::string differences = "{";
    row_.bind(1, id);
    int at = 2;
    for (const auto& [name, value] : customer(id)) {
      row_.bind(at++, value);
      if (differences.size() > 1) differences += ',';
      differences.append("\"").append(name).append("\":[null,\"").append(value).append("\"]");
    }
    row_.step();
    row_.reset();
    note_.bind(1, id).bind(2, 1'800'000'000'000'000 + id).bind(3, differences + "}").step();
    note_.reset();
  }

 private:
  static std::string sql() {
    std::string out = "INSERT INTO customers (id, version" + columns("") + ") VALUES (?1, 1";
    for (std::size_t i = 0; i < kFields; ++i) out += ", ?" + std::to_string(i + 2);
    return out + ")";
  }

  Statement row_;
  Statement note_;
};

int run(int count, char** arguments) {
  if (count < 4) {
    std::fputs("bare_load FILE CUSTOMERS BATCH\n", stderr);
    return 2;
  }
  Database database(arguments[1]);
  const std::int64_t customers = std::atoll(arguments[2]);
  const std::int64_t batch = std::max<std::int64_t>(1, std::atoll(arguments[3]));
  database.run(("CREATE TABLE customers (id INTEGER PRIMARY KEY, version INTEGER NOT NULL" +
                columns(" TEXT") + ")")
                   .c_str());
  database.run(
      "CREATE TABLE history (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, version INTEGER "
      "NOT "
      "NULL, time_us INTEGER NOT NULL, principal TEXT NOT NULL, differences TEXT NOT NULL)");
  Inserts inserts(database);
  const auto start = Clock::now();
  for (std::int64_t first = 1; first <= customers; first += batch) {
    database.run("BEGIN IMMEDIATE");
    for (std::int64_t id = first; id <= std::min(customers, first + batch - 1); ++id)
      inserts.insert(id);
    database.run("COMMIT");
  }
  const double took = std::chrono::duration<double>(Clock::now() - start).count();
  std::printf("{\"requests\":%lld,\"per_second\":%.1f}\n", static_cast<long long>(customers),
              static_cast<double>(customers) / took);
  return 0;
}

}  // namespace
}  // namespace patchbay::bench

int main(int count, char** arguments) { return patchbay::bench::run(count, arguments); }
