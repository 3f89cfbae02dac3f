// Lists customers by examining each one.
#include <algorithm>

#include "record/search/search_terms.h"
#include "store/list_order.h"
#include "store/memory/read_operations.h"
#include "store/query_filter.h"
#include "store/tree_path.h"

namespace patchbay::store::memory {
namespace {

bool within(const CustomerQuery& query, std::string_view top, const Customer& customer) {
  if (customer.record->id == query.below) return query.itself;
  return query.recursive ? customer.path.starts_with(top)
                         : customer.record->parent() == query.below;
}

bool matches_life(Life life, bool deleted) {
  switch (life) {
    case Life::live:
      return !deleted;
    case Life::deleted:
      return deleted;
    case Life::all:
      return true;
  }
  return true;
}

// Whether the customer has or once had a term that begins with `prefix`; true if `prefix` is empty.
bool had(const State& state, const Record& record, const std::string& prefix) {
  return prefix.empty() || hold(search_terms_of(record.values), {}, {prefix}) ||
         former(state, record.id, prefix);
}

std::vector<ListPosition> matching(const State& state, const CustomerQuery& query) {
  std::vector<ListPosition> found;
  const Customer* top = state.customers.find(query.below);
  if (!top && query.below) return found;
  const std::string_view path = top ? std::string_view(top->path) : "/";
  const QueryFilter filter(query);
  const bool by_terms = !query.terms.empty() || !query.prefixes.empty();
  state.customers.walk([&](CustomerId id, const Customer& customer) {
    const Record& record = *customer.record;
    const IndexedColumns keys = indexed_columns_of(record);
    if (within(query, path, customer) && matches_life(query.life, keys.deleted) &&
        filter.matches_enterprise(enterprise_of(customer.path)) && filter.matches_name(keys.name) &&
        filter.matches_values(record) &&
        (!by_terms || hold(search_terms_of(record.values), query.terms, query.prefixes)) &&
        had(state, record, query.now_or_before))
      found.push_back({std::string(sort_key(query.order, keys)), id});
    return true;
  });
  return found;
}

}  // namespace

std::optional<Version> former(const State& state, CustomerId id, std::string_view prefix) {
  const Customer* customer = state.customers.find(id);
  for (Version version = customer ? customer->record->version : 0; version > 0; --version) {
    const auto* entry = state.entries.find({id, version});
    const auto begins = [&](const std::string& term) { return term.starts_with(prefix); };
    if (entry && std::ranges::any_of(former_search_terms((*entry)->differences), begins))
      return version;
  }
  return std::nullopt;
}

CustomerPage list(const State& state, const CustomerQuery& query) {
  CustomerPage page;
  std::vector<ListPosition> found = matching(state, query);
  if (query.count) page.total = found.size();
  PageSlice slice = slice_of(query, std::move(found));
  for (const ListPosition& place : slice.shown) {
    const Customer& customer = *state.customers.find(place.id);
    page.records.push_back(*customer.record);
    page.enterprises.push_back(enterprise_of(customer.path));
  }
  page.more = slice.more;
  if (!slice.shown.empty()) page.last = std::move(slice.shown.back());
  return page;
}

}  // namespace patchbay::store::memory
