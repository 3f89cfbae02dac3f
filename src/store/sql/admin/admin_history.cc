// History entries of principals and references as rows, looked up by object and version.
#include "store/sql/admin/admin_history.h"

#include <limits>

#include "base/digest.h"
#include "record/formats/codec.h"
#include "record/history/chain.h"
#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {
namespace {

constexpr std::size_t kWidth = 5;

// The texts of a row: member, before, after, bond and proof of each difference.
std::vector<std::string> flat(const std::vector<AdminDifference>& differences) {
  std::vector<std::string> out;
  for (const AdminDifference& each : differences)
    for (std::string text :
         {each.member, each.before, each.after, base64(each.bond), base64(each.proof)})
      out.push_back(std::move(text));
  return out;
}

// `width`: number of texts per difference.
std::vector<AdminDifference> unflat(std::vector<std::string> texts, std::size_t width = kWidth) {
  std::vector<AdminDifference> out;
  for (std::size_t i = 0; i + width <= texts.size(); i += width)
    out.push_back({.member = std::move(texts[i]),
                   .before = std::move(texts[i + 1]),
                   .after = std::move(texts[i + 2]),
                   .bond = parse_base64(texts[i + 3]).value_or(std::string()),
                   .proof = width < kWidth ? std::string()
                                           : parse_base64(texts[i + 4]).value_or(std::string())});
  return out;
}

AdminEntry entry_of(const AdminObjectId& object, const Rows& rows, std::size_t width = kWidth) {
  const auto whose = [&] {
    return std::string(word(object)) + ' ' + std::to_string(object.id) + ": version " +
           std::to_string(rows.whole(0)) + " of its history";
  };
  return {.object = object,
          .version = rows.whole(0),
          .action = rows.text(1),
          .by = {.time = rows.instant(2),
                 .principal = rows.text(3),
                 .principal_id = rows.whole(11),
                 .door = rows.text(4),
                 .source = rows.text(5),
                 .request = rows.uuid(6),
                 .reason = rows.text(7),
                 .warnings = readable(decode_texts(rows.view(8)), whose)},
          .differences = unflat(readable(decode_texts(rows.view(9)), whose), width),
          .hash = rows.text(10)};
}

std::string hash_before(Connection& connection, const AdminEntry& entry) {
  Rows rows = select(connection,
                     "SELECT hash FROM thing_entries "
                     "WHERE kind = $1 AND thing = $2 AND version = $3",
                     word(entry.object), entry.object.id, entry.version - 1);
  return rows.next() ? rows.text(0) : std::string();
}

std::int64_t newest_admin_entry(Connection& connection) {
  Rows rows = select(connection, "SELECT max(number) FROM thing_entries");
  return rows.next() && !rows.null(0) ? rows.whole(0) : 0;
}

}  // namespace

std::vector<AdminEntry> find_admin_history(Connection& connection, const AdminObjectId& object,
                                           Version before, std::size_t limit) {
  const Version end = before > 0 ? before : std::numeric_limits<Version>::max();
  Rows rows = select(connection,
                     "SELECT version, action, time_us, principal, door, source, request, reason,"
                     " warnings, differences, hash, principal_id FROM thing_entries "
                     "WHERE kind = $1 AND thing = $2 AND version < $3 "
                     "ORDER BY version DESC LIMIT $4",
                     word(object), object.id, end, static_cast<std::int64_t>(limit));
  std::vector<AdminEntry> out;
  while (rows.next()) out.push_back(entry_of(object, rows));
  return out;
}

std::vector<std::int64_t> find_admin_object_ids(Connection& connection,
                                                std::optional<ReferenceKind> kind,
                                                std::int64_t after, std::size_t limit) {
  const auto some = static_cast<std::int64_t>(limit);
  Rows rows =
      kind ? select(connection,
                    "SELECT id FROM things WHERE kind = $1 AND id > $2 ORDER BY id LIMIT $3",
                    word(*kind), after, some)
           : select(connection, "SELECT id FROM principals WHERE id > $1 ORDER BY id LIMIT $2",
                    after, some);
  std::vector<std::int64_t> out;
  while (rows.next()) out.push_back(rows.whole(0));
  return out;
}

AdminEntry find_old_admin_entry(Connection& connection, std::string_view kind, std::int64_t object,
                                Version version) {
  constexpr std::size_t kWithoutProof = 4;
  Rows rows = select(connection,
                     "SELECT version, action, time_us, principal, door, source, request, reason,"
                     " warnings, differences, hash, principal_id FROM thing_entries "
                     "WHERE kind = $1 AND thing = $2 AND version = $3",
                     kind, object, version);
  if (!rows.next()) throw Unavailable("an entry of history has gone");
  return entry_of({parse_kind(kind), object}, rows, kWithoutProof);
}

void save_admin_entry(Connection& connection, const AdminEntry& entry) {
  const std::string previous = hash_before(connection, entry);
  const ChangeOrigin& by = entry.by;
  const std::string hash = chain_hash(previous, entry, connection.integrity().needed());
  const std::int64_t number = newest_admin_entry(connection) + 1;
  execute(connection,
          "INSERT INTO thing_entries (kind, thing, version, action, time_us, principal, door,"
          " source, request, reason, warnings, differences, hash, principal_id, number) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
          word(entry.object), entry.object.id, entry.version, entry.action, by.time, by.principal,
          by.door, by.source, by.request.text(), by.reason, encode(by.warnings),
          encode(flat(entry.differences)), Bytes{hash}, by.principal_id, number);
}

}  // namespace patchbay::store::sql
