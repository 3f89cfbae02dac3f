// Opens two stores of any engines and copies one to the other.
#include "store/open.h"
#include "store/postgresql/hosts.h"
#include "store/postgresql/location.h"
#include "store/sql/admin/adopt.h"
#include "store/sql/admin/audit_seals.h"
#include "store/sql/engine/copy.h"
#include "store/sql/engine/schema.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/data_folder.h"

namespace patchbay::store {
namespace {

constexpr postgresql::Bounds kPatientAndAlone{
    .answer_ms = 3'600'000, .commit_ms = 10'000, .use = postgresql::Use::alone};

// A connection to a store that no other process has open.
struct Held {
  std::optional<sqlite::Folder> folder;
  std::unique_ptr<sql::Connection> connection;
};

Held held(const std::string& location) {
  Held out;
  if (is_postgresql(location)) {
    out.connection = postgresql::Hosts(location).newest(kPatientAndAlone);
    return out;
  }
  auto folder = sqlite::Folder::hold(location, "a migration");
  if (!folder) throw Unavailable(folder.error().what);
  out.folder.emplace(*std::move(folder));
  auto file = out.folder->database();
  if (!file) throw Unavailable(file.error());
  out.connection = std::make_unique<sqlite::SqliteConnection>(
      sqlite::DatabaseFile{.file = *std::move(file), .vfs = {}, .wal_pages_max = kLongLogPages},
      sqlite::Role::writer);
  return out;
}

}  // namespace

std::expected<void, std::string> migrate(const std::string& from, const std::string& to,
                                         Random& random,
                                         const std::function<void(const Migrating&)>& watch) {
  if (auto there = must_be_a_store(from); !there) return there;
  try {
    const Held source = held(from);
    const Held target = held(to);
    sql::expect_seals(*source.connection);
    sql::upgrade(*source.connection, random);
    sql::upgrade(*target.connection, random, sql::Unfinished::welcome);
    sql::copy_all(*source.connection, *target.connection, random, [&](const sql::Copying& copying) {
      watch({copying.table, copying.rows, copying.total});
    });
    return {};
  } catch (const std::exception& error) {
    return std::unexpected(error.what());
  }
}

std::expected<void, std::string> adopt(const std::string& location, const Trust& trust, Instant now,
                                       Random& random) {
  if (auto there = must_be_a_store(location); !there) return there;
  try {
    const Held store = held(location);
    sql::upgrade(*store.connection, random);
    const auto integrity = sql::ask_trust(*store.connection, trust);
    sql::adopt(*store.connection, integrity, now, random);
    return {};
  } catch (const std::exception& error) {
    return std::unexpected("the store in " + redacted_location(location) +
                           " cannot be adopted: " + error.what());
  }
}

}  // namespace patchbay::store
