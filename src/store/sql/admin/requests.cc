// Request records and stored replies as rows.
#include "store/sql/admin/requests.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <utility>

#include "record/history/feed.h"
#include "store/sql/engine/multi_row_statement.h"
#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {
namespace {

const std::string kRequests =
    "SELECT id, principal, home, customer, version, changed, batch, door, time_us FROM requests ";

// Ids of version 7 begin with the time at which the request arrived. Its row has the time of the
// commit, or of another node's clock, so the two may differ a little.
constexpr std::string_view kOrdered = "substr(id, 15, 1) = '7'";
constexpr std::string_view kUnordered = "substr(id, 15, 1) <> '7'";

// The times of ids whose rows may have a time from `from` on, or before `to`.
constexpr std::int64_t kApartMs = kClocksApartSeconds * 1000;
std::string first_id(Instant from) { return Uuid::first_ordered(from.us / 1000 - kApartMs).text(); }
std::string end_of_ids(Instant to) {
  return Uuid::first_ordered(to.us / 1000 + kApartMs + 1).text();
}

// The lines of a bulk have ids that begin like the bulk's; those of earlier versions may not.
constexpr std::size_t kBeginning = 13;
constexpr std::string_view kApart = "substr(id, 1, 13) <> substr(batch, 1, 13)";

// Returns the end of all ids with this beginning, which a dash follows.
std::string end_of_beginning(const std::string& first) {
  return first + static_cast<char>('-' + 1);
}

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

// Returns the first of them by time and id.
std::vector<RequestRecord> first_of(std::vector<RequestRecord> out, std::size_t limit) {
  std::ranges::sort(out, {}, [](const RequestRecord& request_record) {
    return std::pair(request_record.time, request_record.id);
  });
  if (out.size() > limit) out.resize(limit);
  return out;
}

std::vector<RequestRecord> requests_of_principal(Connection& connection,
                                                 const RequestQuery& query) {
  static const std::string kInOrder =
      kRequests + "WHERE id >= $1 AND id < $2 AND " + std::string(kOrdered) +
      " AND time_us >= $3 AND time_us < $4 AND principal = $5 ORDER BY id LIMIT $6";
  static const std::string kOthers =
      kRequests + "WHERE " + std::string(kUnordered) +
      " AND time_us >= $1 AND time_us < $2 AND principal = $3 ORDER BY time_us LIMIT $4";
  const auto limit = static_cast<std::int64_t>(query.limit);
  auto out =
      request_records_of(select(connection, kInOrder, first_id(query.from), end_of_ids(query.to),
                                query.from, query.to, query.principal, limit));
  std::ranges::move(
      request_records_of(select(connection, kOthers, query.from, query.to, query.principal, limit)),
      std::back_inserter(out));
  return first_of(std::move(out), query.limit);
}

// The ids that begin like a batch's.
struct Together {
  std::string first;
  std::string end;

  explicit Together(const std::string& batch)
      : first(batch.substr(0, kBeginning)), end(end_of_beginning(first)) {}
};

std::vector<RequestRecord> requests_of_batch(Connection& connection, const RequestQuery& query) {
  static const std::string kTogether =
      kRequests + "WHERE id >= $1 AND id < $2 AND batch = $3 ORDER BY time_us, id LIMIT $4";
  static const std::string kElsewhere =
      kRequests + "WHERE batch = $1 AND " + std::string(kApart) + " ORDER BY time_us, id LIMIT $2";
  const auto limit = static_cast<std::int64_t>(query.limit);
  const std::string batch = query.batch.text();
  const Together ids(batch);
  auto out = request_records_of(select(connection, kTogether, ids.first, ids.end, batch, limit));
  std::ranges::move(request_records_of(select(connection, kElsewhere, batch, limit)),
                    std::back_inserter(out));
  return first_of(std::move(out), query.limit);
}

std::vector<RequestRecord> requests_of_batch_by_id(Connection& connection,
                                                   const RequestQuery& query,
                                                   const Uuid& after_id) {
  static const std::string kTogether =
      kRequests + "WHERE id >= $1 AND id < $2 AND id > $3 AND batch = $4 ORDER BY id LIMIT $5";
  static const std::string kElsewhere = kRequests + "WHERE batch = $1 AND " + std::string(kApart) +
                                        " AND id > $2 ORDER BY id LIMIT $3";
  const auto limit = static_cast<std::int64_t>(query.limit);
  const std::string batch = query.batch.text();
  const std::string after = after_id.text();
  const Together ids(batch);
  auto out =
      request_records_of(select(connection, kTogether, ids.first, ids.end, after, batch, limit));
  std::ranges::move(request_records_of(select(connection, kElsewhere, batch, after, limit)),
                    std::back_inserter(out));
  std::ranges::sort(out, {}, &RequestRecord::id);
  if (out.size() > query.limit) out.resize(query.limit);
  return out;
}

}  // namespace

