// Chooses search terms that few customers have; frequent terms are tested on each customer.
#include "store/sql/list/candidates.h"

#include <algorithm>
#include <iterator>
#include <ranges>

#include "record/search/search_terms.h"
#include "store/sql/customers/search_terms.h"

namespace patchbay::store::sql {
namespace {

using Ids = std::vector<CustomerId>;

// For so few customers, testing another term on each is cheaper than reading its index.
constexpr std::size_t kVeryFew = 128;
constexpr auto kEnough = static_cast<std::int64_t>(kFew) + 1;

// Returns the customers in `rows`, or nothing if there are more than kFew.
std::optional<Ids> few_of(Rows rows) {
  Ids out;
  while (rows.next()) out.push_back(rows.customer(0));
  if (out.size() > kFew) return std::nullopt;
  std::ranges::sort(out);
  const auto repeated = std::ranges::unique(out);
  out.erase(repeated.begin(), repeated.end());
  return out;
}

std::optional<Ids> few_with(Connection& connection, const std::string& term) {
  return few_of(search_index(connection).with_term(connection, term, kEnough));
}

std::optional<Ids> few_beginning(Connection& connection, const std::string& prefix) {
  return few_of(search_index(connection).beginning_with(connection, prefix, kEnough));
}

std::optional<Ids> few_within(Connection& connection, const Scope& scope) {
  SelectBuilder builder(connection, scope, SelectBuilder::Purpose::all);
  builder.limit(kFew + 1);
  return few_of(builder.rows("id"));
}

// Ids that include all matches of some conditions, as far as indexes select few, and the terms that
// remain to be tested.
class Narrowing {
 public:
  explicit Narrowing(Connection& connection) : connection_(connection) {}

  void to(Ids some) {
    if (!few) {
      few = std::move(some);
      return;
    }
    Ids both;
    std::ranges::set_intersection(*few, some, std::back_inserter(both));
    few = std::move(both);
  }
  void to_term(const std::string& term) {
    auto some = very_few() ? std::nullopt : few_with(connection_, term);
    if (!some) return terms.push_back(term);
    to(*std::move(some));
  }
  void to_prefix(const std::string& prefix) {
    auto some = very_few() ? std::nullopt : few_beginning(connection_, prefix);
    if (!some) return prefixes.push_back(prefix);
    to(*std::move(some));
  }
  void to_all(const std::vector<std::string>& wholes, const std::vector<std::string>& beginnings) {
    for (const std::string& term : wholes) to_term(term);
    for (const std::string& prefix : beginnings) to_prefix(prefix);
  }

  std::optional<Ids> few{};
  std::vector<std::string> terms{};
  std::vector<std::string> prefixes{};

 private:
  [[nodiscard]] bool very_few() const { return few && few->size() <= kVeryFew; }

  Connection& connection_;
};

Ids with_former(const Ids& present, const FormerCustomers& former) {
  Ids out;
  std::ranges::set_union(present, former | std::views::keys, std::back_inserter(out));
  return out;
}

// Narrows to the customers that meet a condition now, and those that meet it by a former value.
void narrow_to(const NowOrBefore& condition, Connection& connection, Narrowing& narrow,
               Candidates& out) {
  std::optional<FormerCustomers> former = find_former(connection, condition.former);
  out.former_left_out |= !former;
  out.former.push_back(std::move(former).value_or(FormerCustomers()));
  Narrowing present(connection);
  present.to_all(condition.terms, condition.prefixes);
  if (present.few) narrow.to(with_former(*present.few, out.former.back()));
  if (!present.terms.empty() || !present.prefixes.empty())
    out.open.push_back({.number = out.former.size() - 1,
                        .terms = std::move(present.terms),
                        .prefixes = std::move(present.prefixes)});
}

}  // namespace

Candidates candidates(Connection& connection, const CustomerQuery& query, const QueryFilter& filter,
                      const Scope& scope) {
  Candidates out;
  Narrowing narrow(connection);
  for (const NowOrBefore& condition : query.now_or_before)
    narrow_to(condition, connection, narrow, out);
  for (const Match& match : filter.matches()) {
    if (match.target.lens == Lens::id) {
      const auto* id = match.value ? std::get_if<std::int64_t>(&*match.value) : nullptr;
      narrow.to(id ? Ids{{*id}} : Ids{});
    }
    if (const auto term = term_of(match.target, match.value)) narrow.to_term(*term);
  }
  narrow.to_all(query.terms, query.prefixes);
  out.terms = std::move(narrow.terms);
  out.prefixes = std::move(narrow.prefixes);
  out.few = narrow.few ? std::move(narrow.few) : few_within(connection, scope);
  return out;
}

}  // namespace patchbay::store::sql
