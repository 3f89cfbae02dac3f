// Principals as rows; lists are stored as JSON.
#include "store/sql/admin/principals.h"

#include "base/case_fold.h"
#include "base/digest.h"
#include "record/formats/codec.h"
#include "store/sql/admin/saved_views.h"
#include "store/sql/customers/customers.h"
#include "store/sql/engine/row_hash.h"
#include "store/sql/engine/rows.h"
#include "store/sql/engine/sequences.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

// Writes each label and then its hash.
std::string encode_keys(const std::vector<ApiKey>& keys) {
  std::vector<std::string> texts;
  for (const ApiKey& key : keys) {
    texts.push_back(key.label);
    texts.push_back(base64(key.hash));
  }
  return encode(texts);
}

std::vector<ApiKey> decode_keys(const std::vector<std::string>& texts) {
  std::vector<ApiKey> keys;
  for (std::size_t i = 0; i + 1 < texts.size(); i += 2)
    keys.push_back({.label = texts[i], .hash = parse_base64(texts[i + 1]).value_or("")});
  return keys;
}

Principal principal_of(const Rows& rows) {
  const auto whose = [&rows] { return "principal " + std::to_string(rows.whole(0)) + ": its row"; };
  NumbersAndTexts roles = readable(decode_numbers_and_texts(rows.view(3)), whose);
  return {.id = rows.whole(0),
          .name = rows.text(1),
          .home = rows.customer(2),
          .roles = std::move(roles.numbers),
          .doors = readable(decode_texts(rows.view(4)), whose),
          .sources = readable(decode_texts(rows.view(5)), whose),
          .password_hash = rows.text(6),
          .keys = decode_keys(readable(decode_texts(rows.view(7)), whose)),
          .locked = rows.flag(8),
          .deleted = rows.flag(9),
          .version = rows.whole(10),
          .role_names = std::move(roles.texts)};
}

constexpr std::string_view kTable = "principals";

// Whether the row is current: an old row that someone restored has a newer history entry.
bool is_current_row(const Connection& connection, const Rows& rows) {
  const Argument cells[] = {rows.whole(0), rows.view(1),  rows.whole(2), rows.view(3),
                            rows.view(4),  rows.view(5),  rows.view(6),  rows.view(7),
                            rows.whole(8), rows.whole(9), rows.whole(10)};
  return check_row_hash(connection, kTable, cells, rows.view(11)) &&
         (rows.null(12) ||
          check_row_version(connection, kTable, rows.whole(0), rows.whole(10), rows.whole(12)));
}

std::optional<Principal> first_principal(const Connection& connection, Rows rows) {
  return rows.next() && is_current_row(connection, rows) ? std::optional(principal_of(rows))
                                                         : std::nullopt;
}

const std::string kPrincipals =
    "SELECT p.id, p.name, p.home, p.roles, p.doors, p.sources, p.password_hash, p.api_keys,"
    " p.locked, p.deleted, p.version, p.mac, (SELECT max(t.version) FROM thing_entries t"
    " WHERE t.kind = 'principal' AND t.thing = p.id) FROM principals p ";

}  // namespace

std::optional<Principal> find_principal(Connection& connection, std::string_view name) {
  static const std::string kSql = kPrincipals + "WHERE p.name = $1 AND p.deleted = 0";
  return first_principal(connection, select(connection, kSql, name));
}

std::optional<Principal> find_principal(Connection& connection, std::int64_t id) {
  static const std::string kSql = kPrincipals + "WHERE p.id = $1";
  return first_principal(connection, select(connection, kSql, id));
}

std::optional<Principal> find_alike(Connection& connection, std::string_view name,
                                    std::int64_t besides) {
  static const std::string kSql =
      kPrincipals + "WHERE p.caseless = $1 AND p.id <> $2 AND p.deleted = 0 ORDER BY p.id LIMIT 1";
  return first_principal(connection, select(connection, kSql, caseless(name), besides));
}

std::vector<std::int64_t> find_ever_named(Connection& connection, std::string_view name) {
  Rows rows = select(connection,
                     "SELECT principal FROM principal_names WHERE name = $1 "
                     "ORDER BY principal LIMIT $2",
                     name, static_cast<std::int64_t>(kNamesakesMax));
  std::vector<std::int64_t> out;
  while (rows.next()) out.push_back(rows.whole(0));
  return out;
}

std::vector<Principal> list_principals(Connection& connection, CustomerId below, std::int64_t after,
                                       std::size_t limit) {
  static const std::string kSql = kPrincipals +
                                  "JOIN customers c ON c.id = p.home WHERE p.id > $1 AND"
                                  " p.deleted = 0 AND c.path >= $2 AND c.path < $3 "
                                  "ORDER BY p.id LIMIT $4";
  std::vector<Principal> out;
  const std::string path = path_of(connection, below);
  if (path.empty()) return out;
  Rows rows =
      select(connection, kSql, after, path, end_of_subtree(path), static_cast<std::int64_t>(limit));
  while (rows.next())
    if (is_current_row(connection, rows)) out.push_back(principal_of(rows));
  return out;
}

void save_principal(Connection& connection, const Principal& principal) {
  const std::string roles =
      principal.roles.empty() ? encode(principal.role_names) : encode(principal.roles);
  const std::string doors = encode(principal.doors);
  const std::string sources = encode(principal.sources);
  const std::string keys = encode_keys(principal.keys);
  const Argument cells[] = {argument(principal.id),
                            argument(principal.name),
                            argument(principal.home),
                            argument(roles),
                            argument(doors),
                            argument(sources),
                            argument(principal.password_hash),
                            argument(keys),
                            argument(principal.locked),
                            argument(principal.deleted),
                            argument(principal.version)};
  const std::string mac = row_hash(connection, kTable, cells);
  execute(connection,
          "INSERT INTO principals (id, name, home, roles, doors, sources, password_hash, api_keys,"
          " locked, deleted, version, mac, caseless) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) "
          "ON CONFLICT (id) DO UPDATE SET name = excluded.name, home = excluded.home,"
          " roles = excluded.roles, doors = excluded.doors, sources = excluded.sources,"
          " password_hash = excluded.password_hash, api_keys = excluded.api_keys,"
          " locked = excluded.locked, deleted = excluded.deleted, version = excluded.version,"
          " mac = excluded.mac, caseless = excluded.caseless",
          cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7], cells[8],
          cells[9], cells[10], Bytes{mac}, caseless(principal.name));
  execute(connection,
          "INSERT INTO principal_names (name, principal) VALUES ($1, $2) "
          "ON CONFLICT (name, principal) DO NOTHING",
          principal.name, principal.id);
  advance_sequence(connection, kPrincipalSequence, principal.id);
  if (principal.deleted) remove_views(connection, principal.id);
}

}  // namespace patchbay::store::sql
