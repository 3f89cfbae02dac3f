// Request records and stored replies as rows.
#include "store/sql/admin/requests.h"

#include <deque>

#include "store/sql/engine/multi_row_statement.h"
#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {
namespace {

const std::string kRequests =
    "SELECT id, principal, home, customer, version, changed, batch, door, time_us FROM requests ";

// Reads a uuid column; throws Damaged if it is not a uuid.
Uuid known_uuid(const Rows& rows, int column) {
  if (const auto uuid = Uuid::parse(rows.view(column))) return *uuid;
  throw Damaged("request " + rows.text(0) + ": its row cannot be read: it holds what is no uuid");
}

RequestRecord request_record_of(const Rows& rows) {
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

std::vector<RequestRecord> request_records_of(Rows rows) {
  std::vector<RequestRecord> out;
  while (rows.next()) out.push_back(request_record_of(rows));
  return out;
}

}  // namespace

std::optional<RequestRecord> find_request(Connection& connection, const Uuid& id) {
  static const std::string kSql = kRequests + "WHERE id = $1";
  Rows rows = select(connection, kSql, id.text());
  return rows.next() ? std::optional(request_record_of(rows)) : std::nullopt;
}

std::vector<RequestRecord> find_requests(Connection& connection, const RequestQuery& query) {
  static const std::string kByBatch = kRequests + "WHERE batch = $1 ORDER BY time_us, id LIMIT $2";
  static const std::string kByPrincipal =
      kRequests +
      "WHERE time_us >= $1 AND time_us < $2 AND principal = $3 ORDER BY time_us, id LIMIT $4";
  const auto limit = static_cast<std::int64_t>(query.limit);
  if (!query.batch.is_nil())
    return request_records_of(select(connection, kByBatch, query.batch.text(), limit));
  return request_records_of(
      select(connection, kByPrincipal, query.from, query.to, query.principal, limit));
}

std::vector<BatchMember> find_batches_of(Connection& connection, std::span<const Uuid> requests) {
  static const std::string kSql = "SELECT id, batch FROM requests WHERE id IN ";
  std::vector<BatchMember> out;
  for (const std::size_t part : MultiRowStatement::parts(requests.size())) {
    std::deque<std::string> texts;
    std::vector<Argument> cells;
    for (const Uuid& each : requests.first(part))
      cells.push_back(argument(texts.emplace_back(each.text())));
    requests = requests.subspan(part);
    Rows rows(connection, kSql + placeholders(1, part), cells);
    while (rows.next())
      if (!rows.null(1)) out.push_back({known_uuid(rows, 0), known_uuid(rows, 1)});
  }
  return out;
}

void save_requests(Connection& connection, std::span<const RequestRecord> request_records) {
  static const MultiRowStatement kStatement = insert_rows(
      "requests", "id, principal, home, customer, version, changed, batch, door, time_us",
      " ON CONFLICT (id) DO UPDATE SET"
      " principal = excluded.principal, home = excluded.home, customer = excluded.customer,"
      " version = excluded.version, changed = excluded.changed, batch = excluded.batch,"
      " door = excluded.door, time_us = excluded.time_us");
  std::vector<Argument> cells;
  std::deque<std::string> texts;
  for (const RequestRecord& request_record : request_records) {
    const std::string& id = texts.emplace_back(request_record.id.text());
    const std::string& batch = texts.emplace_back(
        request_record.batch.is_nil() ? std::string() : request_record.batch.text());
    cells.insert(cells.end(),
                 {argument(id), argument(request_record.principal), argument(request_record.home),
                  argument(request_record.customer), argument(request_record.version),
                  argument(request_record.changed), or_null(batch), argument(request_record.door),
                  argument(request_record.time)});
  }
  kStatement.run(connection, cells);
}

std::optional<IdempotencyRecord> find_idempotency_record(Connection& connection,
                                                         std::int64_t principal,
                                                         std::string_view key) {
  Rows rows = select(connection,
                     "SELECT fingerprint, answer, time_us FROM answers "
                     "WHERE principal = $1 AND name = $2",
                     principal, Bytes{key});
  if (!rows.next()) return std::nullopt;
  return IdempotencyRecord{.principal = principal,
                           .key = std::string(key),
                           .fingerprint = rows.text(0),
                           .reply = rows.text(1),
                           .time = rows.instant(2)};
}

void save_idempotency_record(Connection& connection, const IdempotencyRecord& idempotency_record) {
  execute(connection,
          "INSERT INTO answers (principal, name, fingerprint, answer, time_us) "
          "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (principal, name) DO UPDATE SET"
          " fingerprint = excluded.fingerprint, answer = excluded.answer,"
          " time_us = excluded.time_us",
          idempotency_record.principal, Bytes{idempotency_record.key},
          Bytes{idempotency_record.fingerprint}, Bytes{idempotency_record.reply},
          idempotency_record.time);
}

}  // namespace patchbay::store::sql
