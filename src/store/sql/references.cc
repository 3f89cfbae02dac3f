// References of every kind as rows of one table.
#include "record/codec.h"
#include "store/sql/counters.h"
#include "store/sql/customers.h"
#include "store/sql/principals.h"
#include "store/sql/rows.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

Reference reference_of(Kind kind, const Rows& rows) {
  return {.kind = kind,
          .id = rows.whole(0),
          .owner = rows.customer(1),
          .name = rows.text(2),
          .description = rows.text(3),
          .settings = readable(decode_values(rows.view(4))),
          .words = readable(decode_texts(rows.view(5))),
          .version = rows.whole(6),
          .deleted = rows.flag(7)};
}

std::optional<Reference> first_reference(Kind kind, Rows rows) {
  return rows.next() ? std::optional(reference_of(kind, rows)) : std::nullopt;
}

std::vector<Reference> all_references(Kind kind, Rows rows) {
  std::vector<Reference> out;
  while (rows.next()) out.push_back(reference_of(kind, rows));
  return out;
}

const std::string kSelect =
    "SELECT id, owner, name, description, settings, words, version, deleted FROM things ";

}  // namespace

std::optional<Reference> find_reference(Connection& connection, Kind kind, std::int64_t id) {
  static const std::string kSql = kSelect + "WHERE kind = $1 AND id = $2";
  return first_reference(kind, select(connection, kSql, word(kind), id));
}

std::vector<Reference> find_references_of(Connection& connection, CustomerId owner, Kind kind,
                                          std::string_view name) {
  static const std::string kSql =
      kSelect + "WHERE kind = $1 AND name = $2 AND owner = $3 AND deleted = 0 ORDER BY id LIMIT 2";
  return all_references(kind, select(connection, kSql, word(kind), name, owner));
}

std::vector<Reference> find_references_below(Connection& connection, CustomerId top, Kind kind,
                                             std::string_view name) {
  static const std::string kSql =
      "SELECT t.id, t.owner, t.name, t.description, t.settings, t.words, t.version, t.deleted "
      "FROM things t JOIN customers c ON c.id = t.owner WHERE t.kind = $1 AND t.name = $2"
      " AND t.deleted = 0 AND c.path >= $3 AND c.path < $4 ORDER BY t.id LIMIT 2";
  const std::string path = path_of(connection, top);
  if (path.empty()) return {};
  return all_references(kind,
                        select(connection, kSql, word(kind), name, path, end_of_subtree(path)));
}

std::vector<Reference> list_references(Connection& connection, Kind kind, std::int64_t after,
                                       std::size_t limit) {
  static const std::string kSql =
      kSelect + "WHERE kind = $1 AND id > $2 AND deleted = 0 ORDER BY id LIMIT $3";
  return all_references(
      kind, select(connection, kSql, word(kind), after, static_cast<std::int64_t>(limit)));
}

void save_reference(Connection& connection, const Reference& reference) {
  execute(connection,
          "INSERT INTO things (kind, id, owner, name, description, settings, words, version,"
          " deleted) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
          "ON CONFLICT (kind, id) DO UPDATE SET owner = excluded.owner, name = excluded.name,"
          " description = excluded.description, settings = excluded.settings,"
          " words = excluded.words, version = excluded.version, deleted = excluded.deleted",
          word(reference.kind), reference.id, reference.owner, reference.name,
          reference.description, encode(reference.settings), encode(reference.words),
          reference.version, reference.deleted);
  count_past(connection, reference_counter(reference.kind), reference.id);
}

}  // namespace patchbay::store::sql
