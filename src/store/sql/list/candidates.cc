// Chooses search terms that few customers have; frequent terms are tested on each customer.
#include "store/sql/list/candidates.h"

#include <algorithm>
#include <iterator>

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

// Returns customers that have or once had such a term.
std::optional<Ids> few_ever_beginning(Connection& connection, const std::string& prefix) {
  std::optional<Ids> now = few_beginning(connection, prefix);
  std::optional<Ids> before = few_of(select(
      connection, "SELECT customer FROM former_terms WHERE term >= $1 AND term < $2 LIMIT $3",
      prefix, end_of_prefix(prefix), kEnough));
  if (!now || !before) return std::nullopt;
  Ids out;
  std::ranges::set_union(*now, *before, std::back_inserter(out));
  return out;
}

std::optional<Ids> few_within(Connection& connection, const Scope& scope) {
  SelectBuilder builder(connection, scope, SelectBuilder::Purpose::all);
  builder.limit(kFew + 1);
  return few_of(builder.rows("id"));
}

class Narrowing {
 public:
  Narrowing(Connection& connection, Candidates& out) : connection_(connection), out_(out) {}

  void to(Ids some) {
    if (!out_.few) {
      out_.few = std::move(some);
      return;
    }
    Ids both;
    std::ranges::set_intersection(*out_.few, some, std::back_inserter(both));
    out_.few = std::move(both);
  }
  void to_term(const std::string& term) {
    auto some = very_few() ? std::nullopt : few_with(connection_, term);
    if (!some) return out_.terms.push_back(term);
    to(*std::move(some));
  }
  void to_prefix(const std::string& prefix) {
    auto some = very_few() ? std::nullopt : few_beginning(connection_, prefix);
    if (!some) return out_.prefixes.push_back(prefix);
    to(*std::move(some));
  }

 private:
  [[nodiscard]] bool very_few() const { return out_.few && out_.few->size() <= kVeryFew; }

  Connection& connection_;
  Candidates& out_;
};

}  // namespace

Candidates candidates(Connection& connection, const CustomerQuery& query, const QueryFilter& filter,
                      const Scope& scope) {
  Candidates out;
  Narrowing narrow(connection, out);
  if (!query.now_or_before.empty()) {
    auto some = few_ever_beginning(connection, query.now_or_before);
    out.too_many = !some;
    if (out.too_many) return out;
    narrow.to(*std::move(some));
  }
  for (const Match& match : filter.matches()) {
    if (match.target.lens == Lens::id) {
      const auto* id = match.value ? std::get_if<std::int64_t>(&*match.value) : nullptr;
      narrow.to(id ? Ids{{*id}} : Ids{});
    }
    if (const auto term = term_of(match.target, match.value)) narrow.to_term(*term);
  }
  for (const std::string& term : query.terms) narrow.to_term(term);
  for (const std::string& prefix : query.prefixes) narrow.to_prefix(prefix);
  if (!out.few) out.few = few_within(connection, scope);
  return out;
}

}  // namespace patchbay::store::sql
