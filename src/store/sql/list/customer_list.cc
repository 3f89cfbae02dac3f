// Lists of customers. SQL selects and sorts if it can. Otherwise few candidates are fetched and
// sorted, and many are read in order until the page is full.
#include "store/sql/list/customer_list.h"

#include <algorithm>

#include "store/list_order.h"
#include "store/sql/customers/customers.h"
#include "store/sql/customers/search_index.h"
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
  std::vector<FormerCustomers> former{};
  bool former_left_out = false;
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

// A walk along a list, which ends when as many customers were looked at as the query allows.
class Looks {
 public:
  explicit Looks(std::size_t max) : left_(max) {}
  // Returns false if this look is one too many.
  [[nodiscard]] bool take(std::size_t looks = 1) {
    cut_ = looks > left_;
    if (!cut_) left_ -= looks;
    return !cut_;
  }
  // Whether the walk ended early.
  [[nodiscard]] bool cut() const { return cut_; }

 private:
  std::size_t left_;
  bool cut_ = false;
};

// The index itself finds the customers with several terms, and takes time even if no customer has
// all of them. So one query is for kStretch ids at most, and counts as kLooksOfStretch looks.
constexpr std::int64_t kStretch = 65'536;
constexpr std::size_t kLooksOfStretch = 1'024;

// Returns the next customer after `id`, or before it; 0 if there is none.
CustomerId neighbour(Connection& connection, CustomerId id, bool descending) {
  Rows rows = select(connection,
                     descending ? "SELECT id FROM customers WHERE id < $1 ORDER BY id DESC LIMIT 1"
                                : "SELECT id FROM customers WHERE id > $1 ORDER BY id LIMIT 1",
                     id);
  return rows.next() ? rows.customer(0) : CustomerId{};
}

SearchIndex::Stretch stretch_from(CustomerId first, bool descending) {
  if (descending) return {{first.value + 1 - kStretch}, {first.value + 1}, true};
  return {{first.value - 1}, {first.value - 1 + kStretch}, false};
}

// What a walk over the index visits: the customers with all of these terms, and some others.
struct Course {
  const std::vector<std::string>& terms;
  const FormerCustomers* others = nullptr;
};

// Returns the course of a walk in the order of ids, if an index can select its customers.
std::optional<Course> course_of(const CustomerQuery& query, const Candidates& candidates) {
  if (query.order != CustomerQuery::Order::id) return std::nullopt;
  if (!candidates.terms.empty()) return Course{candidates.terms};
  for (const OpenCondition& each : candidates.open)
    if (!each.terms.empty()) return Course{each.terms, &candidates.former[each.number]};
  return std::nullopt;
}

// Returns the other customers of a stretch, in its order.
std::vector<CustomerId> others_in(const Course& course, const SearchIndex::Stretch& stretch) {
  std::vector<CustomerId> out;
  if (!course.others) return out;
  for (auto each = course.others->upper_bound(stretch.after);
       each != course.others->end() && each->first < stretch.before; ++each)
    out.push_back(each->first);
  if (stretch.descending) std::ranges::reverse(out);
  return out;
}

// Calls visit(id) in the order of `stretch` for each id in `rows` and in `others`, once for each,
// until it returns false. Returns whether it never did.
template <class Visit>
bool merge(Rows& rows, const std::vector<CustomerId>& others, bool descending, Visit&& visit) {
  auto other = others.begin();
  const auto comes_before = [&](CustomerId id) {
    return other != others.end() && (descending ? id < *other : *other < id);
  };
  while (rows.next()) {
    const CustomerId id = rows.customer(0);
    for (; comes_before(id); ++other)
      if (!visit(*other)) return false;
    if (other != others.end() && *other == id) ++other;
    if (!visit(id)) return false;
  }
  return std::all_of(other, others.end(), visit);
}

