// A page of the feed: first how far it goes, by what little decides that; then its entries.
#include "store/sql/feed.h"

#include <algorithm>

#include "store/order.h"
#include "store/sql/customers.h"
#include "store/sql/entry_row.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

// The path is asked for entry by entry, so that no engine begins with the customers, which may be a
// million for a page of ten.
constexpr std::string_view kLook =
    "SELECT e.id, e.door, e.principal, (SELECT c.path FROM customers c WHERE c.id = e.customer) "
    "FROM entries e WHERE e.id > $1 ORDER BY e.id LIMIT $2";

// The join is in this order for the same reason: engines that could choose another keep to it.
const std::string& read() {
  static const std::string kSql =
      "SELECT " + std::string(kEntryColumns) +
      ", e.id, c.uuid FROM entries e CROSS JOIN customers c "
      "WHERE e.id > $1 AND e.id <= $2 AND c.id = e.customer AND c.path >= $3 AND c.path < $4"
      " AND ($5 = '' OR e.door = $5) AND ($6 = '' OR e.principal = $6) ORDER BY e.id";
  return kSql;
}

// What a page goes over: entries after `begin` and up to `end`, of which some are wanted.
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
  const Argument arguments[] = {begin, static_cast<std::int64_t>(query.looks_max) + 1};
  Rows rows(connection, kLook, arguments, Rows::Count::unbounded);
  while (rows.next()) {
    out.more = looks++ == query.looks_max || found == limit;
    if (out.more) break;
    out.end = rows.whole(0);
    if ((query.door.empty() || rows.view(1) == query.door) &&
        (query.principal.empty() || rows.view(2) == query.principal) &&
        rows.view(3).starts_with(path))
      ++found;
  }
  out.wanted = found > 0;
  return out;
}

std::string mark_of(std::string_view hash) {
  return std::string(hash.substr(0, Position::kMarkBytes));
}

// Right after the entry of this number, or nothing where there is none.
std::optional<Position> position(Connection& connection, std::int64_t entry) {
  if (entry == 0) return Position{};
  Rows rows = select(connection, "SELECT hash FROM entries WHERE id = $1", entry);
  if (!rows.next()) return std::nullopt;
  return Position{.entry = entry, .mark = mark_of(rows.view(0))};
}

std::vector<FeedEntry> entries_of(Connection& connection, const FeedQuery& query,
                                  const Stretch& stretch, const std::string& path) {
  std::vector<FeedEntry> out;
  if (!stretch.wanted) return out;
  Rows rows = select(connection, read(), stretch.begin, stretch.end, path, end_of_subtree(path),
                     query.door, query.principal);
  while (rows.next()) {
    Entry entry = entry_of(rows);
    const Position after{.entry = rows.whole(kEntryColumnCount), .mark = mark_of(entry.hash)};
    out.push_back(
        {.position = after, .uuid = rows.uuid(kEntryColumnCount + 1), .entry = std::move(entry)});
  }
  return out;
}

}  // namespace

FeedPage read_feed(Connection& connection, const FeedQuery& query) {
  const auto begin =
      position(connection, query.after ? query.after->entry : newest_entry(connection));
  if (!begin || (query.after && *begin != *query.after)) return {.lost = true};
  const std::string path = path_of(connection, query.below);
  if (!query.after || path.empty()) return {.next = *begin};
  const Stretch stretch = stretch_of(connection, query, begin->entry, path);
  return {.entries = entries_of(connection, query, stretch, path),
          .next = position(connection, stretch.end).value_or(*begin),
          .more = stretch.more};
}

}  // namespace patchbay::store::sql
