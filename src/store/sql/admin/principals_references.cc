// References of all kinds as rows of one table.
#include "record/formats/codec.h"
#include "store/sql/admin/principals.h"
#include "store/sql/customers/customers.h"
#include "store/sql/engine/row_hash.h"
#include "store/sql/engine/rows.h"
#include "store/sql/engine/sequences.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

Reference reference_of(ReferenceKind kind, const Rows& rows) {
  const auto whose = [&] {
    return std::string(word(kind)) + ' ' + std::to_string(rows.whole(0)) + ": its row";
  };
  return {.kind = kind,
          .id = rows.whole(0),
          .owner = rows.customer(1),
          .name = rows.text(2),
          .description = rows.text(3),
          .settings = readable(decode_values(rows.view(4)), whose),
          .words = readable(decode_texts(rows.view(5)), whose),
          .version = rows.whole(6),
          .deleted = rows.flag(7)};
}

// Whether the row is current: an old row that someone restored has a newer history entry.
bool is_current_row(const Connection& connection, ReferenceKind kind, const Rows& rows) {
  const Argument cells[] = {word(kind),   rows.whole(0), rows.whole(1), rows.view(2), rows.view(3),
                            rows.view(4), rows.view(5),  rows.whole(6), rows.whole(7)};
  return check_row_hash(connection, "things", cells, rows.view(8)) &&
         (rows.null(9) ||
          check_row_version(connection, word(kind), rows.whole(0), rows.whole(6), rows.whole(9)));
}

std::optional<Reference> first_reference(const Connection& connection, ReferenceKind kind,
                                         Rows rows) {
  while (rows.next())
    if (is_current_row(connection, kind, rows)) return reference_of(kind, rows);
  return std::nullopt;
}

std::vector<Reference> all_references(const Connection& connection, ReferenceKind kind, Rows rows) {
  std::vector<Reference> out;
  while (rows.next())
    if (is_current_row(connection, kind, rows)) out.push_back(reference_of(kind, rows));
  return out;
}

const std::string kAdminObjects =
    "SELECT id, owner, name, description, settings, words, version, deleted, mac,"
    " (SELECT max(t.version) FROM thing_entries t WHERE t.kind = things.kind AND"
    " t.thing = things.id) FROM things ";

}  // namespace

std::optional<Reference> find_reference(Connection& connection, ReferenceKind kind,
                                        std::int64_t id) {
  static const std::string kSql = kAdminObjects + "WHERE kind = $1 AND id = $2";
  return first_reference(connection, kind, select(connection, kSql, word(kind), id));
}

std::vector<Reference> find_references_of(Connection& connection, CustomerId owner,
                                          ReferenceKind kind, std::string_view name) {
  static const std::string kSql =
      kAdminObjects +
      "WHERE kind = $1 AND name = $2 AND owner = $3 AND deleted = 0 ORDER BY id LIMIT 2";
  return all_references(connection, kind, select(connection, kSql, word(kind), name, owner));
}

std::vector<Reference> find_references_below(Connection& connection, CustomerId top,
                                             ReferenceKind kind, std::string_view name) {
  static const std::string kSql =
      "SELECT t.id, t.owner, t.name, t.description, t.settings, t.words, t.version, t.deleted,"
      " t.mac, (SELECT max(e.version) FROM thing_entries e WHERE e.kind = t.kind AND"
      " e.thing = t.id) FROM things t JOIN customers c ON c.id = t.owner WHERE t.kind = $1 AND "
      "t.name = $2"
      " AND t.deleted = 0 AND c.path >= $3 AND c.path < $4 ORDER BY t.id LIMIT 2";
  const std::string path = path_of(connection, top);
  if (path.empty()) return {};
  return all_references(connection, kind,
                        select(connection, kSql, word(kind), name, path, end_of_subtree(path)));
}

std::vector<Reference> list_references(Connection& connection, ReferenceKind kind,
                                       std::int64_t after, std::size_t limit) {
  static const std::string kSql =
      kAdminObjects + "WHERE kind = $1 AND id > $2 AND deleted = 0 ORDER BY id LIMIT $3";
  return all_references(
      connection, kind,
      select(connection, kSql, word(kind), after, static_cast<std::int64_t>(limit)));
}

void save_reference(Connection& connection, const Reference& reference) {
  const std::string settings = encode(reference.settings);
  const std::string words = encode(reference.words);
  const Argument cells[] = {argument(word(reference.kind)),
                            argument(reference.id),
                            argument(reference.owner),
                            argument(reference.name),
                            argument(reference.description),
                            argument(settings),
                            argument(words),
                            argument(reference.version),
                            argument(reference.deleted)};
  const std::string mac = row_hash(connection, "things", cells);
  execute(connection,
          "INSERT INTO things (kind, id, owner, name, description, settings, words, version,"
          " deleted, mac) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
          "ON CONFLICT (kind, id) DO UPDATE SET owner = excluded.owner, name = excluded.name,"
          " description = excluded.description, settings = excluded.settings,"
          " words = excluded.words, version = excluded.version, deleted = excluded.deleted,"
          " mac = excluded.mac",
          cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7], cells[8],
          Bytes{mac});
  advance_sequence(connection, reference_sequence(reference.kind), reference.id);
}

}  // namespace patchbay::store::sql