// Calls visit(row, terms known) in the order of ids for the customers of a course, until it returns
// false. Calls passed(id) between two stretches, until it returns false; all customers up to the id
// were visited.
template <class Visit, class Passed>
void walk_terms(const Listing& list, const CustomerQuery& query, const Course& course,
                Visit&& visit, Passed&& passed) {
  const SearchIndex& index = search_index(list.connection);
  // What is known of others is that they may lack the terms.
  const std::size_t known = course.others ? 0 : index.known(course.terms);
  CustomerId done{query.after ? query.after->id.value : query.descending ? INT64_MAX : 0};
  bool on = true;
  for (bool is_first = true; on; is_first = false) {
    const CustomerId next = neighbour(list.connection, done, query.descending);
    if (!next || (!is_first && !passed(done))) return;
    const SearchIndex::Stretch stretch = stretch_from(next, query.descending);
    Rows rows = index.with_terms(list.connection, course.terms, stretch);
    on = merge(rows, others_in(course, stretch), query.descending, [&](CustomerId id) {
      bool goes_on = true;
      look_up(list, {id}, [&](const Rows& row) { return goes_on = visit(row, known); });
      return goes_on;
    });
    done.value = query.descending ? stretch.after.value + 1 : stretch.before.value - 1;
  }
}

// Calls visit(row, terms known) in order for the customers of the scope, or for those with some
// terms. See walk_terms() for passed(id).
template <class Visit, class Passed>
void walk(const Listing& list, const CustomerQuery& query, const Candidates& candidates,
          Visit&& visit, Passed&& passed) {
  if (const auto course = course_of(query, candidates))
    return walk_terms(list, query, *course, visit, passed);
  SelectBuilder builder = builder_of(list, SelectBuilder::Purpose::list);
  builder.begin(query);
  builder.sort(query);
  Rows rows = builder.rows(kFilterColumns, Rows::Count::unbounded);
  while (rows.next() && visit(rows, 0)) continue;
}

Found found_walking(const Listing& list, const RowFilter& row_filter,
                    const Candidates& candidates) {
  Found out;
  Looks looks(list.query.looks_max);
  std::size_t skipped = 0;
  const auto visit = [&](const Rows& row, std::size_t known) {
    if (!looks.take()) return false;
    if (!row_filter.matches(row, known)) {
      out.last = row_filter.place(row);
      return true;
    }
    out.more = out.shown.size() == list.limit;
    if (out.more) return false;
    out.last = row_filter.place(row);
    if (skipped++ >= list.query.offset) out.shown.push_back(out.last);
    return true;
  };
  const auto passed = [&](CustomerId id) {
    out.last = {.key = {}, .id = id};
    return looks.take(kLooksOfStretch);
  };
  walk(list, list.query, candidates, visit, passed);
  out.cut = looks.cut();
  out.more |= out.cut;
  return out;
}

// Counts the total, within its own limit.
void count(const Listing& list, const RowFilter& row_filter, const Candidates& candidates,
           Found& out) {
  CustomerQuery whole;
  whole.order = CustomerQuery::Order::id;
  Looks looks(list.query.looks_max);
  walk(
      list, whole, candidates,
      [&](const Rows& row, std::size_t known) {
        if (looks.take() && row_filter.matches(row, known)) ++out.total;
        return !looks.cut();
      },
      [&](CustomerId) { return looks.take(kLooksOfStretch); });
  out.cut |= looks.cut();
}

Found found_by_filter(const Listing& list) {
  Candidates some = candidates(list.connection, list.query, list.filter, list.scope);
  const RowFilter row_filter(list.query, list.filter, list.scope, some);
  Found out =
      some.few ? found_among(list, row_filter, *some.few) : found_walking(list, row_filter, some);
  if (!some.few && list.query.count) count(list, row_filter, some, out);
  out.former = std::move(some.former);
  out.former_left_out = some.former_left_out;
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
  page.former_left_out = found.former_left_out;
  page.former = former_matches(query, found.former, page.records);
  return page;
}

}  // namespace patchbay::store::sql
