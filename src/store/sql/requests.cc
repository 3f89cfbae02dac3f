// Request notes and kept answers as rows.
#include "store/sql/requests.h"

#include <deque>

#include "store/sql/for_many.h"
#include "store/sql/rows.h"

namespace patchbay::store::sql {
namespace {

const std::string kRequests =
    "SELECT id, principal, home, customer, version, changed, batch, door, time_us FROM requests ";

// A uuid that was written as one; or Damaged.
Uuid known_uuid(const Rows& rows, int column) {
  if (const auto uuid = Uuid::parse(rows.view(column))) return *uuid;
  throw Damaged("request " + rows.text(0) + ": its row cannot be read: it holds what is no uuid");
}

RequestNote note_of(const Rows& rows) {
  return {.id = known_uuid(rows, 0),
          .principal = rows.whole(1),
          .home = rows.customer(2),
          .customer = rows.customer(3),
          .version = rows.whole(4),
          .changed = rows.flag(5),
          .batch = rows.null(6) ? Uuid{} : known_uuid(rows, 6),
          .door = rows.text(7),
          .time = rows.instant(8)};
}

std::vector<RequestNote> notes_of(Rows rows) {
  std::vector<RequestNote> out;
  while (rows.next()) out.push_back(note_of(rows));
  return out;
}

}  // namespace

std::optional<RequestNote> find_request(Connection& connection, const Uuid& id) {
  static const std::string kSql = kRequests + "WHERE id = $1";
  Rows rows = select(connection, kSql, id.text());
  return rows.next() ? std::optional(note_of(rows)) : std::nullopt;
}

std::vector<RequestNote> find_requests(Connection& connection, const RequestQuery& query) {
  static const std::string kByBatch = kRequests + "WHERE batch = $1 ORDER BY time_us, id LIMIT $2";
  static const std::string kByPrincipal =
      kRequests +
      "WHERE time_us >= $1 AND time_us < $2 AND principal = $3 ORDER BY time_us, id LIMIT $4";
  const auto limit = static_cast<std::int64_t>(query.limit);
  if (!query.batch.nil()) return notes_of(select(connection, kByBatch, query.batch.text(), limit));
  return notes_of(select(connection, kByPrincipal, query.from, query.to, query.principal, limit));
}

void save_requests(Connection& connection, std::span<const RequestNote> notes) {
  static const ForMany kStatement = inserting(
      "requests", "id, principal, home, customer, version, changed, batch, door, time_us",
      " ON CONFLICT (id) DO UPDATE SET"
      " principal = excluded.principal, home = excluded.home, customer = excluded.customer,"
      " version = excluded.version, changed = excluded.changed, batch = excluded.batch,"
      " door = excluded.door, time_us = excluded.time_us");
  std::vector<Argument> cells;
  std::deque<std::string> texts;
  for (const RequestNote& note : notes) {
    const std::string& id = texts.emplace_back(note.id.text());
    const std::string& batch =
        texts.emplace_back(note.batch.nil() ? std::string() : note.batch.text());
    cells.insert(cells.end(),
                 {argument(id), argument(note.principal), argument(note.home),
                  argument(note.customer), argument(note.version), argument(note.changed),
                  or_null(batch), argument(note.door), argument(note.time)});
  }
  kStatement.run(connection, cells);
}

std::optional<KeptAnswer> find_answer(Connection& connection, std::int64_t principal,
                                      std::string_view key) {
  Rows rows = select(connection,
                     "SELECT fingerprint, answer, time_us FROM answers "
                     "WHERE principal = $1 AND name = $2",
                     principal, Bytes{key});
  if (!rows.next()) return std::nullopt;
  return KeptAnswer{.principal = principal,
                    .key = std::string(key),
                    .fingerprint = rows.text(0),
                    .answer = rows.text(1),
                    .time = rows.instant(2)};
}

void save_answer(Connection& connection, const KeptAnswer& answer) {
  execute(connection,
          "INSERT INTO answers (principal, name, fingerprint, answer, time_us) "
          "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (principal, name) DO UPDATE SET"
          " fingerprint = excluded.fingerprint, answer = excluded.answer,"
          " time_us = excluded.time_us",
          answer.principal, Bytes{answer.key}, Bytes{answer.fingerprint}, Bytes{answer.answer},
          answer.time);
}

}  // namespace patchbay::store::sql
