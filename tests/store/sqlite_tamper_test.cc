// Whatever somebody alters in the file by hand, verifying finds it.
#include <sqlite3.h>

#include "store/contract.h"
#include "store/open.h"
#include "store/verify.h"

namespace patchbay::store {
namespace {

struct Tampering {
  const char* name;
  const char* sql;
  const char* found;  // how the difference begins
};

class Tampered : public testing::TestWithParam<Tampering> {};

void PrintTo(const Tampering& tampering, std::ostream* out) { *out << tampering.name; }

// Customer 101 at version 4, 124 below 123; one principal.
void fill(const std::filesystem::path& folder) {
  auto store = open_sqlite({.folder = folder}).value();
  const auto done = write_and_wait(*store, [](Transaction& transaction) {
    keep(transaction, made(1, 0, "Root"));
    keep(transaction, made(101, 1, "Volvo"));
    keep(transaction, made(123, 1, "Example"));
    keep(transaction, made(124, 123, "Branch"));
    const Principal alice{.id = 1, .name = "alice", .home = {1}, .version = 1};
    transaction.save(alice);
    transaction.save(entry_of(nullptr, alice));
    return true;
  });
  ASSERT_EQ(done, Committed::yes);
  for (const char* notes : {"a", "b", "c"})
    ASSERT_EQ(amend(*store, 101, Field::notes, notes), Committed::yes);
  const Verified verified = verify(*store->read());
  ASSERT_FALSE(verified.difference) << *verified.difference;
}

void run(const std::filesystem::path& folder, const char* sql) {
  sqlite3* handle = nullptr;
  const auto file = folder / "patchbay.db";
  ASSERT_TRUE(std::filesystem::exists(file));
  ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  char* error = nullptr;
  EXPECT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, &error), SQLITE_OK) << error;
  EXPECT_GT(sqlite3_total_changes(handle), 0) << "nothing was altered";
  sqlite3_free(error);
  sqlite3_close(handle);
}

TEST_P(Tampered, IsFound) {
  const TempFolder folder;
  fill(folder.path());
  run(folder.path(), GetParam().sql);
  auto store = open_sqlite({.folder = folder.path()}).value();
  const Verified verified = verify(*store->read());
  ASSERT_TRUE(verified.difference);
  EXPECT_TRUE(verified.difference->starts_with(GetParam().found)) << *verified.difference;
}

constexpr const char* kHash = "customer 101: the hash of version ";
constexpr Tampering kTamperings[] = {
    {"value", "UPDATE customers SET doc = replace(doc, '\"c\"', '\"d\"') WHERE id = 101",
     "customer 101: version 4 of history set notes"},
    {"history",
     "UPDATE entries SET differences = replace(differences, '\"b\"', '\"x\"')"
     " WHERE customer = 101 AND version = 3",
     "customer 101: version 3 of history set notes"},
    {"history_and_value_alike",
     "UPDATE entries SET differences = replace(differences, '\"c\"', '\"d\"');"
     "UPDATE customers SET doc = replace(doc, '\"c\"', '\"d\"') WHERE id = 101",
     kHash},
    {"principal", "UPDATE entries SET principal = 'mallory' WHERE customer = 101 AND version = 2",
     kHash},
    {"time", "UPDATE entries SET time_us = time_us + 1 WHERE customer = 101 AND version = 1",
     kHash},
    {"reason", "UPDATE entries SET reason = '' WHERE customer = 101 AND version = 4", kHash},
    {"hash", "UPDATE entries SET hash = zeroblob(32) WHERE customer = 101 AND version = 2", kHash},
    {"newest_removed",
     "DELETE FROM entries WHERE customer = 101 AND version = 4;"
     "UPDATE customers SET last_entry = (SELECT id FROM entries WHERE customer = 101"
     " AND version = 3) WHERE id = 101",
     "customer 101: version 4 is missing"},
    {"middle_removed", "DELETE FROM entries WHERE customer = 101 AND version = 2",
     "customer 101: history ends at version 3"},
    {"version", "UPDATE customers SET version = 5 WHERE id = 101", "customer 101: version 5"},
    {"name_column", "UPDATE customers SET name = 'Saab' WHERE id = 101",
     "customer 101: is found by other values"},
    {"tree", "UPDATE customers SET path = '/1/124/' WHERE id = 124", "customer 124: "},
    {"enterprise", "UPDATE customers SET enterprise = 101 WHERE id = 124",
     "customer 124: is counted to another enterprise"},
    {"customer_removed", "DELETE FROM customers WHERE id = 101", "customers are found by "},
    {"term_removed", "DELETE FROM terms WHERE customer = 124", "customer 124: is not found by "},
    {"stray_entry",
     "INSERT INTO entries (previous, customer, version, action, time_us, principal, door, source,"
     " request, reason, warnings, differences, hash) SELECT previous, customer, version, action,"
     " time_us, principal, door, source, request, reason, warnings, differences, hash FROM entries"
     " LIMIT 1",
     "there are "},
    {"order",
     "UPDATE entries SET id = 1000 WHERE customer = 101 AND version = 2;"
     "UPDATE entries SET previous = 1000 WHERE customer = 101 AND version = 3",
     "customer 101: the feed tells version 3 before the one it follows"},
    {"counter", "UPDATE counters SET value = 7 WHERE name = 'customer'", "the next new customer"},
    {"principal_renamed", "UPDATE principals SET name = 'mallory'",
     "principal 1: history set name"},
    {"principal_history", "UPDATE thing_entries SET principal = 'mallory'",
     "principal 1: the hash of version 1"},
};
INSTANTIATE_TEST_SUITE_P(All, Tampered, testing::ValuesIn(kTamperings),
                         [](const auto& instance) { return std::string(instance.param.name); });

}  // namespace
}  // namespace patchbay::store
