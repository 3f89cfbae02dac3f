// Lists of customers. SQL selects and sorts if it can. Otherwise few candidates are fetched and
// sorted, and many are read in order until the page is full.
#include "store/sql/list/customer_list.h"

#include <algorithm>

#include "store/list_order.h"
#include "store/sql/customers/customers.h"
#include "store/sql/list/row_filter.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

// A list in progress.
struct Listing {
  Connection& connection;
  const CustomerQuery& query;
  const QueryFilter& filter;
  const Scope& scope;
  std::size_t limit;
};

// The rows of one page, and the other members of its result.
struct Found {
  std::vector<ListPosition> shown;
  std::vector<RowState> rows{};  // of the customers shown, if they were read already
  std::size_t total = 0;
  bool more = false;
  bool cut = false;
  ListPosition last{};
};

SelectBuilder builder_of(const Listing& list, SelectBuilder::Purpose purpose) {
  SelectBuilder out(list.connection, list.scope, purpose);
  out.filter_life(list.query.life);
  if (const auto& enterprise = list.filter.enterprise()) out.filter_enterprise(*enterprise);
  return out;
}

std::string columns_of(CustomerQuery::Order order) {
  const std::string columns = std::string(kRowColumns) + ", ";
  switch (order) {
    case CustomerQuery::Order::id:
      return columns + "''";
    case CustomerQuery::Order::name:
      return columns + "name";
    case CustomerQuery::Order::account:
      return columns + "account";
    case CustomerQuery::Order::description:
      return columns + "description";
  }
  return {};
}
constexpr int kSortKey = 6;

Found found_by_sql(const Listing& list) {
  Found out;
  if (list.query.count) {
    Rows rows = builder_of(list, SelectBuilder::Purpose::all).rows("count(*)");
    if (rows.next()) out.total = static_cast<std::size_t>(rows.whole(0));
  }
  SelectBuilder builder = builder_of(list, SelectBuilder::Purpose::list);
  builder.begin(list.query);
  builder.sort(list.query);
  builder.limit(list.limit + 1);
  builder.offset(list.query.offset);
  Rows rows = builder.rows(columns_of(list.query.order));
  while (rows.next()) {
    out.shown.push_back({rows.text(kSortKey), rows.customer(0)});
    out.rows.push_back(row_state_of(rows));
  }
  out.more = out.shown.size() > list.limit;
  if (out.more) {
    out.shown.pop_back();
    out.rows.pop_back();
  }
  if (!out.shown.empty()) out.last = out.shown.back();
  return out;
}

// Calls visit(row) for each existing customer in `ids` until it returns false.
template <class Visit>
void look_up(const Listing& list, const std::vector<CustomerId>& ids, Visit&& visit) {
  static const std::string kOne =
      "SELECT " + std::string(kFilterColumns) + " FROM customers WHERE id = $1";
  for (const CustomerId id : ids) {
    Rows row = select(list.connection, kOne, id);
    if (row.next() && !visit(row)) return;
  }
}

Found found_among(const Listing& list, const RowFilter& row_filter,
                  const std::vector<CustomerId>& few) {
  std::vector<ListPosition> all;
  look_up(list, few, [&](const Rows& row) {
    if (row_filter.matches(row)) all.push_back(row_filter.place(row));
    return true;
  });
  Found out{.total = all.size()};
  PageSlice slice = slice_of(list.query, std::move(all));
  out.shown = std::move(slice.shown);
  out.more = slice.more;
  if (!out.shown.empty()) out.last = out.shown.back();
  return out;
}

// Calls visit(row) in order for the customers of the scope, or for those with one term.
template <class Visit>
void walk(const Listing& list, const CustomerQuery& query, const Candidates& candidates,
          Visit&& visit) {
  if (query.order != CustomerQuery::Order::id || candidates.terms.empty()) {
    SelectBuilder builder = builder_of(list, SelectBuilder::Purpose::list);
    builder.begin(query);
    builder.sort(query);
    Rows rows = builder.rows(kFilterColumns, Rows::Count::unbounded);
    while (rows.next() && visit(rows)) continue;
    return;
  }
  const std::int64_t none = query.descending ? INT64_MAX : 0;
  Rows rows =
      select(list.connection,
             query.descending ? "SELECT customer FROM terms WHERE term = $1 AND customer < $2 "
                                "ORDER BY customer DESC"
                              : "SELECT customer FROM terms WHERE term = $1 AND customer > $2 "
                                "ORDER BY customer",
             candidates.terms.front(), query.after ? query.after->id.value : none);
  bool on = true;
  while (on && rows.next())
    look_up(list, {rows.customer(0)}, [&](const Rows& row) { return on = visit(row); });
}

