// Destinations as rows; the attempts of one save are one row, so that many cost little.
#include "store/sql/admin/destinations.h"

#include <algorithm>

#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {
namespace {

auto whose(std::int64_t id) {
  return [id] { return "destination " + std::to_string(id) + ": what waits for it"; };
}

}  // namespace

std::optional<Destination> find_destination(Connection& connection, std::int64_t id) {
  Rows rows = select(connection,
                     "SELECT position, mark, holder, fence, beat, generation, failures,"
                     " failing_since_us, paused_until_us, stopped, attempt_max, parked"
                     " FROM destinations WHERE id = $1",
                     id);
  if (!rows.next()) return std::nullopt;
  return Destination{.id = id,
                     .position = {.entry = rows.whole(0), .mark = rows.text(1)},
                     .holder = rows.text(2),
                     .fence = rows.whole(3),
                     .beat = rows.whole(4),
                     .generation = rows.whole(5),
                     .failures = rows.whole(6),
                     .failing_since = rows.instant(7),
                     .paused_until = rows.instant(8),
                     .stopped = rows.text(9),
                     .attempt_max = rows.whole(10),
                     .parked = readable(decode_parked(rows.view(11)), whose(id))};
}

std::vector<DeliveryAttempt> find_delivery_attempts(Connection& connection,
                                                    std::int64_t destination, std::int64_t before,
                                                    std::size_t limit) {
  // The first row may hold attempts that are not below `before`.
  Rows rows = select(connection,
                     "SELECT attempts FROM delivery_attempts WHERE destination = $1 AND"
                     " first_number < $2 ORDER BY first_number DESC LIMIT $3",
                     destination, before, static_cast<std::int64_t>(limit));
  std::vector<DeliveryAttempt> out;
  while (out.size() < limit && rows.next()) {
    auto some = readable(decode_attempts(rows.view(0)), whose(destination));
    for (auto each = some.rbegin(); each != some.rend() && out.size() < limit; ++each) {
      if (each->number >= before) continue;
      each->destination = destination;
      out.push_back(std::move(*each));
    }
  }
  return out;
}

void save_destination(Connection& connection, const Destination& destination) {
  execute(
      connection,
      "INSERT INTO destinations (id, position, mark, holder, fence, beat, generation, failures,"
      " failing_since_us, paused_until_us, stopped, attempt_max, parked)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
      " ON CONFLICT (id) DO UPDATE SET position = excluded.position, mark = excluded.mark,"
      " holder = excluded.holder, fence = excluded.fence, beat = excluded.beat,"
      " generation = excluded.generation, failures = excluded.failures,"
      " failing_since_us = excluded.failing_since_us, paused_until_us = excluded.paused_until_us,"
      " stopped = excluded.stopped, attempt_max = excluded.attempt_max, parked = excluded.parked",
      destination.id, destination.position.entry, Bytes{destination.position.mark},
      destination.holder, destination.fence, destination.beat, destination.generation,
      destination.failures, destination.failing_since, destination.paused_until,
      destination.stopped, destination.attempt_max, encode(destination.parked));
}

void save_delivery_attempts(Connection& connection, std::span<const DeliveryAttempt> attempts) {
  if (attempts.empty()) return;
  const std::int64_t destination = attempts.front().destination;
  execute(connection,
          "INSERT INTO delivery_attempts (destination, first_number, last_number, attempts)"
          " VALUES ($1, $2, $3, $4)"
          " ON CONFLICT (destination, first_number) DO UPDATE SET"
          " last_number = excluded.last_number, attempts = excluded.attempts",
          destination, attempts.front().number, attempts.back().number, encode(attempts));
  execute(connection,
          "DELETE FROM delivery_attempts WHERE destination = $1 AND first_number <= $2 AND"
          " last_number <= $2",
          destination, attempts.back().number - DeliveryAttempt::kKept);
}

void remove_destination(Connection& connection, std::int64_t id) {
  execute(connection, "DELETE FROM delivery_attempts WHERE destination = $1", id);
  execute(connection, "DELETE FROM destinations WHERE id = $1", id);
}

}  // namespace patchbay::store::sql
