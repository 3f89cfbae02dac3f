// Lists customers by examining each one, and reads their histories.
#include <algorithm>
#include <set>

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

// The customers that meet the conditions of a query by former values.
struct Former {
  std::vector<FormerCustomers> customers{};  // by condition
  bool left_out = false;
};

Former former_of(const State& state, const CustomerQuery& query) {
  Former out;
  for (const NowOrBefore& condition : query.now_or_before) {
    FormerCustomers some;
    std::set<std::pair<std::string, CustomerId>> terms;
    state.entries.walk([&](const auto& key, const auto& entry) {
      for (std::string& term : former_search_terms(entry->differences)) {
        if (!is_met_before(condition, term)) continue;
        terms.emplace(std::move(term), key.first);
        some[key.first] = std::max(some[key.first], key.second);
      }
      return true;
    });
    const bool too_many = terms.size() > kFormerMax;
    out.left_out |= too_many;
    out.customers.push_back(too_many ? FormerCustomers() : std::move(some));
  }
  return out;
}

bool meets_all(const CustomerQuery& query, const Former& former, const Record& record) {
  for (std::size_t i = 0; i < query.now_or_before.size(); ++i) {
    const NowOrBefore& each = query.now_or_before[i];
    if (!former.customers[i].contains(record.id) &&
        !hold(search_terms_of(record.values), each.terms, each.prefixes))
      return false;
  }
  return true;
}

std::vector<ListPosition> matching(const State& state, const CustomerQuery& query,
                                   const Former& former) {
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
        meets_all(query, former, record))
      found.push_back({std::string(sort_key(query.order, keys)), id});
    return true;
  });
  return found;
}

}  // namespace

CustomerPage list(const State& state, const CustomerQuery& query) {
  CustomerPage page;
  const Former former = former_of(state, query);
  page.former_left_out = former.left_out;
  std::vector<ListPosition> found = matching(state, query, former);
  if (query.count) page.total = found.size();
  PageSlice slice = slice_of(query, std::move(found));
  for (const ListPosition& place : slice.shown) {
    const Customer& customer = *state.customers.find(place.id);
    page.records.push_back(*customer.record);
    page.enterprises.push_back(enterprise_of(customer.path));
  }
  page.former = former_matches(query, former.customers, page.records);
  page.more = slice.more;
  if (!slice.shown.empty()) page.last = std::move(slice.shown.back());
  return page;
}

std::vector<Record> read_records(const State& state, CustomerId after, std::size_t limit) {
  std::vector<Record> out;
  state.customers.walk_after(after, [&](CustomerId, const Customer& each) {
    if (out.size() < limit) out.push_back(*each.record);
    return out.size() < limit;
  });
  return out;
}

std::vector<Entry> read_history(const State& state, CustomerId id, Version before,
                                std::size_t limit) {
  std::vector<Entry> out;
  const Customer* customer = state.customers.find(id);
  if (!customer) return out;
  Version version = customer->record->version;
  if (before > 0) version = std::min(version, before - 1);
  for (; version > 0 && out.size() < limit; --version)
    if (const auto* entry = state.entries.find({id, version})) out.push_back(**entry);
  return out;
}

std::vector<std::vector<Entry>> read_histories(const State& state, CustomerId first,
                                               CustomerId last, std::size_t limit) {
  std::vector<std::vector<Entry>> out;
  state.customers.walk_after(CustomerId{first.value - 1}, [&](CustomerId id, const Customer&) {
    if (last < id) return false;
    out.push_back(read_history(state, id, 0, limit));
    return true;
  });
  return out;
}

}  // namespace patchbay::store::memory
