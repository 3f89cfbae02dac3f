// Writing changes of customers: an entry more of each one's history, its terms, and its row.
#include <algorithm>
#include <deque>
#include <map>

#include "record/codec.h"
#include "store/keys.h"
#include "store/sql/change_statements.h"
#include "store/sql/counters.h"
#include "store/sql/customers.h"
#include "store/sql/rows.h"
#include "store/sql/terms.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

void append(Connection& connection, std::span<const Change> changes, Way way) {
  std::vector<Argument> cells;
  std::deque<std::string> texts;
  const auto kept = [&](std::string text) { return argument(texts.emplace_back(std::move(text))); };
  auto next = changes.begin();
  for (const std::size_t part : ForMany::parts(changes.size()))
    for (std::size_t i = 0; i < part; ++i) {
      const Change& each = *next++;
      const Entry& entry = *each.entry;
      const Circumstance& by = entry.by;
      const std::int64_t number = way.counted ? static_cast<std::int64_t>(i) + 1 : each.number;
      cells.insert(cells.end(),
                   {argument(number), argument(each.before.last_entry), argument(entry.customer),
                    argument(entry.version), argument(entry.action), argument(by.time),
                    argument(by.principal), argument(by.door), argument(by.source),
                    kept(by.request.text()), argument(by.reason), kept(encode(by.warnings)),
                    kept(encode(entry.differences)), Bytes{each.hash}, argument(by.principal_id)});
    }
  inserting_entries(connection, way).run(connection, cells);
}

void add(Connection& connection, const Change& change) {
  const Record& after = *change.after;
  const Keys keys = keys_of(after);
  execute(connection,
          "INSERT INTO customers (id, uuid, parent, path, deleted, enterprise, external_id,"
          " affiliate, name, account, description, version, last_entry, last_hash, doc) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
          after.id, after.uuid.text(), keys.parent, change.path, keys.deleted,
          enterprise_of(change.path), or_null(keys.external_id), or_null(keys.affiliate), keys.name,
          keys.account, keys.description, after.version, change.number, Bytes{change.hash},
          encode(after.values));
  count_past(connection, kCustomerCounter, after.id.value);
}

void move(Connection& connection, const std::string& from, const std::string& to) {
  execute(connection,
          "UPDATE customers SET path = $1 || substr(path, $2), enterprise = $3 "
          "WHERE path > $4 AND path < $5",
          to, static_cast<std::int64_t>(from.size()) + 1, enterprise_of(to), from,
          end_of_subtree(from));
}

// What others stand by, or are found or checked by.
enum class Concerns : std::uint8_t { itself, others };

// A column that follows from one field.
struct Column {
  Cell cell;
  Field field;
  Concerns concerns;
  Argument (*value)(const Keys&);
};
constexpr Column kColumns[] = {
    {{"parent", "BIGINT"},
     Field::parent,
     Concerns::others,
     [](const Keys& keys) { return argument(keys.parent); }},
    {{"deleted", "BIGINT"},
     Field::deleted,
     Concerns::others,
     [](const Keys& keys) { return argument(keys.deleted); }},
    {{"external_id", "TEXT"},
     Field::external_id,
     Concerns::others,
     [](const Keys& keys) { return or_null(keys.external_id); }},
    {{"affiliate", "BIGINT"},
     Field::affiliate_customer,
     Concerns::others,
     [](const Keys& keys) { return or_null(keys.affiliate); }},
    {{"name", "TEXT"},
     Field::name,
     Concerns::others,
     [](const Keys& keys) { return argument(keys.name); }},
    {{"account", "TEXT"},
     Field::account,
     Concerns::itself,
     [](const Keys& keys) { return argument(keys.account); }},
    {{"description", "TEXT"},
     Field::description,
     Concerns::itself,
     [](const Keys& keys) { return argument(keys.description); }},
};

// Which columns a change writes, and no others: each that is written costs its indexes.
struct Written {
  std::vector<const Column*> columns;
  bool path = false;
  auto operator<=>(const Written&) const = default;
};

Written written(const Change& change) {
  Written out{.path = change.path != change.before.path};
  for (const Column& each : kColumns)
    if (changes(*change.entry, each.field)) out.columns.push_back(&each);
  return out;
}

ForMany updating(const Connection& connection, const Written& written, Way way) {
  std::vector<Cell> more;
  for (const Column* each : written.columns) more.push_back(each->cell);
  if (written.path) more.insert(more.end(), {{"path", "TEXT"}, {"enterprise", "BIGINT"}});
  return updating_customers(connection, way, more);
}

void change_all(Connection& connection, const Written& written,
                std::span<const Change* const> changes, Way way) {
  std::vector<Argument> cells;
  std::deque<Keys> keys;
  std::deque<std::string> docs;
  for (const Change* each : changes) {
    const Record& after = *each->after;
    const Keys& found = keys.emplace_back(keys_of(after));
    cells.insert(cells.end(), {argument(after.version), argument(each->number), Bytes{each->hash},
                               argument(docs.emplace_back(encode(after.values)))});
    for (const Column* column : written.columns) cells.push_back(column->value(found));
    if (written.path)
      cells.insert(cells.end(), {argument(each->path), argument(enterprise_of(each->path))});
    cells.push_back(argument(after.id));
  }
  updating(connection, written, way).run(connection, cells);
}

}  // namespace

bool is_of_values(const Entry& entry) {
  return std::ranges::none_of(kColumns, [&](const Column& each) {
    return each.concerns == Concerns::others && changes(entry, each.field);
  });
}

void write_changes(Connection& connection, std::span<const Change> changes, Way way) {
  append(connection, changes, way);
  save_terms(connection, changes);
  save_former_terms(connection, changes);
  std::map<Written, std::vector<const Change*>> updates;
  for (const Change& each : changes) {
    if (each.before.version == 0) {
      add(connection, each);
      continue;
    }
    if (each.before.path != each.path) move(connection, each.before.path, each.path);
    updates[written(each)].push_back(&each);
  }
  for (const auto& [columns, some] : updates) change_all(connection, columns, some, way);
}

}  // namespace patchbay::store::sql
