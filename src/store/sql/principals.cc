// Principals as rows; their lists as JSON.
#include "store/sql/principals.h"

#include "base/digest.h"
#include "record/codec.h"
#include "store/sql/counters.h"
#include "store/sql/customers.h"
#include "store/sql/rows.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

// A label and a hash in turn.
std::string encode_keys(const std::vector<ApiKey>& keys) {
  std::vector<std::string> texts;
  for (const ApiKey& key : keys) {
    texts.push_back(key.label);
    texts.push_back(base64(key.hash));
  }
  return encode(texts);
}

std::vector<ApiKey> decode_keys(std::string_view text) {
  const std::vector<std::string> texts = readable(decode_texts(text));
  std::vector<ApiKey> keys;
  for (std::size_t i = 0; i + 1 < texts.size(); i += 2)
    keys.push_back({.label = texts[i], .hash = parse_base64(texts[i + 1]).value_or("")});
  return keys;
}

Principal principal_of(const Rows& rows) {
  NumbersAndTexts roles = readable(decode_numbers_and_texts(rows.view(3)));
  return {.id = rows.whole(0),
          .name = rows.text(1),
          .home = rows.customer(2),
          .roles = std::move(roles.numbers),
          .doors = readable(decode_texts(rows.view(4))),
          .sources = readable(decode_texts(rows.view(5))),
          .password_hash = rows.text(6),
          .keys = decode_keys(rows.view(7)),
          .locked = rows.flag(8),
          .deleted = rows.flag(9),
          .version = rows.whole(10),
          .role_names = std::move(roles.texts)};
}

std::optional<Principal> first_principal(Rows rows) {
  return rows.next() ? std::optional(principal_of(rows)) : std::nullopt;
}

const std::string kSelect =
    "SELECT p.id, p.name, p.home, p.roles, p.doors, p.sources, p.password_hash, p.api_keys,"
    " p.locked, p.deleted, p.version FROM principals p ";

}  // namespace

std::optional<Principal> find_principal(Connection& connection, std::string_view name) {
  static const std::string kSql = kSelect + "WHERE p.name = $1 AND p.deleted = 0";
  return first_principal(select(connection, kSql, name));
}

std::optional<Principal> find_principal(Connection& connection, std::int64_t id) {
  static const std::string kSql = kSelect + "WHERE p.id = $1";
  return first_principal(select(connection, kSql, id));
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
  static const std::string kSql = kSelect +
                                  "JOIN customers c ON c.id = p.home WHERE p.id > $1 AND"
                                  " p.deleted = 0 AND c.path >= $2 AND c.path < $3 "
                                  "ORDER BY p.id LIMIT $4";
  std::vector<Principal> out;
  const std::string path = path_of(connection, below);
  if (path.empty()) return out;
  Rows rows =
      select(connection, kSql, after, path, end_of_subtree(path), static_cast<std::int64_t>(limit));
  while (rows.next()) out.push_back(principal_of(rows));
  return out;
}

void save_principal(Connection& connection, const Principal& principal) {
  execute(connection,
          "INSERT INTO principals (id, name, home, roles, doors, sources, password_hash, api_keys,"
          " locked, deleted, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
          "ON CONFLICT (id) DO UPDATE SET name = excluded.name, home = excluded.home,"
          " roles = excluded.roles, doors = excluded.doors, sources = excluded.sources,"
          " password_hash = excluded.password_hash, api_keys = excluded.api_keys,"
          " locked = excluded.locked, deleted = excluded.deleted, version = excluded.version",
          principal.id, principal.name, principal.home,
          principal.roles.empty() ? encode(principal.role_names) : encode(principal.roles),
          encode(principal.doors), encode(principal.sources), principal.password_hash,
          encode_keys(principal.keys), principal.locked, principal.deleted, principal.version);
  execute(connection,
          "INSERT INTO principal_names (name, principal) VALUES ($1, $2) "
          "ON CONFLICT (name, principal) DO NOTHING",
          principal.name, principal.id);
  count_past(connection, kPrincipalCounter, principal.id);
}

}  // namespace patchbay::store::sql
