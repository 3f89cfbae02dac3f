// Writing only what differs between the terms before and after.
#include "store/sql/terms.h"

#include <algorithm>
#include <iterator>

#include "record/terms.h"
#include "store/sql/rows.h"

namespace patchbay::store::sql {
namespace {

using Terms = std::vector<std::string>;

Terms terms_before(const Record& after, const Differences& differences) {
  Values values = after.values;
  for (const Difference& each : differences) {
    if (!bears_terms(each.path.field)) continue;
    if (each.before)
      values.set(each.path, *each.before);
    else
      values.clear(each.path);
  }
  return terms_of(values);
}

Terms without(const Terms& from, const Terms& taken) {
  Terms out;
  std::ranges::set_difference(from, taken, std::back_inserter(out));
  return out;
}

}  // namespace

void save_terms(Connection& connection, const Record& after, const Entry& entry) {
  const auto bears = [](const Difference& each) { return bears_terms(each.path.field); };
  if (std::ranges::none_of(entry.differences, bears)) return;
  const Terms has = terms_of(after.values);
  const Terms had = terms_before(after, entry.differences);
  for (const std::string& term : without(had, has))
    execute(connection, "DELETE FROM terms WHERE term = $1 AND customer = $2", term, after.id);
  for (const std::string& term : without(has, had))
    execute(connection,
            "INSERT INTO terms (term, customer) VALUES ($1, $2) "
            "ON CONFLICT (term, customer) DO NOTHING",
            term, after.id);
}

bool has_term(Connection& connection, const std::string& term, CustomerId customer) {
  return select(connection, "SELECT 1 FROM terms WHERE term = $1 AND customer = $2", term, customer)
      .next();
}

std::optional<std::string> lacking_term(Connection& connection, CustomerId customer,
                                        const std::vector<std::string>& terms) {
  const auto lacks = [&](const std::string& term) { return !has_term(connection, term, customer); };
  const auto found = std::ranges::find_if(terms, lacks);
  return found == terms.end() ? std::nullopt : std::optional(*found);
}

std::int64_t count_terms(Connection& connection) {
  Rows rows = select(connection, "SELECT count(*) FROM terms");
  return rows.next() ? rows.whole(0) : 0;
}

}  // namespace patchbay::store::sql
