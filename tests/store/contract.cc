// The stores that the contract suite runs for.
#include "store/contract.h"

#include "store/cluster.h"
#include "store/open.h"
#include "support/store_options.h"

namespace patchbay::store {

void PrintTo(const Kept& kept, std::ostream* out) { *out << kept.name; }

std::vector<Kept> every_store() {
  return {{"memory", [](const std::filesystem::path&) { return open_memory(); }},
          {"sqlite",
           [](const std::filesystem::path& folder) {
             return open_sqlite({.random = test_random(), .folder = folder, .reader_wait_ms = 0})
                 .value();
           }},
          // Without PostgreSQL these tests fail, so that no store is skipped by accident.
          {"postgresql", [](const std::filesystem::path& folder) {
             PostgresqlOptions options = postgresql_at(database_called(folder.filename()));
             options.reader_wait_ms = 0;
             return open_postgresql(options).value();
           }}};
}

Contract::~Contract() {
  store_.reset();
  if (GetParam().name == "postgresql") drop_database(folder_.path().filename());
}

void Contract::plant() {
  const Committed committed = write([](Transaction& transaction) {
    save_customer(transaction, made(1, 0, "System Owner"));
    save_customer(transaction, made(2, 1, "Acme Connect"));
    save_customer(transaction, made(101, 2, "Global Trading"));
    save_customer(transaction, made(102, 2, "Volvo Trial"));
    save_customer(transaction, made(103, 2, "Rosebank Media"));
    save_customer(transaction, made(123, 2, "Example Telecom"));
    save_customer(transaction, made(124, 123, "Example Telecom Branch"));
    save_customer(transaction, made(900, 1, "Other Reseller"));
    save_customer(transaction, made(901, 900, "Out Of Reach"));
    return true;
  });
  ASSERT_EQ(committed, Committed::yes);
}

}  // namespace patchbay::store