std::optional<RequestRecord> find_request(Connection& connection, const Uuid& id) {
  static const std::string kSql = kRequests + "WHERE id = $1";
  Rows rows = select(connection, kSql, id.text());
  return rows.next() ? std::optional(request_record_of(rows)) : std::nullopt;
}

std::vector<RequestRecord> find_requests(Connection& connection, const RequestQuery& query) {
  if (query.batch.is_nil()) return requests_of_principal(connection, query);
  if (const auto& after = query.after) return requests_of_batch_by_id(connection, query, *after);
  return requests_of_batch(connection, query);
}

std::optional<BatchSpan> find_span(Connection& connection, const Uuid& batch) {
  static const std::string kChanged = "SELECT min(time_us), max(time_us) FROM requests WHERE ";
  static const std::string kTogether =
      kChanged + "id >= $1 AND id < $2 AND batch = $3 AND changed <> 0";
  static const std::string kElsewhere =
      kChanged + "batch = $1 AND " + std::string(kApart) + " AND changed <> 0";
  const std::string text = batch.text();
  const Together ids(text);
  std::optional<BatchSpan> out;
  const auto add = [&out](Rows rows) {
    if (!rows.next() || rows.null(0)) return;
    const BatchSpan found{rows.instant(0), rows.instant(1)};
    if (!out) out = found;
    out->first = std::min(out->first, found.first);
    out->last = std::max(out->last, found.last);
  };
  add(select(connection, kTogether, ids.first, ids.end, text));
  add(select(connection, kElsewhere, text));
  return out;
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

void sweep_requests(Connection& connection, Instant before, std::int64_t limit) {
  static const std::string kSweepOrdered =
      "DELETE FROM requests WHERE id IN (SELECT id FROM requests WHERE id < $1 AND " +
      std::string(kOrdered) + " ORDER BY id LIMIT $2)";
  static const std::string kSweepUnordered =
      "DELETE FROM requests WHERE id IN (SELECT id FROM requests WHERE " + std::string(kUnordered) +
      " AND time_us < $1 ORDER BY time_us LIMIT $2)";
  execute(connection, kSweepOrdered, Uuid::first_ordered(before.us / 1000).text(), limit);
  execute(connection, kSweepUnordered, before, limit);
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

std::vector<IdempotencyRecord> find_idempotency_records(Connection& connection,
                                                        std::int64_t principal,
                                                        std::string_view key, std::size_t limit) {
  Rows rows = select(connection,
                     "SELECT principal, name, fingerprint, answer, time_us FROM answers "
                     "WHERE (principal, name) > ($1, $2) ORDER BY principal, name LIMIT $3",
                     principal, Bytes{key}, static_cast<std::int64_t>(limit));
  std::vector<IdempotencyRecord> out;
  while (rows.next())
    out.push_back({.principal = rows.whole(0),
                   .key = rows.text(1),
                   .fingerprint = rows.text(2),
                   .reply = rows.text(3),
                   .time = rows.instant(4)});
  return out;
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