Found found_walking(const Listing& list, const RowFilter& row_filter,
                    const Candidates& candidates) {
  Found out;
  std::size_t looks = 0;
  std::size_t skipped = 0;
  walk(list, list.query, candidates, [&](const Rows& row) {
    out.cut = looks == list.query.looks_max;
    if (out.cut) return false;
    ++looks;
    if (!row_filter.matches(row)) {
      out.last = row_filter.place(row);
      return true;
    }
    out.more = out.shown.size() == list.limit;
    if (out.more) return false;
    out.last = row_filter.place(row);
    if (skipped++ >= list.query.offset) out.shown.push_back(out.last);
    return true;
  });
  out.more |= out.cut;
  return out;
}

// Counts the total, within its own limit.
void count(const Listing& list, const RowFilter& row_filter, const Candidates& candidates,
           Found& out) {
  CustomerQuery whole;
  whole.order = CustomerQuery::Order::id;
  std::size_t looks = 0;
  walk(list, whole, candidates, [&](const Rows& row) {
    if (looks++ == list.query.looks_max) out.cut = true;
    if (!out.cut && row_filter.matches(row)) ++out.total;
    return !out.cut;
  });
}

Found found_by_filter(const Listing& list) {
  const Candidates some = candidates(list.connection, list.query, list.filter, list.scope);
  if (some.too_many) return {.cut = true};
  const RowFilter row_filter(list.connection, list.query, list.filter, list.scope, some);
  if (some.few) return found_among(list, row_filter, *some.few);
  Found out = found_walking(list, row_filter, some);
  if (list.query.count) count(list, row_filter, some, out);
  return out;
}

// Returns the part of `scope` that belongs to an enterprise; nothing if there is none.
std::optional<Scope> narrowed(Connection& connection, Scope scope, CustomerId enterprise) {
  std::string path = path_of(connection, enterprise);
  if (path.empty() || enterprise_of(path) != enterprise) return std::nullopt;
  const bool deep = lineage_of(scope.path).size() > 1;
  if (deep && enterprise_of(scope.path) != enterprise) return std::nullopt;
  if (deep || !scope.recursive) return scope;
  // The root is the only member of its enterprise.
  const bool root = lineage_of(path).size() == 1;
  if (root && enterprise == scope.below && !scope.itself) return std::nullopt;
  if (root) return Scope{.below = {}, .path = "/"};
  return Scope{.below = enterprise, .path = std::move(path), .recursive = true, .itself = true};
}

std::optional<Scope> scope_of(Connection& connection, const CustomerQuery& query,
                              const QueryFilter& filter) {
  Scope out{.below = query.below,
            .path = query.below ? path_of(connection, query.below) : "/",
            .recursive = query.recursive,
            .itself = query.itself};
  if (out.path.empty()) return std::nullopt;
  const auto& enterprise = filter.enterprise();
  return enterprise ? narrowed(connection, std::move(out), *enterprise) : std::optional(out);
}

}  // namespace

CustomerPage list_customers(Connection& connection, const CustomerQuery& query) {
  CustomerPage page;
  const QueryFilter filter(query);
  const std::optional<Scope> scope = scope_of(connection, query, filter);
  if (!scope) return page;
  const Listing list{connection, query, filter, *scope, std::min(query.limit, kPageMax)};
  Found found = filter.everything() ? found_by_sql(list) : found_by_filter(list);
  page.more = found.more;
  page.cut = found.cut;
  page.last = std::move(found.last);
  if (query.count) page.total = found.total;
  const auto show = [&page](Record record, const RowState& row_state) {
    page.records.push_back(std::move(record));
    page.enterprises.push_back(enterprise_of(row_state.path));
  };
  for (const RowState& row : found.rows) show(record_in(connection, row), row);
  if (!found.rows.empty()) return page;
  for (const ListPosition& place : found.shown) {
    RowState row;
    if (auto record = find_customer(connection, place.id, &row)) show(*std::move(record), row);
  }
  return page;
}

}  // namespace patchbay::store::sql
