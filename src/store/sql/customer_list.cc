// Lists of customers: what SQL can choose and sort is left to it; the rest is filtered as it
// streams.
#include "store/sql/customer_list.h"

#include <algorithm>

#include "record/codec.h"
#include "store/filter.h"
#include "store/sql/customers.h"
#include "store/sql/rows.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

// Above this many customers a subtree is found among all in the list's own order, not by path.
constexpr std::int64_t kSmallSubtree = 2000;

// The part of a SELECT after FROM, as it grows.
class Choice {
 public:
  enum class Purpose : std::uint8_t { count, list };
  // `path` is that of the customer whose subtree the list is of, and outlives this.
  Choice(Connection& connection, const CustomerQuery& query, const std::string& path,
         Purpose purpose);

  void begin_after(CustomerId id) { add(" AND id > ", id.value); }
  void sort(const CustomerQuery& query);
  void page(std::size_t offset, std::size_t limit) {
    add(" LIMIT ", static_cast<std::int64_t>(limit));
    add(" OFFSET ", static_cast<std::int64_t>(offset));
  }
  [[nodiscard]] Rows rows(std::string_view columns) const {
    return {connection_, "SELECT " + std::string(columns) + " FROM customers WHERE " + sql_,
            arguments_};
  }

 private:
  void choose_children(const CustomerQuery& query);
  void choose_subtree(const CustomerQuery& query, std::string_view path, Purpose purpose);
  [[nodiscard]] bool is_small(std::string_view path) const;
  void add(std::string_view sql, Argument one) {
    arguments_.push_back(one);
    sql_.append(sql) += "$" + std::to_string(arguments_.size());
  }

  Connection& connection_;
  const std::string end_;  // of the subtree
  std::string sql_;
  std::vector<Argument> arguments_;
};

Choice::Choice(Connection& connection, const CustomerQuery& query, const std::string& path,
               Purpose purpose)
    : connection_(connection), end_(end_of_subtree(path)) {
  if (query.recursive)
    choose_subtree(query, path, purpose);
  else
    choose_children(query);
  if (query.life == Life::live) sql_ += " AND deleted = 0";
  if (query.life == Life::deleted) sql_ += " AND deleted = 1";
}

void Choice::choose_children(const CustomerQuery& query) {
  add("(parent = ", query.below.value);
  if (query.itself) add(" OR id = ", query.below.value);
  sql_ += ")";
}

void Choice::choose_subtree(const CustomerQuery& query, std::string_view path, Purpose purpose) {
  // Joined with an empty text it is no longer what the index holds.
  const bool by_path = purpose == Purpose::count || is_small(path);
  const std::string column = by_path ? "path" : "(path || '')";
  add(column + (query.itself ? " >= " : " > "), path);
  add(" AND " + column + " < ", std::string_view(end_));
}

bool Choice::is_small(std::string_view path) const {
  Rows rows = select(connection_,
                     "SELECT count(*) FROM (SELECT 1 FROM customers WHERE path >= $1 AND path < $2 "
                     "LIMIT $3) AS some",
                     path, end_, kSmallSubtree);
  return rows.next() && rows.whole(0) < kSmallSubtree;
}

std::string_view column_of(CustomerQuery::Order order) {
  switch (order) {
    case CustomerQuery::Order::id:
      return {};
    case CustomerQuery::Order::name:
      return "name";
    case CustomerQuery::Order::account:
      return "account";
    case CustomerQuery::Order::description:
      return "description";
  }
  return {};
}

void Choice::sort(const CustomerQuery& query) {
  const std::string_view way = query.descending ? " DESC" : "";
  sql_ += " ORDER BY ";
  if (const std::string_view column = column_of(query.order); !column.empty())
    sql_.append(column).append(way).append(", ");
  sql_.append("id").append(way);
}

// The id that a page of `query` begins after, or 0. The total does not depend on it.
CustomerId begin_of(const CustomerQuery& query) {
  const bool by_id = query.order == CustomerQuery::Order::id && !query.descending;
  return by_id ? query.after : CustomerId{};
}

// The ids of one page and one more, in order, and the total where it is wanted.
struct Found {
  std::vector<CustomerId> ids;
  std::size_t total = 0;
};

Found found_by_sql(Connection& connection, const CustomerQuery& query, const std::string& path,
                   std::size_t limit) {
  Found out;
  if (query.count) {
    Rows rows = Choice(connection, query, path, Choice::Purpose::count).rows("count(*)");
    if (rows.next()) out.total = static_cast<std::size_t>(rows.whole(0));
  }
  Choice choice(connection, query, path, Choice::Purpose::list);
  if (const CustomerId begin = begin_of(query)) choice.begin_after(begin);
  choice.sort(query);
  choice.page(query.offset, limit + 1);
  Rows rows = choice.rows("id");
  while (rows.next()) out.ids.push_back(rows.customer(0));
  return out;
}

// Whether the customer that `rows` stands on passes.
bool passes(const Filter& filter, const Rows& rows) {
  if (!filter.admits_name(rows.view(1))) return false;
  return !filter.needs_values() ||
         filter.admits_values({.id = rows.customer(0),
                               .uuid = rows.uuid(2),
                               .version = rows.whole(3),
                               .values = readable(decode_values(rows.view(4)))});
}

Found found_by_filter(Connection& connection, const CustomerQuery& query, const std::string& path,
                      std::size_t limit) {
  const Filter filter(query);
  const CustomerId begin = begin_of(query);
  Choice choice(connection, query, path, Choice::Purpose::list);
  if (begin && !query.count) choice.begin_after(begin);
  choice.sort(query);
  Rows rows = choice.rows(filter.needs_values() ? "id, name, uuid, version, doc" : "id, name");
  Found out;
  std::size_t skipped = 0;
  while ((query.count || out.ids.size() <= limit) && rows.next()) {
    if (!passes(filter, rows)) continue;
    ++out.total;
    const CustomerId id = rows.customer(0);
    if (out.ids.size() > limit || id <= begin) continue;
    if (skipped < query.offset)
      ++skipped;
    else
      out.ids.push_back(id);
  }
  return out;
}

}  // namespace

CustomerPage list_customers(Connection& connection, const CustomerQuery& query) {
  CustomerPage page;
  const std::string path = query.below ? path_of(connection, query.below) : "/";
  if (path.empty()) return page;
  const std::size_t limit = std::min(query.limit, kPageMax);
  Found found = Filter(query).everything() ? found_by_sql(connection, query, path, limit)
                                           : found_by_filter(connection, query, path, limit);
  page.more = found.ids.size() > limit;
  if (page.more) found.ids.pop_back();
  if (query.count) page.total = found.total;
  for (const CustomerId id : found.ids)
    if (auto record = find_customer(connection, id)) page.records.push_back(*std::move(record));
  return page;
}

}  // namespace patchbay::store::sql
