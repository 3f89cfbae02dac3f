// Finding customers.
#include "store/sql/customers.h"

#include "record/codec.h"
#include "store/sql/rows.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

constexpr std::string_view kById =
    "SELECT id, uuid, version, doc, path, last_entry, last_hash FROM customers WHERE id = $1";
constexpr std::string_view kByUuid =
    "SELECT id, uuid, version, doc, path, last_entry, last_hash FROM customers WHERE uuid = $1";

std::optional<Record> first_record(Rows rows, Standing* standing) {
  if (!rows.next()) return std::nullopt;
  Record out{.id = rows.customer(0),
             .uuid = rows.uuid(1),
             .version = rows.whole(2),
             .values = readable(decode_values(rows.view(3)))};
  if (standing)
    *standing = {.id = out.id,
                 .uuid = out.uuid,
                 .version = out.version,
                 .last_entry = rows.whole(5),
                 .last_hash = rows.text(6),
                 .path = rows.text(4)};
  return out;
}

void ask_each(Connection& connection, std::string_view sql, std::span<const Argument> arguments,
              const EachFound& found) {
  connection.ask_each(sql, arguments, [&](std::size_t, Statement& started) {
    Standing standing;
    std::optional<Record> record;
    try {
      record = first_record(Rows(started), &standing);
    } catch (const Unavailable&) {
      return;  // it cannot be understood, and nobody else suffers: whoever needs it hears of it
    }
    if (record) found(*std::move(record), std::move(standing));
  });
}

}  // namespace

std::optional<Record> find_customer(Connection& connection, CustomerId id, Standing* standing) {
  return first_record(select(connection, kById, id), standing);
}

std::optional<Record> find_customer(Connection& connection, const Uuid& uuid, Standing* standing) {
  return first_record(select(connection, kByUuid, uuid.text()), standing);
}

void find_each(Connection& connection, std::span<const CustomerId> ids, const EachFound& found) {
  std::vector<Argument> arguments;
  for (const CustomerId& id : ids) arguments.push_back(argument(id));
  ask_each(connection, kById, arguments, found);
}

void find_each(Connection& connection, std::span<const Uuid> uuids, const EachFound& found) {
  std::vector<std::string> texts;
  texts.reserve(uuids.size());
  for (const Uuid& uuid : uuids) texts.push_back(uuid.text());
  std::vector<Argument> arguments;
  for (const std::string& text : texts) arguments.push_back(argument(text));
  ask_each(connection, kByUuid, arguments, found);
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
