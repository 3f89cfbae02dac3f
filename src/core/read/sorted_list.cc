// Reads all matches in the order of ids, keeps what they are sorted by, and then reads one page.
#include "core/read/sorted_list.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/result.h"
#include "store/indexed_columns.h"
#include "store/list_order.h"

namespace patchbay::core {
namespace {

constexpr const char* kTooMany =
    " customers match, which is too many to sort by several members: sort by one, or filter";

struct Match {
  std::vector<std::string> keys;  // one for each order; empty for ids
  CustomerId id;
  CustomerId enterprise;
};

class Sorter {
 public:
  explicit Sorter(std::span<const ListOrder> orders) : orders_(orders) {}

  [[nodiscard]] std::vector<std::string> keys_of(const Record& record) const {
    const store::IndexedColumns columns = store::indexed_columns_of(record);
    std::vector<std::string> out;
    for (const ListOrder& each : orders_) out.emplace_back(store::sort_key(each.order, columns));
    return out;
  }

  // Whether one match comes before another.
  [[nodiscard]] bool operator()(const Match& one, const Match& other) const {
    for (std::size_t i = 0; i < orders_.size(); ++i) {
      const bool by_id = orders_[i].order == CustomerQuery::Order::id;
      const auto order = by_id ? one.id <=> other.id : one.keys[i] <=> other.keys[i];
      if (order != 0) return (order < 0) != orders_[i].descending;
    }
    return one.id < other.id;
  }

 private:
  std::span<const ListOrder> orders_;
};

struct Matches {
  std::vector<Match> all;
  bool cut = false;
};

Result<Matches> all_matches(store::ReadTransaction& reader, CustomerQuery query,
                            const Sorter& sorter, const SortBounds& bounds) {
  query.order = CustomerQuery::Order::id;
  query.descending = false;
  query.offset = 0;
  query.limit = bounds.page;
  query.count = true;
  Matches out;
  for (bool more = true; more;) {
    CustomerPage page = reader.customers(query);
    out.cut = page.cut;
    if (page.cut) return out;
    if (query.count && page.total > bounds.matches)
      return std::unexpected(
          Fault(ErrorKind::invalid, "more than " + std::to_string(bounds.matches) + kTooMany));
    for (std::size_t i = 0; i < page.records.size(); ++i)
      out.all.push_back({sorter.keys_of(page.records[i]), page.records[i].id, page.enterprises[i]});
    query.count = false;
    more = page.more && !page.records.empty();
    query.after = std::move(page.last);
  }
  return out;
}

}  // namespace

Result<CustomerPage> sorted_page(store::ReadTransaction& reader, const CustomerQuery& query,
                                 std::span<const ListOrder> orders, const SortBounds& bounds) {
  const Sorter sorter(orders);
  Matches found = TRY(all_matches(reader, query, sorter, bounds));
  CustomerPage out;
  out.cut = found.cut;
  if (out.cut) return out;
  std::ranges::sort(found.all, sorter);
  out.total = found.all.size();
  const std::size_t first = std::min(query.offset, found.all.size());
  const std::size_t end = first + std::min(query.limit, found.all.size() - first);
  for (std::size_t i = first; i < end; ++i) {
    auto record = reader.customer(found.all[i].id);
    if (!record) continue;
    out.records.push_back(*std::move(record));
    out.enterprises.push_back(found.all[i].enterprise);
  }
  out.more = end < found.all.size();
  return out;
}

}  // namespace patchbay::core
