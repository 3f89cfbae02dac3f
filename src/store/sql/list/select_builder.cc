// Scopes, life, orders and positions as SQL.
#include "store/sql/list/select_builder.h"

#include "store/tree_path.h"

namespace patchbay::store::sql {
namespace {

// A subtree with more customers than this is read in the list's order, not by path.
constexpr std::int64_t kSmallSubtree = 1000;

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

}  // namespace

SelectBuilder::SelectBuilder(Connection& connection, const Scope& scope, Purpose purpose)
    : connection_(connection), end_(end_of_subtree(scope.path)) {
  if (scope.recursive)
    select_subtree(scope, purpose);
  else
    select_children(scope);
}

void SelectBuilder::select_children(const Scope& scope) {
  add("(parent = ", scope.below.value);
  if (scope.itself) add(" OR id = ", scope.below.value);
  sql_ += ")";
}

void SelectBuilder::select_subtree(const Scope& scope, Purpose purpose) {
  // Appending an empty text keeps the engine from using the index on this column.
  const bool by_path = purpose == Purpose::all || is_small(scope);
  const std::string column = by_path ? "path" : "(path || '')";
  add(column + (scope.itself ? " >= " : " > "), std::string_view(scope.path));
  add(" AND " + column + " < ", std::string_view(end_));
}

bool SelectBuilder::is_small(const Scope& scope) const {
  LargeSubtrees& large = connection_.large_subtrees();
  if (large.holds(scope.path)) return false;
  // Skips rows instead of counting them, which takes a third of the steps.
  const bool is_large =
      select(connection_,
             "SELECT 1 FROM customers WHERE path >= $1 AND path < $2 LIMIT 1 OFFSET $3", scope.path,
             end_, kSmallSubtree - 1)
          .next();
  if (is_large) large.remember(scope.path);
  return !is_large;
}

void SelectBuilder::filter_life(Life life) {
  if (life == Life::live) sql_ += " AND deleted = 0";
  if (life == Life::deleted) sql_ += " AND deleted = 1";
}

void SelectBuilder::begin(const CustomerQuery& query) {
  if (!query.after) return;
  const std::string than = query.descending ? " < " : " > ";
  const std::string_view column = column_of(query.order);
  if (column.empty()) return add(" AND id" + than, query.after->id.value);
  add(" AND (" + std::string(column) + ", id)" + than + "(", std::string_view(query.after->key));
  add(", ", query.after->id.value);
  sql_ += ")";
}

void SelectBuilder::sort(const CustomerQuery& query) {
  const std::string_view write_mode = query.descending ? " DESC" : "";
  sql_ += " ORDER BY ";
  if (const std::string_view column = column_of(query.order); !column.empty())
    sql_.append(column).append(write_mode).append(", ");
  sql_.append("id").append(write_mode);
}

}  // namespace patchbay::store::sql
