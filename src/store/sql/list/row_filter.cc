// Tests one row.
#include "store/sql/list/row_filter.h"

#include <algorithm>

#include "record/formats/codec.h"
#include "record/search/search_terms.h"
#include "store/list_order.h"

namespace patchbay::store::sql {
namespace {

// Whether a record may have `word` as a term or as the beginning of one. `lower`: its document, in
// ASCII and small letters. Terms with a key, and digits of telephone numbers,
// stand in a document in another form.
bool may_hold(std::string_view lower, std::string_view word) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return word.starts_with('/') || std::ranges::none_of(word, is_letter) ||
         lower.find(word) != lower.npos;
}

// Whether a record with this document may have all of these terms. Takes a small part of the time
// that decoding it takes, and is right about most records that do not.
bool may_hold(std::string_view document, const std::vector<std::string>& terms,
              const std::vector<std::string>& prefixes) {
  const auto is_plain = [](char c) { return c >= ' ' && c <= '~' && c != '\\'; };
  if (!std::ranges::all_of(document, is_plain)) return true;
  std::string lower(document);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  const auto holds = [&](const std::string& word) { return may_hold(lower, word); };
  return std::ranges::all_of(terms, holds) && std::ranges::all_of(prefixes, holds);
}

}  // namespace

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

std::vector<const OpenCondition*> RowFilter::open_for(CustomerId id) const {
  std::vector<const OpenCondition*> out;
  for (const OpenCondition& each : candidates_.open)
    if (!candidates_.former[each.number].contains(id)) out.push_back(&each);
  return out;
}

// Terms are tested on the values, which takes less time than a look into the index for each.
bool RowFilter::has_values(const Rows& row, std::size_t terms_known) const {
  const bool has_all_terms =
      candidates_.terms.size() <= terms_known && candidates_.prefixes.empty();
  const auto open = open_for(row.customer(0));
  if (has_all_terms && open.empty() && !filter_.needs_values()) return true;
  if (!has_all_terms && !may_hold(row.view(3), candidates_.terms, candidates_.prefixes))
    return false;
  for (const OpenCondition* each : open)
    if (!may_hold(row.view(3), each->terms, each->prefixes)) return false;
  const Record record{.id = row.customer(0),
                      .uuid = row.uuid(1),
                      .version = row.whole(2),
                      .values = readable(decode_values(row.view(3)), values_of(row.customer(0)))};
  if (!filter_.matches_values(record)) return false;
  if (has_all_terms && open.empty()) return true;
  const std::vector<std::string> terms = search_terms_of(record.values);
  return (has_all_terms || hold(terms, candidates_.terms, candidates_.prefixes)) &&
         std::ranges::all_of(open, [&](const OpenCondition* each) {
           return hold(terms, each->terms, each->prefixes);
         });
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
