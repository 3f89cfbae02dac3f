// Destinations as rows; the attempts of one save are one row, so that many cost little.
#include "store/sql/admin/destinations.h"

#include <algorithm>

#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {
namespace {

constexpr std::int64_t kDestinationsAtOnce = 500;
constexpr std::int64_t kRowsAtOnce = 100;

auto whose(std::int64_t id) {
  return [id] { return "destination " + std::to_string(id) + ": what waits for it"; };
}

// Attempts that cannot be read stay, for a person to look at.
bool is_old(std::string_view attempts, const Sweep& old) {
  const auto some = decode_attempts(attempts);
  return some && std::ranges::all_of(*some, [&](const DeliveryAttempt& each) {
           return each.time < old.deliveries_before || each.time > old.deliveries_after;
         });
}

// The destinations above `after` whose oldest attempts are old; moves `after` behind all that were
// looked at. False: those were the last ones.
bool find_old(Connection& connection, const Sweep& old, std::int64_t& after,
              std::vector<std::int64_t>& found) {
  Rows rows = select(connection,
                     "SELECT d.id, a.attempts FROM destinations d JOIN delivery_attempts a ON"
                     " a.destination = d.id AND a.first_number = (SELECT MIN(o.first_number) FROM"
                     " delivery_attempts o WHERE o.destination = d.id)"
                     " WHERE d.id > $1 ORDER BY d.id LIMIT $2",
                     after, kDestinationsAtOnce);
  std::int64_t count = 0;
  for (; rows.next(); ++count) {
    after = rows.whole(0);
    if (is_old(rows.view(1), old)) found.push_back(after);
  }
  return count == kDestinationsAtOnce;
}

// Removes the oldest rows up to the first that is not old. Returns how many rows went.
std::size_t remove_old(Connection& connection, std::int64_t destination, const Sweep& old) {
  std::size_t count = 0;
  std::int64_t last = 0;
  {
    Rows rows = select(connection,
                       "SELECT first_number, attempts FROM delivery_attempts WHERE destination = $1"
                       " ORDER BY first_number LIMIT $2",
                       destination, kRowsAtOnce);
    for (; rows.next() && is_old(rows.view(1), old); ++count) last = rows.whole(0);
  }
  if (count > 0)
    execute(connection,
            "DELETE FROM delivery_attempts WHERE destination = $1 AND first_number <= $2",
            destination, last);
  return count;
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

void sweep_delivery_attempts(Connection& connection, const Sweep& old, std::size_t limit) {
  std::int64_t after = INT64_MIN;
  std::size_t removed = 0;
  for (bool more = true; more && removed < limit;) {
    std::vector<std::int64_t> found;
    more = find_old(connection, old, after, found);
    for (const std::int64_t destination : found) {
      std::size_t count = kRowsAtOnce;
      while (removed < limit && count == kRowsAtOnce) {
        count = remove_old(connection, destination, old);
        removed += count;
      }
    }
  }
}

void remove_destination(Connection& connection, std::int64_t id) {
  execute(connection, "DELETE FROM delivery_attempts WHERE destination = $1", id);
  execute(connection, "DELETE FROM destinations WHERE id = $1", id);
}

}  // namespace patchbay::store::sql
