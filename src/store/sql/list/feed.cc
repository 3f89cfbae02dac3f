// Reads a page of the feed: first finds its end from few columns, then reads the entries.
#include "store/sql/list/feed.h"

#include <algorithm>
#include <cstdint>

#include "store/batch_span.h"
#include "store/list_order.h"
#include "store/sql/admin/requests.h"
#include "store/sql/customers/customers.h"
#include "store/sql/customers/entry_row.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

// Looks up the path for each entry, so that no engine starts with the customers: there may be a
// million of them for a page of ten entries.
constexpr std::string_view kLook =
    "SELECT e.id, e.door, e.principal, e.time_us, (SELECT c.path FROM customers c WHERE c.id = "
    "e.customer), (CASE WHEN $1 = '' THEN 1 ELSE (SELECT count(*) FROM requests r WHERE r.id = "
    "e.request AND r.batch = $1) END) "
    "FROM entries e WHERE e.id > $2 ORDER BY e.id LIMIT $3";

// The join order is fixed for the same reason.
const std::string& read() {
  static const std::string kSql =
      "SELECT " + std::string(kEntryColumns) +
      ", e.id, c.uuid FROM entries e CROSS JOIN customers c "
      "WHERE e.id > $1 AND e.id <= $2 AND c.id = e.customer AND c.path >= $3 AND c.path < $4"
      " AND ($5 = '' OR e.door = $5) AND ($6 = '' OR e.principal = $6)"
      " AND e.time_us >= $7 AND e.time_us < $8"
      " AND ($9 = '' OR EXISTS (SELECT 1 FROM requests r WHERE r.id = e.request AND r.batch = $9))"
      " ORDER BY e.id";
  return kSql;
}

// Selects the entry of one version of a customer below a path.
const std::string& read_version() {
  static const std::string kSql =
      std::string(kWalk) + "SELECT " + std::string(kEntryColumns) +
      ", e.id, c.uuid FROM walk w JOIN entries e ON e.id = w.id JOIN customers c ON c.id = $1 "
      "WHERE w.version = $2 AND c.path >= $3 AND c.path < $4";
  return kSql;
}

// The batch that entries must be of; empty: any.
std::string batch_of(const FeedQuery& query) {
  return query.batch.is_nil() ? std::string() : query.batch.text();
}

// The range of a page: entries after `begin` up to `end`. Only some of them match.
struct Stretch {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  bool wanted = false;
  bool more = false;
};

Stretch stretch_of(Connection& connection, const FeedQuery& query, std::int64_t begin,
                   std::string_view path) {
  const std::size_t limit = std::min(query.limit, kPageMax);
  Stretch out{.begin = begin, .end = begin};
  std::size_t looks = 0;
  std::size_t found = 0;
  const std::string batch = batch_of(query);
  const Argument arguments[] = {batch, begin, static_cast<std::int64_t>(query.looks_max) + 1};
  Rows rows(connection, kLook, arguments, Rows::Count::unbounded);
  while (rows.next()) {
    out.more = looks++ == query.looks_max || found == limit;
    const Instant time = rows.instant(3);
    if (out.more || is_past(query, time)) break;
    out.end = rows.whole(0);
    if (matches_filters(query, rows.view(1), rows.view(2), time) &&
        rows.view(4).starts_with(path) && rows.whole(5) != 0)
      ++found;
  }
  out.wanted = found > 0;
  return out;
}

std::string mark_of(std::string_view hash) {
  return std::string(hash.substr(0, FeedPosition::kMarkBytes));
}

// Returns the position after the entry with this number, or nothing if there is none.
std::optional<FeedPosition> position(Connection& connection, std::int64_t entry) {
  if (entry == 0) return FeedPosition{};
  Rows rows = select(connection, "SELECT hash FROM entries WHERE id = $1", entry);
  if (!rows.next()) return std::nullopt;
  return FeedPosition{.entry = entry, .mark = mark_of(rows.view(0))};
}

// Returns the highest number below which no entry is from `time` or later. Uses binary search,
// because entries are almost in the order of their times.
std::int64_t last_before(Connection& connection, Instant time, std::int64_t begin) {
  const Instant safely = time.plus_seconds(-kClocksApartSeconds);
  std::int64_t end = newest_entry(connection);
  while (begin < end) {
    const std::int64_t middle = begin + (end - begin) / 2;
    Rows rows = select(connection,
                       "SELECT id, time_us FROM entries WHERE id > $1 ORDER BY id LIMIT 1", middle);
    if (rows.next() && rows.instant(1) < safely)
      begin = rows.whole(0);
    else
      end = middle;
  }
  return begin;
}

FeedEntry feed_entry_of(const Rows& rows) {
  Entry entry = entry_of(rows);
  const FeedPosition after{.entry = rows.whole(kEntryColumnCount), .mark = mark_of(entry.hash)};
  return {.position = after, .uuid = rows.uuid(kEntryColumnCount + 1), .entry = std::move(entry)};
}

// Returns the entry that one request made after a position, if any.
std::vector<FeedEntry> entries_of_request(Connection& connection, const FeedQuery& query,
                                          std::int64_t after, const std::string& path) {
  std::vector<FeedEntry> out;
  const auto request_record = find_request(connection, query.request);
  if (!request_record || !request_record->changed) return out;
  Rows rows = select(connection, read_version(), request_record->customer, request_record->version,
                     path, end_of_subtree(path));
  if (!rows.next()) return out;
  FeedEntry found = feed_entry_of(rows);
  const ChangeOrigin& by = found.entry.by;
  if (found.position.entry > after && matches_filters(query, by.door, by.principal, by.time))
    out.push_back(std::move(found));
  return out;
}

std::vector<FeedEntry> entries_of(Connection& connection, const FeedQuery& query,
                                  const Stretch& stretch, const std::string& path) {
  std::vector<FeedEntry> out;
  if (!stretch.wanted) return out;
  Rows rows = select(connection, read(), stretch.begin, stretch.end, path, end_of_subtree(path),
                     query.door, query.principal, query.from.value_or(Instant{INT64_MIN}),
                     query.to.value_or(Instant{INT64_MAX}), batch_of(query));
  while (rows.next()) out.push_back(feed_entry_of(rows));
  return out;
}

}  // namespace

FeedPage read_feed(Connection& connection, const FeedQuery& connection_for) {
  FeedQuery query = connection_for;
  const auto begin =
      position(connection, query.after ? query.after->entry : newest_entry(connection));
  if (!begin || (query.after && *begin != *query.after)) return {.lost = true};
  const std::string path = path_of(connection, query.below);
  if (!query.after || path.empty()) return {.next = *begin};
  if (!query.request.is_nil())
    return {.entries = entries_of_request(connection, query, query.after->entry, path),
            .next = position(connection, newest_entry(connection)).value_or(*begin)};
  if (!query.batch.is_nil()) {
    const auto span = find_span(connection, query.batch);
    if (!span) return {.next = position(connection, newest_entry(connection)).value_or(*begin)};
    narrow(query, *span);
  }
  const std::int64_t from =
      query.from ? last_before(connection, *query.from, begin->entry) : begin->entry;
  const Stretch stretch = stretch_of(connection, query, from, path);
  return {.entries = entries_of(connection, query, stretch, path),
          .next = position(connection, stretch.end).value_or(*begin),
          .more = stretch.more};
}

}  // namespace patchbay::store::sql
