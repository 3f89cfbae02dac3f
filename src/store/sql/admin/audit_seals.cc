// Reads and writes seals.
#include "store/sql/admin/audit_seals.h"

#include "base/digest.h"
#include "store/sql/engine/rows.h"
#include "store/sql/engine/schema.h"
#include "store/sql/engine/sequences.h"

namespace patchbay::store::sql {
namespace {

std::vector<NumberedHash> hashes_of(Rows rows) {
  std::vector<NumberedHash> out;
  while (rows.next()) out.push_back({rows.whole(0), rows.text(1)});
  return out;
}

constexpr const char* kUnsealed =
    "its history has no seals. If an earlier version of Patchbay wrote this store, run `patchbay "
    "adopt --data PLACE` once; otherwise somebody removed the seals: restore a backup";

// Throws WrongSchema.
void check_head(Connection& connection) {
  const auto head = find_head(connection);
  if (!head) throw WrongSchema(kUnsealed);
  const auto seals = find_seals(connection, head->seal, 1);
  if (seals.empty() || seals.front().number != head->seal ||
      !same_bytes(head_hash(seals.front(), connection.integrity().needed()), head->hash))
    throw WrongSchema(
        "its newest seal does not hold: it was written under another key, or altered by hand. Run "
        "`patchbay verify`, or restore a backup");
}

void begin_seals(Connection& connection) {
  connection.begin_writing(LockScope::everything);
  try {
    if (is_new(connection))
      (void)save_first_seal(connection);
    else
      check_head(connection);
  } catch (...) {
    connection.rollback();
    throw;
  }
  if (connection.commit() != Committed::yes)
    throw Unavailable("the first seal cannot be committed");
}

}  // namespace

std::vector<NumberedHash> find_entry_hashes(Connection& connection, std::int64_t after,
                                            std::size_t limit) {
  return hashes_of(select(connection,
                          "SELECT id, hash FROM entries WHERE id > $1 ORDER BY id LIMIT $2", after,
                          static_cast<std::int64_t>(limit)));
}

std::vector<NumberedHash> find_admin_entry_hashes(Connection& connection, std::int64_t after,
                                                  std::size_t limit) {
  return hashes_of(select(connection,
                          "SELECT number, hash FROM thing_entries WHERE number > $1 "
                          "ORDER BY number LIMIT $2",
                          after, static_cast<std::int64_t>(limit)));
}

std::vector<AuditSeal> find_seals(Connection& connection, std::int64_t from, std::size_t limit) {
  Rows rows = select(connection,
                     "SELECT number, entry, entries, thing_entry, thing_entries, hash FROM seals "
                     "WHERE number >= $1 ORDER BY number LIMIT $2",
                     from, static_cast<std::int64_t>(limit));
  std::vector<AuditSeal> out;
  while (rows.next())
    out.push_back({.number = rows.whole(0),
                   .entry = rows.whole(1),
                   .entries = rows.whole(2),
                   .admin_entry = rows.whole(3),
                   .admin_entries = rows.whole(4),
                   .hash = rows.text(5)});
  return out;
}

std::optional<AuditHead> find_head(Connection& connection) {
  Rows rows = select(connection, "SELECT seal, mac FROM heads WHERE name = 'newest'");
  if (!rows.next()) return std::nullopt;
  return AuditHead{.seal = rows.whole(0), .hash = rows.text(1)};
}

AuditSeal save_first_seal(Connection& connection) {
  const std::string& key = connection.integrity().needed();
  const AuditSeal first = first_seal(key);
  execute(connection,
          "INSERT INTO seals (number, entry, entries, thing_entry, thing_entries, hash) "
          "VALUES (0, 0, 0, 0, 0, $1)",
          Bytes{first.hash});
  execute(connection, "INSERT INTO heads (name, seal, mac) VALUES ('newest', 0, $1)",
          Bytes{head_hash(first, key)});
  return first;
}

void save_seal(Connection& connection, const AuditSeal& seal) {
  execute(connection,
          "INSERT INTO seals (number, entry, entries, thing_entry, thing_entries, hash) "
          "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (number) DO NOTHING",
          seal.number, seal.entry, seal.entries, seal.admin_entry, seal.admin_entries,
          Bytes{seal.hash});
  execute(connection, "UPDATE heads SET seal = $1, mac = $2 WHERE name = 'newest' AND seal = $3",
          seal.number, Bytes{head_hash(seal, connection.integrity().needed())}, seal.number - 1);
}

void expect_seals(Connection& connection) {
  if (!has_schema(connection)) return;
  const std::int64_t schema = schema_of(connection);
  if (schema == 0 || schema >= kSealedSince) return;
  for (const char* newest : {"SELECT max(id) FROM customers", "SELECT max(id) FROM principals"}) {
    Rows rows = select(connection, newest);
    if (rows.next() && !rows.null(0)) throw WrongSchema(kUnsealed);
  }
}

bool is_new(Connection& connection) {
  for (const char* newest :
       {"SELECT max(id) FROM customers", "SELECT max(id) FROM principals",
        "SELECT max(id) FROM entries", "SELECT max(number) FROM thing_entries",
        "SELECT max(number) FROM seals", "SELECT max(seal) FROM heads WHERE name = 'newest'"}) {
    Rows rows = select(connection, newest);
    if (rows.next() && !rows.null(0)) return false;
  }
  return true;
}

std::shared_ptr<const Integrity> ask_trust(Connection& connection, const Trust& trust) {
  connection.trust(std::make_shared<const Integrity>(Integrity{.key = std::nullopt}));
  const Opening opening{.is_new = is_new(connection), .marks = find_marks(connection)};
  auto given = trust ? trust(opening) : Integrity{};
  if (!given) throw WrongSchema(given.error());
  auto integrity = std::make_shared<const Integrity>(*std::move(given));
  connection.trust(integrity);
  return integrity;
}

std::shared_ptr<const Integrity> begin_trust(Connection& connection, const Trust& trust) {
  auto integrity = ask_trust(connection, trust);
  begin_seals(connection);
  return integrity;
}

}  // namespace patchbay::store::sql
