// Lists of customers, by looking at every one.
#include <algorithm>

#include "store/filter.h"
#include "store/keys.h"
#include "store/memory/reader.h"
#include "store/tree_path.h"

namespace patchbay::store::memory {
namespace {

bool within(const CustomerQuery& query, std::string_view top, const Customer& customer) {
  if (customer.record->id == query.below) return query.itself;
  return query.recursive ? customer.path.starts_with(top)
                         : customer.record->parent() == query.below;
}

bool alive(Life life, bool deleted) {
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

std::string_view sort_key(CustomerQuery::Order order, const Keys& keys) {
  switch (order) {
    case CustomerQuery::Order::id:
      return {};
    case CustomerQuery::Order::name:
      return keys.name;
    case CustomerQuery::Order::account:
      return keys.account;
    case CustomerQuery::Order::description:
      return keys.description;
  }
  return {};
}

struct Ranked {
  std::string_view key;
  CustomerId id;
  const Record* record;
};

std::vector<Ranked> matching(const State& state, const CustomerQuery& query) {
  std::vector<Ranked> found;
  const Customer* top = state.customers.find(query.below);
  if (!top && query.below) return found;
  const std::string_view path = top ? std::string_view(top->path) : "/";
  const Filter filter(query);
  state.customers.walk([&](CustomerId id, const Customer& customer) {
    const Record& record = *customer.record;
    const Keys keys = keys_of(record);
    if (within(query, path, customer) && alive(query.life, keys.deleted) &&
        filter.admits_name(keys.name) && filter.admits_values(record))
      found.push_back({sort_key(query.order, keys), id, &record});
    return true;
  });
  std::ranges::sort(found, [&](const Ranked& a, const Ranked& b) {
    const auto order = std::pair(a.key, a.id) <=> std::pair(b.key, b.id);
    return query.descending ? order > 0 : order < 0;
  });
  return found;
}

}  // namespace

CustomerPage list(const State& state, const CustomerQuery& query) {
  std::vector<Ranked> found = matching(state, query);
  CustomerPage page;
  if (query.count) page.total = found.size();
  if (query.order == CustomerQuery::Order::id && !query.descending)
    std::erase_if(found, [&](const Ranked& one) { return one.id <= query.after; });
  const std::size_t first = std::min(query.offset, found.size());
  const std::size_t end = first + std::min({query.limit, kPageMax, found.size() - first});
  for (std::size_t i = first; i < end; ++i) page.records.push_back(*found[i].record);
  page.more = end < found.size();
  return page;
}

}  // namespace patchbay::store::memory
