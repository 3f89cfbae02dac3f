// Finds customers.
#include "store/sql/customers/customers.h"

#include "record/formats/codec.h"
#include "store/sql/customers/record_cache.h"
#include "store/sql/engine/rows.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

// The columns that row_state_of() reads, in order.
const std::string kSelect = "SELECT " + std::string(kRowColumns);
const std::string kById = kSelect + " FROM customers WHERE id = $1";
const std::string kByUuid = kSelect + " FROM customers WHERE uuid = $1";
const std::string kWholeById = kSelect + ", doc FROM customers WHERE id = $1";
const std::string kWholeByUuid = kSelect + ", doc FROM customers WHERE uuid = $1";
const std::string kByMany =
    kSelect + ", doc, (SELECT value FROM meta WHERE name = 'edition') FROM customers WHERE ";
constexpr int kDoc = 6;
constexpr int kEpoch = 7;

Values decoded(CustomerId id, std::string_view doc) {
  return readable(decode_values(doc), values_of(id));
}

// Reads the current row, which has the column `doc`.
Record record_of(const Rows& rows, RowState& row_state) {
  row_state = row_state_of(rows);
  return {.id = row_state.id,
          .uuid = row_state.uuid,
          .version = row_state.version,
          .values = decoded(row_state.id, rows.view(kDoc))};
}

// Runs `whole` on connections without a cache, and `sql`, without the column `doc`, on others.
template <class Key>
std::optional<Record> find_with(Connection& connection, const std::string& sql,
                                const std::string& whole, const Key& key, RowState* row_state) {
  RowState found;
  if (!connection.records()) {
    Rows rows = select(connection, whole, key);
    if (!rows.next()) return std::nullopt;
    Record out = record_of(rows, found);
    if (row_state) *row_state = std::move(found);
    return out;
  }
  {
    Rows rows = select(connection, sql, key);
    if (!rows.next()) return std::nullopt;
    found = row_state_of(rows);
  }
  Record out = record_in(connection, found);
  if (row_state) *row_state = std::move(found);
  return out;
}

// Writes the text form of an array. Numbers and uuids need no quotes.
template <class IndexedColumns, class Text>
std::string array_of(const IndexedColumns& keys, Text&& text) {
  std::string out = "{";
  for (const auto& key : keys) out.append(out.size() > 1 ? "," : "").append(text(key));
  return out + "}";
}

}  // namespace

RowState row_state_of(const Rows& rows) {
  return {.id = rows.customer(0),
          .uuid = rows.uuid(1),
          .version = rows.whole(2),
          .last_entry = rows.whole(3),
          .last_hash = rows.text(4),
          .path = rows.text(5)};
}

RowState find_row(Connection& connection, CustomerId id) {
  Rows rows = select(connection, kById, id);
  return rows.next() ? row_state_of(rows) : RowState{};
}

Record record_in(Connection& connection, const RowState& row_state) {
  Record out{
      .id = row_state.id, .uuid = row_state.uuid, .version = row_state.version, .values = {}};
  RecordCache* const records = connection.records();
  if (records) {
    if (auto known = records->find(out.id, row_state.last_hash)) {
      out.values = *std::move(known);
      return out;
    }
  }
  Rows rows = select(connection, "SELECT doc FROM customers WHERE id = $1", out.id);
  if (!rows.next()) throw Damaged("customer " + std::to_string(out.id.value) + ": its row is gone");
  out.values = decoded(out.id, rows.view(0));
  if (records) records->add(out.id, row_state.last_hash, out.values, rows.view(0).size());
  return out;
}

std::optional<Record> find_customer(Connection& connection, CustomerId id, RowState* row_state) {
  return find_with(connection, kById, kWholeById, id, row_state);
}

std::optional<Record> find_customer(Connection& connection, const Uuid& uuid, RowState* row_state) {
  return find_with(connection, kByUuid, kWholeByUuid, uuid.text(), row_state);
}

