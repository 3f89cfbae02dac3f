// Tests one row.
#include "store/sql/list/row_filter.h"

#include "record/formats/codec.h"
#include "record/search/search_terms.h"
#include "store/list_order.h"

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

// Terms are tested on the values, which takes less time than a look into the index for each.
bool RowFilter::has_values(const Rows& row, std::size_t terms_known) const {
  const bool has_all_terms =
      candidates_.terms.size() <= terms_known && candidates_.prefixes.empty();
  if (has_all_terms && filter_.matches().empty()) return true;
  const Record record{.id = row.customer(0),
                      .uuid = row.uuid(1),
                      .version = row.whole(2),
                      .values = readable(decode_values(row.view(3)), values_of(row.customer(0)))};
  return filter_.matches_values(record) &&
         (has_all_terms ||
          hold(search_terms_of(record.values), candidates_.terms, candidates_.prefixes));
}

bool RowFilter::matches(const Rows& row, std::size_t terms_known) const {
  return scope_.holds(row.customer(0), row.customer(5), row.view(4)) && matches_life(row.flag(6)) &&
         filter_.matches_enterprise(row.customer(7)) && filter_.matches_name(row.view(8)) &&
         has_values(row, terms_known);
}

ListPosition RowFilter::place(const Rows& row) const {
  const IndexedColumns keys{
      .name = row.view(8), .account = row.view(9), .description = row.view(10)};
  return {std::string(sort_key(query_.order, keys)), row.customer(0)};
}

}  // namespace patchbay::store::sql
