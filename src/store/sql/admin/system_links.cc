// Links as rows. What both sides agreed on is one text, because it is always read as a whole.
#include "store/sql/admin/system_links.h"

#include <string>

#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {
namespace {

constexpr std::string_view kColumns =
    "SELECT customer, uuid, there, turn, missed, time_us, agreed, open FROM system_links ";

SystemLink link_of(const Rows& rows, std::int64_t system) {
  const CustomerId customer{rows.whole(0)};
  const auto whose = [&] {
    return "link of customer " + std::to_string(customer.value) + " to system " +
           std::to_string(system);
  };
  const auto uuid = Uuid::parse(rows.view(1));
  return {.system = system,
          .customer = customer,
          .uuid = readable(
              uuid ? std::expected<Uuid, std::string>(*uuid) : std::unexpected("the uuid is none"),
              whose),
          .there = rows.text(2),
          .turn = rows.whole(3),
          .missed = rows.whole(4),
          .time = rows.instant(5),
          .agreed = readable(decode_agreed(rows.view(6)), whose),
          .open = readable(decode_open(rows.view(7)), whose)};
}

template <class... Arguments>
std::vector<SystemLink> links_of(Connection& connection, std::int64_t system,
                                 std::string_view where, const Arguments&... arguments) {
  const std::string statement = std::string(kColumns) + std::string(where);
  Rows rows = select(connection, statement, system, arguments...);
  std::vector<SystemLink> out;
  while (rows.next()) out.push_back(link_of(rows, system));
  return out;
}

std::optional<SystemLink> first(std::vector<SystemLink> links) {
  if (links.empty()) return std::nullopt;
  return std::move(links.front());
}

}  // namespace

std::optional<SystemLink> find_system_link(Connection& connection, std::int64_t system,
                                           CustomerId customer) {
  return first(links_of(connection, system, "WHERE system = $1 AND customer = $2", customer.value));
}

std::optional<SystemLink> find_system_link_to(Connection& connection, std::int64_t system,
                                              std::string_view there) {
  return first(links_of(connection, system, "WHERE system = $1 AND there = $2 LIMIT 1", there));
}

std::vector<SystemLink> find_system_links(Connection& connection, std::int64_t system,
                                          CustomerId after, bool open_only, std::size_t limit) {
  return links_of(connection, system,
                  open_only ? "WHERE system = $1 AND customer > $2 AND open <> '[]'"
                              " ORDER BY customer LIMIT $3"
                            : "WHERE system = $1 AND customer > $2 ORDER BY customer LIMIT $3",
                  after.value, static_cast<std::int64_t>(limit));
}

void save_system_link(Connection& connection, const SystemLink& link) {
  execute(connection,
          "INSERT INTO system_links (system, customer, uuid, there, turn, missed, time_us, agreed,"
          " open) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
          " ON CONFLICT (system, customer) DO UPDATE SET uuid = excluded.uuid,"
          " there = excluded.there, turn = excluded.turn, missed = excluded.missed,"
          " time_us = excluded.time_us, agreed = excluded.agreed, open = excluded.open",
          link.system, link.customer.value, link.uuid.text(), link.there, link.turn, link.missed,
          link.time, encode(link.agreed), encode(link.open));
}

void remove_system_link(Connection& connection, std::int64_t system, CustomerId customer) {
  execute(connection, "DELETE FROM system_links WHERE system = $1 AND customer = $2", system,
          customer.value);
}

void remove_system_links(Connection& connection, std::int64_t system) {
  execute(connection, "DELETE FROM system_links WHERE system = $1", system);
}

}  // namespace patchbay::store::sql
