// Tests one customer against the filters.
#include "store/query_filter.h"

#include <algorithm>

#include "base/case_fold.h"
#include "record/search/search_terms.h"

namespace patchbay::store {
namespace {

char lower_of(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

QueryFilter::QueryFilter(const CustomerQuery& query)
    : query_(query), name_(fold(query.name_contains)) {
  for (const Match& match : query.where) {
    if (match.target.lens != Lens::enterprise) {
      matches_.push_back(match);
      continue;
    }
    const auto* id = match.value ? std::get_if<std::int64_t>(&*match.value) : nullptr;
    const CustomerId named{id ? *id : 0};
    // A customer belongs to one enterprise, so two different ids match nothing; id 0 is not
    // a valid enterprise.
    enterprise_ = enterprise_.value_or(named) == named ? named : CustomerId{};
  }
}

bool QueryFilter::everything() const {
  return name_.empty() && !needs_values() && query_.terms.empty() && query_.prefixes.empty() &&
         query_.now_or_before.empty();
}

bool QueryFilter::matches_name(std::string_view name) const {
  if (name_.empty()) return true;
  // Names in ASCII need only case folding, which is done without a copy.
  if (std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
    return fold(name).contains(name_);
  const auto same = [](char held, char wanted) { return lower_of(held) == wanted; };
  return !std::ranges::search(name, name_, same).empty();
}

bool QueryFilter::matches_values(const Record& record) const {
  const bool matches = std::ranges::all_of(
      matches_, [&](const Match& match) { return value_at(record, match.target) == match.value; });
  return matches && (!query_.suits || query_.suits(record));
}

bool hold(const std::vector<std::string>& terms, const std::vector<std::string>& wanted,
          const std::vector<std::string>& prefixes) {
  return std::ranges::all_of(
             wanted,
             [&](const std::string& term) { return std::ranges::binary_search(terms, term); }) &&
         std::ranges::all_of(prefixes, [&](const std::string& prefix) {
           const auto found = std::ranges::lower_bound(terms, prefix);
           return found != terms.end() && found->starts_with(prefix);
         });
}

bool is_met_before(const NowOrBefore& condition, std::string_view term) {
  return std::ranges::any_of(condition.former, [&](const FormerTerm& each) {
    return each.is_beginning ? term.starts_with(each.text) : term == each.text;
  });
}

std::vector<FormerMatch> former_matches(const CustomerQuery& query,
                                        std::span<const FormerCustomers> former,
                                        const std::vector<Record>& records) {
  std::vector<FormerMatch> out;
  for (const Record& record : records)
    for (std::size_t i = 0; i < former.size(); ++i) {
      const auto found = former[i].find(record.id);
      if (found == former[i].end()) continue;
      const NowOrBefore& condition = query.now_or_before[i];
      if (!hold(search_terms_of(record.values), condition.terms, condition.prefixes))
        out.push_back({.customer = record.id, .condition = i, .version = found->second});
    }
  return out;
}

}  // namespace patchbay::store
