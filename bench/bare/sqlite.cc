// A bare SQLite loop without HTTP or validation: each update reads a row, writes three texts of it,
// and adds a row of history. Usage: bare_sqlite FILE SECONDS BATCH [SEED]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include "bare/database.h"

namespace patchbay::bench {
namespace {

using Clock = std::chrono::steady_clock;

class Updates {
 public:
  explicit Updates(Database& database)
      : read_(database,
              "SELECT version, website, notes, tax_number, rest FROM customers "
              "WHERE id = ?1"),
        write_(database,
               "UPDATE customers SET version = ?2, website = ?3, notes = ?4, "
               "tax_number = ?5 WHERE id = ?1"),
        note_(database,
              "INSERT INTO history (customer, version, time_us, principal, differences) "
              "VALUES (?1, ?2, ?3, 'username', ?4)") {}

  void update(std::int64_t id, std::int64_t turn) {
    if (!read_.bind(1, id).step()) std::abort();
    const std::int64_t version = read_.whole(0) + 1;
    const std::string number = std::to_string(turn);
    const std::string website = "https://changed.example/" + number;
    const std::string notes = "changed in turn " + number;
    const std::string tax = "GB" + number;
    const std::string differences = R"({"website":[")" + read_.text(1) + R"(",")" + website +
                                    R"("],"notes":[")" + read_.text(2) + R"(",")" + notes +
                                    R"("],"tax_number":[")" + read_.text(3) + R"(",")" + tax +
                                    R"("]})";
    read_.reset();
    write_.bind(1, id).bind(2, version).bind(3, website).bind(4, notes).bind(5, tax).step();
    write_.reset();
    note_.bind(1, id)
        .bind(2, version)
        .bind(3, 1'800'000'000'000'000 + version)
        .bind(4, differences);
    note_.step();
    note_.reset();
  }

 private:
  Statement read_;
  Statement write_;
  Statement note_;
};

int run(int count, char** arguments) {
  if (count < 4) {
    std::fputs("bare_sqlite FILE SECONDS BATCH [SEED]\n", stderr);
    return 2;
  }
  Database database(arguments[1]);
  const double seconds = std::atof(arguments[2]);
  const int batch = std::atoi(arguments[3]);
  std::mt19937_64 random(count > 4 ? std::strtoull(arguments[4], nullptr, 10) : 1);
  Statement range(database, "SELECT min(id), count(*) FROM customers");
  range.step();
  const std::int64_t first = range.whole(0);
  const auto customers = static_cast<std::uint64_t>(range.whole(1));
  range.reset();
  Updates updates(database);
  const auto start = Clock::now();
  const std::int64_t turns = 200'000'000'000'000 + static_cast<std::int64_t>(random() % 1'000'000);
  std::int64_t done = 0;
  double took = 0;
  while (took < seconds) {
    database.run("BEGIN IMMEDIATE");
    for (int i = 0; i < batch; ++i)
      updates.update(first + static_cast<std::int64_t>(random() % customers), turns + ++done);
    database.run("COMMIT");
    took = std::chrono::duration<double>(Clock::now() - start).count();
  }
  std::printf("{\"requests\":%lld,\"per_second\":%.1f}\n", static_cast<long long>(done),
              static_cast<double>(done) / took);
  return 0;
}

}  // namespace
}  // namespace patchbay::bench

int main(int count, char** arguments) { return patchbay::bench::run(count, arguments); }