std::optional<std::int64_t> find_each(Connection& connection, std::span<const CustomerId> ids,
                                      std::span<const Uuid> uuids, const EachFound& found) {
  const std::string numbers = array_of(ids, [](CustomerId id) { return std::to_string(id.value); });
  const std::string names = array_of(uuids, [](const Uuid& uuid) { return uuid.text(); });
  std::string sql = kByMany;
  std::vector<Argument> arguments;
  const auto add = [&](std::string_view condition, std::string_view type, const std::string& keys) {
    arguments.push_back(argument(keys));
    sql.append(arguments.size() > 1 ? " OR " : "").append(condition).append(" = ANY (CAST(CAST($");
    sql.append(std::to_string(arguments.size())).append(" AS TEXT) AS ").append(type).append("))");
  };
  if (!ids.empty()) add("id", "BIGINT[]", numbers);
  if (!uuids.empty()) add("uuid", "TEXT[]", names);
  std::optional<std::int64_t> epoch;
  if (arguments.empty()) return epoch;
  Rows rows(connection, sql, arguments);
  while (rows.next()) {
    epoch = rows.whole(kEpoch);
    RowState row_state;
    try {
      Record record = record_of(rows, row_state);
      found(std::move(record), std::move(row_state));
    } catch (const Unavailable&) {
      continue;  // skip a row that cannot be read; a job that needs it gets the error
    }
  }
  return epoch;
}

std::vector<CustomerId> find_customer_ids(Connection& connection, CustomerId after,
                                          std::size_t limit) {
  Rows rows = select(connection, "SELECT id FROM customers WHERE id > $1 ORDER BY id LIMIT $2",
                     after, static_cast<std::int64_t>(limit));
  std::vector<CustomerId> out;
  while (rows.next()) out.push_back(rows.customer(0));
  return out;
}

std::vector<Record> find_records(Connection& connection, CustomerId after, std::size_t limit) {
  static const std::string kSql =
      kSelect + ", doc FROM customers WHERE id > $1 ORDER BY id LIMIT $2";
  Rows rows = select(connection, kSql, after, static_cast<std::int64_t>(limit));
  std::vector<Record> out;
  RowState unused;
  while (rows.next()) out.push_back(record_of(rows, unused));
  return out;
}

std::int64_t newest_entry(Connection& connection) {
  Rows rows = select(connection, "SELECT max(id) FROM entries");
  return rows.next() && !rows.null(0) ? rows.whole(0) : 0;
}

std::string path_of(Connection& connection, CustomerId id) {
  Rows rows = select(connection, "SELECT path FROM customers WHERE id = $1", id);
  return rows.next() ? rows.text(0) : std::string();
}

std::vector<CustomerId> find_named(Connection& connection, CustomerId parent,
                                   std::string_view name) {
  Rows rows = select(connection,
                     "SELECT id FROM customers WHERE parent = $1 AND deleted = 0 AND name = $2 "
                     "ORDER BY id LIMIT 2",
                     parent, name);
  std::vector<CustomerId> out;
  while (rows.next()) out.push_back(rows.customer(0));
  return out;
}

std::optional<CustomerId> find_external(Connection& connection, CustomerId enterprise,
                                        std::string_view id) {
  Rows rows = select(connection,
                     "SELECT id FROM customers WHERE enterprise = $1 AND external_id = $2 "
                     "ORDER BY id LIMIT 1",
                     enterprise, id);
  return rows.next() ? std::optional(rows.customer(0)) : std::nullopt;
}

std::optional<CustomerId> find_external_clash(Connection& connection, CustomerId top,
                                              CustomerId enterprise) {
  const std::string path = path_of(connection, top);
  if (path.empty()) return std::nullopt;
  Rows rows = select(connection,
                     "SELECT moved.id FROM customers AS moved JOIN customers AS there"
                     " ON there.enterprise = $1 AND there.external_id = moved.external_id "
                     "WHERE moved.path > $2 AND moved.path < $3"
                     " AND (there.path < $2 OR there.path >= $3) LIMIT 1",
                     enterprise, path, end_of_subtree(path));
  return rows.next() ? std::optional(rows.customer(0)) : std::nullopt;
}

bool has_live_children(Connection& connection, CustomerId id) {
  return select(connection, "SELECT 1 FROM customers WHERE parent = $1 AND deleted = 0 LIMIT 1", id)
      .next();
}

bool is_live(Connection& connection, CustomerId id) {
  Rows rows = select(connection, "SELECT deleted FROM customers WHERE id = $1", id);
  return rows.next() && !rows.flag(0);
}

bool is_affiliate(Connection& connection, CustomerId id) {
  return select(connection, "SELECT 1 FROM customers WHERE affiliate = $1 AND deleted = 0 LIMIT 1",
                id)
      .next();
}

}  // namespace patchbay::store::sql
