// Tests one row.
#include "store/sql/list/row_filter.h"

#include <algorithm>

#include "record/formats/codec.h"
#include "record/search/search_terms.h"
#include "store/list_order.h"
#include "store/sql/customers/search_terms.h"

namespace patchbay::store::sql {

bool RowFilter::matches_life(bool deleted) const {
  switch (query_.life) {
    case Life::live:
      return !deleted;
    case Life::deleted:
      return deleted;
    case Life::all:
      return true;
  }
  return true;
}

bool RowFilter::has_terms(CustomerId id) const {
  return std::ranges::all_of(
      candidates_.terms, [&](const std::string& term) { return has_term(connection_, term, id); });
}

bool RowFilter::has_values(const Rows& row) const {
  if (candidates_.prefixes.empty() && filter_.matches().empty()) return true;
  const Record record{.id = row.customer(0),
                      .uuid = row.uuid(1),
                      .version = row.whole(2),
                      .values = readable(decode_values(row.view(3)), values_of(row.customer(0)))};
  return filter_.matches_values(record) &&
         (candidates_.prefixes.empty() ||
          hold(search_terms_of(record.values), {}, candidates_.prefixes));
}

bool RowFilter::matches(const Rows& row) const {
  return scope_.holds(row.customer(0), row.customer(5), row.view(4)) && matches_life(row.flag(6)) &&
         filter_.matches_enterprise(row.customer(7)) && filter_.matches_name(row.view(8)) &&
         has_terms(row.customer(0)) && has_values(row);
}

ListPosition RowFilter::place(const Rows& row) const {
  const IndexedColumns keys{
      .name = row.view(8), .account = row.view(9), .description = row.view(10)};
  return {std::string(sort_key(query_.order, keys)), row.customer(0)};
}

}  // namespace patchbay::store::sql
