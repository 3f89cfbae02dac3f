// Writes changes of customers: the history entry, the search terms and the row.
#include <algorithm>
#include <deque>
#include <map>

#include "record/formats/codec.h"
#include "store/indexed_columns.h"
#include "store/sql/customers/change_statements.h"
#include "store/sql/customers/customers.h"
#include "store/sql/customers/record_cache.h"
#include "store/sql/customers/search_terms.h"
#include "store/sql/engine/rows.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

void append(Connection& connection, std::span<const CustomerChange> changes, WriteMode write_mode) {
  std::vector<Argument> cells;
  std::deque<std::string> texts;
  const auto kept = [&](std::string text) { return argument(texts.emplace_back(std::move(text))); };
  auto next = changes.begin();
  for (const std::size_t part : MultiRowStatement::parts(changes.size()))
    for (std::size_t i = 0; i < part; ++i) {
      const CustomerChange& each = *next++;
      const Entry& entry = *each.entry;
      const ChangeOrigin& by = entry.by;
      const std::int64_t number =
          write_mode.counted ? static_cast<std::int64_t>(i) + 1 : each.number;
      cells.insert(
          cells.end(),
          {argument(number), argument(each.before.last_entry), argument(entry.customer),
           argument(entry.version), argument(entry.action), argument(by.time),
           argument(by.principal), argument(by.door), argument(by.source), kept(by.request.text()),
           argument(by.reason), kept(encode(by.warnings)),
           each.differences.empty() ? kept(encode_differences(entry)) : argument(each.differences),
           Bytes{each.hash}, argument(by.principal_id)});
    }
  insert_entries(connection, write_mode).run(connection, cells);
}

void add(Connection& connection, const CustomerChange& change) {
  const Record& after = *change.after;
  const IndexedColumns keys = indexed_columns_of(after);
  execute(connection,
          "INSERT INTO customers (id, uuid, parent, path, deleted, enterprise, external_id,"
          " affiliate, name, account, description, version, last_entry, last_hash, doc) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
          after.id, after.uuid.text(), keys.parent, change.path, keys.deleted,
          enterprise_of(change.path), or_null(keys.external_id), or_null(keys.affiliate), keys.name,
          keys.account, keys.description, after.version, change.number, Bytes{change.hash},
          change.values.empty() ? encode(after.values) : change.values);
}

// A change that is rolled back does no harm there: its hash is never asked for.
void cache(Connection& connection, const CustomerChange& change, std::size_t stored_bytes) {
  if (RecordCache* const records = connection.records())
    records->add(change.after->id, change.hash, change.after->values, stored_bytes);
}

void move(Connection& connection, const std::string& from, const std::string& to) {
  execute(connection,
          "UPDATE customers SET path = $1 || substr(path, $2), enterprise = $3 "
          "WHERE path > $4 AND path < $5",
          to, static_cast<std::int64_t>(from.size()) + 1, enterprise_of(to), from,
          end_of_subtree(from));
}

// Whether a column is read when other customers are checked, listed or searched.
enum class Concerns : std::uint8_t { itself, others };

// A column derived from one field.
struct Column {
  TypedColumn cell;
  Field field;
  Concerns concerns;
  Argument (*value)(const IndexedColumns&);
};
constexpr Column kColumns[] = {
    {{"parent", "BIGINT"},
     Field::parent,
     Concerns::others,
     [](const IndexedColumns& keys) { return argument(keys.parent); }},
    {{"deleted", "BIGINT"},
     Field::deleted,
     Concerns::others,
     [](const IndexedColumns& keys) { return argument(keys.deleted); }},
    {{"external_id", "TEXT"},
     Field::external_id,
     Concerns::others,
     [](const IndexedColumns& keys) { return or_null(keys.external_id); }},
    {{"affiliate", "BIGINT"},
     Field::affiliate_customer,
     Concerns::others,
     [](const IndexedColumns& keys) { return or_null(keys.affiliate); }},
    {{"name", "TEXT"},
     Field::name,
     Concerns::others,
     [](const IndexedColumns& keys) { return argument(keys.name); }},
    {{"account", "TEXT"},
     Field::account,
     Concerns::itself,
     [](const IndexedColumns& keys) { return argument(keys.account); }},
    {{"description", "TEXT"},
     Field::description,
     Concerns::itself,
     [](const IndexedColumns& keys) { return argument(keys.description); }},
};

// The columns that a change has to write. Other columns are left out, because writing a column
// updates its indexes.
struct Written {
  std::vector<const Column*> columns;
  bool path = false;
  auto operator<=>(const Written&) const = default;
};

Written written(const CustomerChange& change) {
  Written out{.path = change.path != change.before.path};
  for (const Column& each : kColumns)
    if (changes(*change.entry, each.field)) out.columns.push_back(&each);
  return out;
}

MultiRowStatement updating(const Connection& connection, const Written& written,
                           WriteMode write_mode) {
  std::vector<TypedColumn> more;
  for (const Column* each : written.columns) more.push_back(each->cell);
  if (written.path) more.insert(more.end(), {{"path", "TEXT"}, {"enterprise", "BIGINT"}});
  return update_customers(connection, write_mode, more);
}

void change_all(Connection& connection, const Written& written,
                std::span<const CustomerChange* const> changes, WriteMode write_mode) {
  std::vector<Argument> cells;
  std::deque<IndexedColumns> keys;
  std::deque<std::string> docs;
  for (const CustomerChange* each : changes) {
    const Record& after = *each->after;
    const IndexedColumns& found = keys.emplace_back(indexed_columns_of(after));
    const std::string& doc =
        each->values.empty() ? docs.emplace_back(encode(after.values)) : each->values;
    cells.insert(cells.end(), {argument(after.version), argument(each->number), Bytes{each->hash},
                               argument(doc)});
    cache(connection, *each, doc.size());
    for (const Column* column : written.columns) cells.push_back(column->value(found));
    if (written.path)
      cells.insert(cells.end(), {argument(each->path), argument(enterprise_of(each->path))});
    cells.push_back(argument(after.id));
  }
  updating(connection, written, write_mode).run(connection, cells);
}

}  // namespace

bool is_of_values(const Entry& entry) {
  return std::ranges::none_of(kColumns, [&](const Column& each) {
    return each.concerns == Concerns::others && changes(entry, each.field);
  });
}

void write_changes(Connection& connection, std::span<const CustomerChange> changes,
                   WriteMode write_mode) {
  append(connection, changes, write_mode);
  save_former_terms(connection, changes);
  std::map<Written, std::vector<const CustomerChange*>> updates;
  for (const CustomerChange& each : changes) {
    if (each.before.version == 0) {
      add(connection, each);
      continue;
    }
    if (each.before.path != each.path) move(connection, each.before.path, each.path);
    updates[written(each)].push_back(&each);
  }
  for (const auto& [columns, some] : updates) change_all(connection, columns, some, write_mode);
}

}  // namespace patchbay::store::sql
