// Lists of customers: what SQL can choose and sort is left to it; else few candidates are fetched
// and sorted, and many are walked in order until the page is full.
#include "store/sql/customer_list.h"

#include <algorithm>

#include "store/order.h"
#include "store/sql/customers.h"
#include "store/sql/sieve.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

// A list that is being made.
struct Listing {
  Connection& connection;
  const CustomerQuery& query;
  const Filter& filter;
  const Scope& scope;
  std::size_t limit;
};

// Where the customers of one page stand, and what a page says beside them.
struct Found {
  std::vector<Place> shown;
  std::size_t total = 0;
  bool more = false;
  bool cut = false;
  Place last{};
};

Choice choice_of(const Listing& list, Choice::Purpose purpose) {
  Choice out(list.connection, list.scope, purpose);
  out.keep(list.query.life);
  if (const auto& enterprise = list.filter.enterprise()) out.keep_enterprise(*enterprise);
  return out;
}

std::string columns_of(CustomerQuery::Order order) {
  switch (order) {
    case CustomerQuery::Order::id:
      return "id, ''";
    case CustomerQuery::Order::name:
      return "id, name";
    case CustomerQuery::Order::account:
      return "id, account";
    case CustomerQuery::Order::description:
      return "id, description";
  }
  return {};
}

Found found_by_sql(const Listing& list) {
  Found out;
  if (list.query.count) {
    Rows rows = choice_of(list, Choice::Purpose::all).rows("count(*)");
    if (rows.next()) out.total = static_cast<std::size_t>(rows.whole(0));
  }
  Choice choice = choice_of(list, Choice::Purpose::list);
  choice.begin(list.query);
  choice.sort(list.query);
  choice.limit(list.limit + 1);
  choice.offset(list.query.offset);
  Rows rows = choice.rows(columns_of(list.query.order));
  while (rows.next()) out.shown.push_back({rows.text(1), rows.customer(0)});
  out.more = out.shown.size() > list.limit;
  if (out.more) out.shown.pop_back();
  if (!out.shown.empty()) out.last = out.shown.back();
  return out;
}

// Calls visit(row) for those of `ids` that are there, until it answers false.
template <class Visit>
void look_up(const Listing& list, const std::vector<CustomerId>& ids, Visit&& visit) {
  static const std::string kOne =
      "SELECT " + std::string(kSieved) + " FROM customers WHERE id = $1";
  for (const CustomerId id : ids) {
    Rows row = select(list.connection, kOne, id);
    if (row.next() && !visit(row)) return;
  }
}

Found found_among(const Listing& list, const Sieve& sieve, const std::vector<CustomerId>& few) {
  std::vector<Place> all;
  look_up(list, few, [&](const Rows& row) {
    if (sieve.admits(row)) all.push_back(sieve.place(row));
    return true;
  });
  Found out{.total = all.size()};
  Piece piece = piece_of(list.query, std::move(all));
  out.shown = std::move(piece.shown);
  out.more = piece.more;
  if (!out.shown.empty()) out.last = out.shown.back();
  return out;
}

// Calls visit(row) for the customers of the scope, or of those who have one term, in order.
template <class Visit>
void walk(const Listing& list, const CustomerQuery& query, const Candidates& candidates,
          Visit&& visit) {
  if (query.order != CustomerQuery::Order::id || candidates.terms.empty()) {
    Choice choice = choice_of(list, Choice::Purpose::list);
    choice.begin(query);
    choice.sort(query);
    Rows rows = choice.rows(kSieved, Rows::Count::unbounded);
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

Found found_walking(const Listing& list, const Sieve& sieve, const Candidates& candidates) {
  Found out;
  std::size_t looks = 0;
  std::size_t skipped = 0;
  walk(list, list.query, candidates, [&](const Rows& row) {
    out.cut = looks == list.query.looks_max;
    if (out.cut) return false;
    ++looks;
    if (!sieve.admits(row)) {
      out.last = sieve.place(row);
      return true;
    }
    out.more = out.shown.size() == list.limit;
    if (out.more) return false;
    out.last = sieve.place(row);
    if (skipped++ >= list.query.offset) out.shown.push_back(out.last);
    return true;
  });
  out.more |= out.cut;
  return out;
}

// The total, within a bound of its own.
void count(const Listing& list, const Sieve& sieve, const Candidates& candidates, Found& out) {
  CustomerQuery whole;
  whole.order = CustomerQuery::Order::id;
  std::size_t looks = 0;
  walk(list, whole, candidates, [&](const Rows& row) {
    if (looks++ == list.query.looks_max) out.cut = true;
    if (!out.cut && sieve.admits(row)) ++out.total;
    return !out.cut;
  });
}

Found found_by_filter(const Listing& list) {
  const Candidates some = candidates(list.connection, list.query, list.filter, list.scope);
  if (some.too_many) return {.cut = true};
  const Sieve sieve(list.connection, list.query, list.filter, list.scope, some);
  if (some.few) return found_among(list, sieve, *some.few);
  Found out = found_walking(list, sieve, some);
  if (list.query.count) count(list, sieve, some, out);
  return out;
}

// What of `scope` belongs to one enterprise; nothing where none can.
std::optional<Scope> narrowed(Connection& connection, Scope scope, CustomerId enterprise) {
  std::string path = path_of(connection, enterprise);
  if (path.empty() || enterprise_of(path) != enterprise) return std::nullopt;
  const bool deep = lineage_of(scope.path).size() > 1;
  if (deep && enterprise_of(scope.path) != enterprise) return std::nullopt;
  if (deep || !scope.recursive) return scope;
  // The root is alone in its enterprise.
  const bool root = lineage_of(path).size() == 1;
  if (root && enterprise == scope.below && !scope.itself) return std::nullopt;
  if (root) return Scope{.below = {}, .path = "/"};
  return Scope{.below = enterprise, .path = std::move(path), .recursive = true, .itself = true};
}

std::optional<Scope> scope_of(Connection& connection, const CustomerQuery& query,
                              const Filter& filter) {
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
  const Filter filter(query);
  const std::optional<Scope> scope = scope_of(connection, query, filter);
  if (!scope) return page;
  const Listing list{connection, query, filter, *scope, std::min(query.limit, kPageMax)};
  Found found = filter.everything() ? found_by_sql(list) : found_by_filter(list);
  page.more = found.more;
  page.cut = found.cut;
  page.last = std::move(found.last);
  if (query.count) page.total = found.total;
  for (const Place& place : found.shown)
    if (auto record = find_customer(connection, place.id))
      page.records.push_back(*std::move(record));
  return page;
}

}  // namespace patchbay::store::sql
