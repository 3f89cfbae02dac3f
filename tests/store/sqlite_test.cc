// Further promises of a store on disk: it persists, only its owner can read it, and it knows its
// version.
#include <fstream>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/open.h"
#include "store/sql/engine/reindex.h"
#include "store/sql/engine/schema.h"
#include "store/sqlite/connection.h"
#include "store/support.h"
#include "store/verify.h"
#include "support/store_options.h"

namespace patchbay::store {
namespace {

using testing::HasSubstr;

std::unique_ptr<Store> open_in(const TempFolder& folder) {
  auto store = open_sqlite({.random = test_random(), .folder = folder.path()});
  if (!store) throw std::runtime_error(store.error().what);
  return *std::move(store);
}

std::string refusal_of(const SqliteOptions& options) {
  const auto store = open_sqlite(options);
  return store ? "it was opened" : store.error().what;
}

void run_sql(const TempFolder& folder, const std::string& sql) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open((folder.path() / "patchbay.db").c_str(), &handle), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(handle);
  sqlite3_close(handle);
}

TEST(Sqlite, WhatWasKeptIsThereAfterwards) {
  const TempFolder folder;
  auto store = open_in(folder);
  ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
  ASSERT_EQ(amend(*store, 1, Field::notes, "kept"), Committed::yes);
  const auto record = store->read()->customer(CustomerId{1});
  const auto history = store->read()->history({1}, 0, 10);
  store.reset();
  store = open_in(folder);
  EXPECT_EQ(store->read()->customer(CustomerId{1}), record);
  EXPECT_EQ(store->read()->history({1}, 0, 10), history);
  EXPECT_EQ(history.size(), 2U);
  EXPECT_EQ(write_and_wait(*store,
                           [](Transaction& transaction) {
                             EXPECT_EQ(transaction.next_customer(), CustomerId{2});
                             return true;
                           }),
            Committed::yes);
}

TEST(Sqlite, IsItsOwnersAlone) {
  const TempFolder parent;
  const auto folder = parent.path() / "data";
  const mode_t before = ::umask(0);
  const auto store = open_sqlite({.random = test_random(), .folder = folder}).value();
  ::umask(before);
  ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
  const auto mode = [](const std::filesystem::path& path) {
    struct stat found{};
    EXPECT_EQ(::stat(path.c_str(), &found), 0) << path;
    return found.st_mode & 0777;
  };
  EXPECT_EQ(mode(folder), 0700U);
  for (const char* file : {"LOCK", "patchbay.db", "patchbay.db-wal", "patchbay.db-shm"})
    EXPECT_EQ(mode(folder / file), 0600U) << file;
}

TEST(Sqlite, ASecondOpenerIsToldWhoHoldsIt) {
  const TempFolder folder;
  auto store = open_sqlite({.random = test_random(),
                            .folder = folder.path(),
                            .started = {1'800'000'000'000'000},
                            .address = "127.0.0.1:8080"})
                   .value();
  EXPECT_EQ(refusal_of({.random = test_random(), .folder = folder.path()}),
            "the data folder " + folder.path().string() + " is in use by another process (pid " +
                std::to_string(::getpid()) +
                ", since 2027-01-15T08:00:00.000000Z, 127.0.0.1:8080)");
  const auto second = open_sqlite({.random = test_random(), .folder = folder.path()});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, OpenError::Kind::folder_in_use);
  store.reset();
  EXPECT_TRUE(open_sqlite({.random = test_random(), .folder = folder.path()}));
}

TEST(Sqlite, ANewerSchemaIsRefusedAndLeftAlone) {
  const TempFolder folder;
  open_in(folder).reset();
  run_sql(folder,
          "UPDATE meta SET value = 99 WHERE name = 'schema';"
          "UPDATE meta SET value = 99 WHERE name = 'usable from'");
  EXPECT_THAT(refusal_of({.random = test_random(), .folder = folder.path()}),
              HasSubstr("written by a newer version of Patchbay: its schema is 99 and this version "
                        "knows up to " +
                        std::to_string(sql::newest_schema())));
  run_sql(folder, "UPDATE meta SET value = " + std::to_string(sql::newest_schema()) +
                      " WHERE name = 'schema' AND value = 99");
  EXPECT_TRUE(open_sqlite({.random = test_random(), .folder = folder.path()}));
}

// The store of the first version, with an entry from before entries had their principal's number.
TEST(Sqlite, AStoreOfTheFirstSchemaIsTakenFurther) {
  const TempFolder folder;
  std::string first(sql::schema_steps().front().sql);
  for (const auto& [word, spelling] :
       std::initializer_list<std::pair<std::string, std::string>>{{"{key}", "INTEGER PRIMARY KEY"},
                                                                  {"{text}", "TEXT"},
                                                                  {"{bytes}", "BLOB"},
                                                                  {"{clustered}", "WITHOUT ROWID"},
                                                                  {"{roomy}", ""}})
    for (auto at = first.find(word); at != std::string::npos; at = first.find(word, at))
      first.replace(at, word.size(), spelling);
  run_sql(folder,
          "CREATE TABLE meta (name TEXT PRIMARY KEY, value BIGINT NOT NULL);"
          "INSERT INTO meta (name, value) VALUES ('schema', 1), ('edition', 0);" +
              first +
              "INSERT INTO principals VALUES (3, 'x', 1, '[\"user\",\"12\"]', '[]', '[]', '',"
              " '[]', 0, 0, 1);");
  EXPECT_THAT(refusal_of({.random = test_random(), .folder = folder.path()}),
              HasSubstr("patchbay adopt"));
  {
    sqlite::SqliteConnection untouched({.file = folder.path() / "patchbay.db", .vfs = {}},
                                       sqlite::Role::reader);
    EXPECT_EQ(sql::schema_of(untouched), 1) << "the version that wrote it can go on";
  }
  const auto adopted = adopt(folder.path().string(), {}, {5}, test_random());
  ASSERT_TRUE(adopted) << adopted.error();
  const auto store = open_in(folder);
  ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
  EXPECT_EQ(store->read()->history({1}, 0, 1).front().by.principal_id, 7);
  const auto principal = store->read()->principal("x");
  ASSERT_TRUE(principal);
  EXPECT_TRUE(principal->roles.empty()) << "a name that looks like a number is none";
  EXPECT_EQ(principal->role_names, (std::vector<std::string>{"user", "12"}));
}

// Gives the index of terms the form that it had before FTS5.
const std::string kTermsOfSchema7 =
    kBackToSchema10 +
    "CREATE TABLE old_terms AS SELECT term, doc FROM term_rows;"
    "DROP TABLE term_rows; DROP TABLE terms;"
    "CREATE TABLE terms (\n  term TEXT NOT NULL,\n  customer BIGINT NOT NULL,\n"
    "  PRIMARY KEY (term, customer)\n) WITHOUT ROWID;"
    "INSERT INTO terms SELECT * FROM old_terms; DROP TABLE old_terms; DROP TABLE saved_views;"
    "UPDATE meta SET value = 7 WHERE name IN ('schema', 'usable from');";

TEST(Sqlite, TheIndexOfTermsMovesToFts5) {
  const TempFolder folder;
  {
    const auto store = open_in(folder);
    ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
    for (int id = 2; id < 2500; ++id)
      ASSERT_EQ(save_customer(*store, made(id, 1, "many of 100% 'x' \"y\"")), Committed::yes);
  }
  run_sql(folder, kTermsOfSchema7);
  const auto store = open_in(folder);
  const auto reader = store->read();
  EXPECT_EQ(reader->index_mismatch(), std::nullopt);
  EXPECT_EQ(reader->customers({.below = {}, .recursive = true, .terms = {"many"}, .limit = 9})
                .records.size(),
            9U);
  EXPECT_EQ(
      reader->customers({.below = {}, .recursive = true, .prefixes = {"/name/many of 100% 'x'"}})
          .records.size(),
      100U);
}

// Returns the versions that removed such a value of the root.
std::vector<Version> versions_of_former(ReadTransaction& reader, const std::string& beginning) {
  std::vector<Version> out;
  for (const FormerMatch& each :
       reader
           .customers({.below = {1},
                       .itself = true,
                       .now_or_before = {{.prefixes = {"nothing"},
                                          .former = {{.text = beginning, .is_beginning = true}}}}})
           .former)
    out.push_back(each.version);
  return out;
}

// A store of schema 9 has terms of former telephone numbers only.
TEST(Sqlite, FormerValuesOfAnOlderStoreAreFound) {
  const TempFolder folder;
  constexpr int kRenamed = 1200;
  {
    const auto store = open_in(folder);
    ASSERT_EQ(write_and_wait(*store,
                             [](Transaction& transaction) {
                               save_customer(transaction, made(1, 0, "root"));
                               for (int id = 2; id < kRenamed; ++id)
                                 save_customer(transaction, made(id, 1, "old"));
                               return true;
                             }),
              Committed::yes);
    ASSERT_EQ(write_and_wait(*store,
                             [](Transaction& transaction) {
                               for (int id = 2; id < kRenamed; ++id)
                                 save_customer(transaction,
                                               with(transaction.customer(CustomerId{id}).value(),
                                                    Field::name, "new"));
                               return true;
                             }),
              Committed::yes);
    ASSERT_EQ(amend(*store, 1, Field::fax, "+44 20 7946 0000"), Committed::yes);
    ASSERT_EQ(amend(*store, 1, Field::fax, std::nullopt), Committed::yes);
    ASSERT_EQ(amend(*store, 1, Field::name, "trunk"), Committed::yes);
  }
  run_sql(folder,
          kBackToSchema10 +
              "DELETE FROM former_terms WHERE term NOT LIKE '/telephone/%';"
              "INSERT INTO former_terms (term, customer, version) VALUES ('/telephone/0', 1, 1);"
              "UPDATE meta SET value = 9 WHERE name IN ('schema', 'usable from')");
  const auto store = open_in(folder);
  const auto reader = store->read();
  EXPECT_EQ(reader->index_mismatch(), std::nullopt);
  EXPECT_EQ(versions_of_former(*reader, "/name/ro"), std::vector<Version>{4});
  EXPECT_EQ(versions_of_former(*reader, "/telephone/0000"), std::vector<Version>{3});
  CustomerQuery renamed{.below = {1}, .limit = 1000};
  renamed.now_or_before = {{.prefixes = {"old"}, .former = {{.text = "/name/old"}}}};
  EXPECT_EQ(reader->customers(renamed).former.size(), 1000U);
}

// Telephone numbers and names as version 2 stored them are converted to the present form.
TEST(Sqlite, IndexesOfAnOlderStoreAreMadeAnew) {
  const TempFolder folder;
  {
    const auto store = open_in(folder);
    ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
    ASSERT_EQ(amend(*store, 1, Field::fax, "+44 20 7946 0000"), Committed::yes);
    ASSERT_EQ(amend(*store, 1, Field::fax, "+44 20 7946 1111"), Committed::yes);
    ASSERT_EQ(amend(*store, 1, Field::name, "trunk"), Committed::yes);
    const auto named = [](Version version, const std::string& before, const std::string& after) {
      return AdminEntry{.object = {std::nullopt, 3},
                        .version = version,
                        .action = "amend",
                        .by = {},
                        .differences = {{"name", before, after, {}}},
                        .hash = {}};
    };
    ASSERT_EQ(write_and_wait(*store,
                             [&](Transaction& transaction) {
                               transaction.save(Principal{
                                   .id = 3, .name = "caroline", .home = {1}, .version = 2});
                               transaction.save(named(1, "", "\"carol\""));
                               transaction.save(named(2, "\"carol\"", "\"caroline\""));
                               return true;
                             }),
              Committed::yes);
  }
  run_sql(folder, "DELETE FROM former_terms; DELETE FROM principal_names");
  EXPECT_TRUE(open_in(folder)->read()->index_mismatch());
  run_sql(folder, kTermsOfSchema7 +
                      "UPDATE terms SET term = '/telephone/442079461111' WHERE term = "
                      "'/telephone/111164970244'");
  {
    sqlite::SqliteConnection writer({.file = folder.path() / "patchbay.db", .vfs = {}},
                                    sqlite::Role::writer);
    writer.begin_writing(sql::LockScope::everything);
    sql::index_telephones_anew(writer);
    sql::index_former_anew(writer);
    sql::index_names_anew(writer);
    ASSERT_EQ(writer.commit(), Committed::yes);
  }
  const auto store = open_in(folder);
  const auto reader = store->read();
  EXPECT_EQ(reader->index_mismatch(), std::nullopt);
  EXPECT_EQ(versions_of_former(*reader, "/telephone/0000"), std::vector<Version>{3});
  EXPECT_EQ(versions_of_former(*reader, "/name/root"), std::vector<Version>{4});
  EXPECT_EQ(reader->principals_ever_named("carol"), std::vector<std::int64_t>{3});
  EXPECT_EQ(reader->customers({.below = {}, .recursive = true, .prefixes = {"/telephone/1111"}})
                .records.size(),
            1U);
}

// What a later version may add, in a schema step that says so.
TEST(Sqlite, ANewerSchemaThatOnlyAddsIsWorkedWith) {
  const TempFolder folder;
  ASSERT_EQ(save_customer(*open_in(folder), made(1, 0, "root")), Committed::yes);
  run_sql(folder,
          "ALTER TABLE customers ADD COLUMN later BIGINT NOT NULL DEFAULT 7;"
          "CREATE TABLE later (id BIGINT);"
          "UPDATE meta SET value = value + 1 WHERE name = 'schema'");
  {
    const auto store = open_in(folder);
    EXPECT_EQ(amend(*store, 1, Field::notes, "x"), Committed::yes);
    EXPECT_EQ(save_customer(*store, made(2, 1, "new")), Committed::yes);
    EXPECT_FALSE(verify(*store->read()).difference);
  }
  const TempFolder other;
  const auto left = migrate(folder.path(), other.path(), test_random(), [](const Migrating&) {});
  ASSERT_FALSE(left);
  EXPECT_THAT(left.error(), HasSubstr("migrate with that"));
}

TEST(Sqlite, WhatIsNoStoreIsRefused) {
  const TempFolder folder;
  EXPECT_THAT(refusal_of({.random = test_random(), .folder = folder.path() / "no" / "such"}),
              HasSubstr("cannot be made"));
  std::ofstream(folder.path() / "file") << "x";
  EXPECT_THAT(refusal_of({.random = test_random(), .folder = folder.path() / "file"}),
              HasSubstr("cannot be used"));
  std::ofstream(folder.path() / "patchbay.db") << std::string(5000, 'x');
  EXPECT_THAT(refusal_of({.random = test_random(), .folder = folder.path()}),
              HasSubstr("file is not a database"));
}

TEST(Sqlite, ARowThatCannotBeReadIsNotGuessed) {
  const TempFolder folder;
  auto store = open_in(folder);
  ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
  store.reset();
  run_sql(folder, "UPDATE customers SET doc = substr(doc, 2)");
  store = open_in(folder);
  EXPECT_THROW(static_cast<void>(store->read()->customer(CustomerId{1})), Unavailable);
  EXPECT_EQ(amend(*store, 1, Field::notes, "x"), Committed::failed);
}

TEST(Sqlite, ReadersCanNeitherWriteNorClearTheLog) {
  const TempFolder folder;
  const auto store = open_in(folder);
  ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
  const auto file = folder.path() / "patchbay.db";
  const auto log = std::filesystem::path(file.string() + "-wal");
  const auto size = std::filesystem::file_size(log);
  {
    sqlite::SqliteConnection reader({.file = file, .vfs = {}}, sqlite::Role::reader);
    EXPECT_THROW(reader.script("DELETE FROM customers"), Unavailable);
  }
  EXPECT_EQ(std::filesystem::file_size(log), size);
}

TEST(Sqlite, OneReaderTooManyIsRefusedAndThenServed) {
  const TempFolder folder;
  const auto store =
      open_sqlite(
          {.random = test_random(), .folder = folder.path(), .readers_max = 2, .reader_wait_ms = 0})
          .value();
  const auto one = store->read();
  auto two = store->read();
  EXPECT_THROW(static_cast<void>(store->read()), Unavailable);
  two.reset();
  EXPECT_NO_THROW(static_cast<void>(store->read()));
}

// With readers that overlap all the time, the log would never restart by itself.
TEST(Sqlite, TheLogStaysWithinBounds) {
  const TempFolder folder;
  const auto store =
      open_sqlite({.random = test_random(), .folder = folder.path(), .wal_pages_max = 32}).value();
  ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
  std::unique_ptr<ReadTransaction> reader = store->read();
  for (int i = 0; i < 300; ++i) {
    ASSERT_EQ(amend(*store, 1, Field::notes, std::to_string(i)), Committed::yes);
    auto next = store->read();
    reader = std::move(next);
  }
  reader.reset();
  for (int i = 0; i < 100; ++i)
    ASSERT_EQ(amend(*store, 1, Field::notes, std::to_string(i)), Committed::yes);
  EXPECT_LT(std::filesystem::file_size(folder.path() / "patchbay.db-wal"), 3U * 32 * 4200);
}

// New rows use the space of removed rows.
TEST(Sqlite, TheFileDoesNotGrowWithWhatIsSwept) {
  const TempFolder folder;
  const auto store =
      open_sqlite({.random = test_random(), .folder = folder.path(), .wal_pages_max = 32}).value();
  const auto turn = [&](std::int64_t number) {
    const Committed kept = fill(*store, number);
    const Committed swept = write_and_wait(*store, [&](Transaction& transaction) {
      transaction.sweep({.now = {number}, .answers_before = {number + 1}});
      return true;
    });
    return kept == Committed::yes && swept == Committed::yes;
  };
  const auto size = [&] { return std::filesystem::file_size(folder.path() / "patchbay.db"); };
  for (std::int64_t i = 1; i <= 5; ++i) ASSERT_TRUE(turn(i));
  const auto before = size();
  for (std::int64_t i = 6; i <= 60; ++i) ASSERT_TRUE(turn(i));
  EXPECT_LE(size(), before + before / 4);
}

}  // namespace
}  // namespace patchbay::store
