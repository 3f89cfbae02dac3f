// Fills a store, and changes it with each engine's own client.
#include "store/tampered.h"

#include <regex>

#include <sqlite3.h>

#include "base/digest.h"
#include "record/history/chain.h"
#include "store/audit_sealer.h"
#include "store/cluster.h"
#include "store/marks.h"
#include "support/store_options.h"

namespace patchbay::store {
namespace {

// Tables that are copied.
constexpr const char* kKept[] = {"customers", "entries", "thing_entries", "principals", "things",
                                 "tokens",    "seals",   "heads",         "counters",   "terms"};

// Rewrites changes of the table of terms for the index that FTS5 keeps over SQLite.
std::string in_sqlite(const std::string& sql) {
  const std::pair<const char*, const char*> words[] = {
      {R"(DELETE FROM terms WHERE customer = (\d+))",
       "INSERT INTO terms (terms, rowid, term) SELECT 'delete', doc, group_concat(term, char(10))"
       " FROM term_rows WHERE doc = $1 GROUP BY doc"},
      {R"(DELETE FROM terms($|;))", "INSERT INTO terms (terms) VALUES ('delete-all')$1"},
      {R"(INSERT INTO terms SELECT \* FROM old_terms([^;]*))",
       "INSERT INTO terms (rowid, term) SELECT customer, group_concat(term, char(10))"
       " FROM old_terms$1 GROUP BY customer"},
      {R"(INSERT INTO terms \(term, customer\))", "INSERT INTO terms (term, rowid)"},
      {R"(AS SELECT \* FROM terms$)",
       "AS SELECT CAST(term AS TEXT) AS term, CAST(doc AS INTEGER) AS customer FROM term_rows"},
  };
  std::string out = sql;
  for (const auto& [word, spelling] : words)
    out = std::regex_replace(out, std::regex(word), spelling);
  return out;
}

constexpr Instant kNow{1'800'000'000'000'000};

const Principal& alice() {
  static const Principal kAsMade{.id = 1,
                                 .name = "alice",
                                 .home = {1},
                                 .password_hash = "$argon2id$old",
                                 .keys = {{.label = "laptop", .hash = std::string(32, 'k')}},
                                 .version = 1};
  return kAsMade;
}

const Reference& role() {
  static const Reference kAsMade{.kind = ReferenceKind::role,
                                 .id = 7,
                                 .owner = {1},
                                 .name = "clerk",
                                 .words = {"user", "administrator", "commerce"},
                                 .version = 1};
  return kAsMade;
}

Token token(char byte) {
  return {.hash = std::string(32, byte),
          .principal = 1,
          .principal_version = 1,
          .use = Token::Use::access,
          .pair = std::string(32, 'p'),
          .expires = kNow.plus_seconds(86'400)};
}

template <class AdminObject>
void save_admin_object(Transaction& transaction, const AdminObject* before,
                       const AdminObject& after) {
  AdminEntry entry = entry_of(before, after);
  entry.by = {.time = kNow,
              .principal = "tester",
              .door = "test",
              .source = {},
              .request = {},
              .reason = {},
              .warnings = {}};
  const auto random = seeded_random(static_cast<unsigned>(after.version));
  bind(entry, *random);
  transaction.save(after);
  transaction.save(entry);
}

void keep_bound(Transaction& transaction, const Record& after) {
  const auto before = transaction.customer(after.id);
  Entry entry = entry_to(before ? &*before : nullptr, after);
  entry.by.request =
      Uuid::numbered(static_cast<std::uint64_t>(1000 * after.id.value + after.version));
  const auto random = seeded_random(static_cast<unsigned>(after.id.value + after.version));
  bind(entry, *random);
  transaction.save(after, entry);
  transaction.save(RequestRecord{.id = entry.by.request,
                                 .principal = 1,
                                 .home = {1},
                                 .customer = after.id,
                                 .version = after.version,
                                 .changed = true,
                                 .batch = {},
                                 .door = "test",
                                 .time = kNow});
}

void change(Transaction& transaction, std::int64_t id, Field field, Value value) {
  keep_bound(transaction,
             with(transaction.customer(CustomerId{id}).value(), field, std::move(value)));
}

void must(Store& store, const Job& job) { ASSERT_EQ(write_and_wait(store, job), Committed::yes); }

}  // namespace

Integrity tamper_key() { return {.key = std::string(32, 'i')}; }

std::string name_of(Engine engine) { return engine == Engine::sqlite ? "Sqlite" : "Postgresql"; }

TamperedStore::TamperedStore(Engine engine)
    : engine_(engine),
      url_(engine == Engine::postgresql ? database_called(folder_.path().filename()) : "") {
  fill();
}

TamperedStore::~TamperedStore() {
  if (engine_ == Engine::postgresql) drop_database(folder_.path().filename());
}

std::string TamperedStore::place() const {
  return engine_ == Engine::sqlite ? folder_.path().string() : url_;
}

void TamperedStore::drop_old() const {
  for (const char* each : kKept) alter("DROP TABLE IF EXISTS old_" + std::string(each));
}

std::unique_ptr<Store> TamperedStore::open() const {
  drop_old();
  return open_it();
}

std::unique_ptr<Store> TamperedStore::open_it() const {
  const Trust trust = [](const Opening&) { return tamper_key(); };
  if (engine_ == Engine::sqlite)
    return open_sqlite({.random = test_random(), .folder = folder_.path(), .trust = trust}).value();
  PostgresqlOptions options = postgresql_at(url_);
  options.trust = trust;
  return open_postgresql(options).value();
}

void TamperedStore::fill() const {
  const auto store = open_it();
  const std::string key = *tamper_key().key;
  must(*store, [](Transaction& transaction) {
    keep_bound(transaction, made(1, 0, "Root"));
    keep_bound(transaction, made(101, 1, "Volvo"));
    keep_bound(transaction, made(123, 1, "Example"));
    keep_bound(transaction, made(124, 123, "Branch"));
    save_admin_object<Principal>(transaction, nullptr, alice());
    save_admin_object<Reference>(transaction, nullptr, role());
    transaction.save(token('a'));
    transaction.save(token('b'));
    return true;
  });
  ASSERT_TRUE(seal_unsealed(*store, key));
  for (const char* each : kKept)
    alter("CREATE TABLE old_" + std::string(each) + " AS SELECT * FROM " + each);
  must(*store, [](Transaction& transaction) {
    transaction.remove_token(std::string(32, 'b'));
    set_mark(transaction, {"demo", 1}, kNow);
    Principal changed = alice();
    changed.password_hash = "$argon2id$new";
    changed.version = 2;
    save_admin_object(transaction, &alice(), changed);
    Reference less = role();
    less.words = {"user"};
    less.version = 2;
    save_admin_object(transaction, &role(), less);
    return true;
  });
  for (const char* notes : {"a", "b", "c"})
    must(*store, [&](Transaction& transaction) {
      return change(transaction, 101, Field::notes, notes), true;
    });
  ASSERT_TRUE(seal_unsealed(*store, key));
  must(*store, [](Transaction& transaction) {
    return change(transaction, 124, Field::notes, "young"), true;
  });
  store->close();
}

void TamperedStore::alter(const std::string& sql) const {
  if (engine_ == Engine::postgresql) {
    ask_database(url_, sql);
    return;
  }
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open((folder_.path() / "patchbay.db").c_str(), &handle), SQLITE_OK);
  sqlite3_busy_timeout(handle, 5000);
  char* error = nullptr;
  EXPECT_EQ(sqlite3_exec(handle, in_sqlite(sql).c_str(), nullptr, nullptr, &error), SQLITE_OK)
      << error << " in " << sql;
  sqlite3_free(error);
  sqlite3_close(handle);
}

std::string TamperedStore::ask(const std::string& sql) const {
  if (engine_ == Engine::postgresql) return ask_database(url_, sql);
  sqlite3* handle = nullptr;
  std::string out;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_open((folder_.path() / "patchbay.db").c_str(), &handle) == SQLITE_OK &&
      sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW)
    out = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
  sqlite3_finalize(statement);
  sqlite3_close(handle);
  return out;
}

std::string TamperedStore::bytes(std::string_view raw) const {
  if (engine_ == Engine::sqlite) return "X'" + hex(raw) + "'";
  return "'\\x" + hex(raw) + "'";
}

VerifyReport TamperedStore::verified(const VerifyOptions& against) const {
  VerifyReport out;
  open_readers([&](const OpenReader& open) { out = verify(open, {}, against); }, against.integrity);
  return out;
}

void TamperedStore::read(const std::function<void(ReadTransaction&)>& use,
                         const Integrity& integrity) const {
  open_readers([&](const OpenReader& open) { use(*open()); }, integrity);
}

void TamperedStore::open_readers(const UseReaders& use, const Integrity& integrity) const {
  const auto done = engine_ == Engine::sqlite ? read_sqlite(folder_.path(), use, integrity)
                                              : read_postgresql(url_, use, integrity);
  ASSERT_TRUE(done) << done.error();
}

}  // namespace patchbay::store
