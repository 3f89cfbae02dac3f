// Writes only the terms that were added or removed.
#include "store/sql/customers/search_terms.h"

#include <algorithm>
#include <deque>
#include <iterator>

#include "record/search/search_terms.h"
#include "store/sql/engine/multi_row_statement.h"
#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {
namespace {

using Terms = std::vector<std::string>;

Terms terms_before(const Record& after, const Differences& differences) {
  Values values = after.values;
  for (const Difference& each : differences) {
    if (!affects_search_terms(each.path.field)) continue;
    if (each.before)
      values.set(each.path, *each.before);
    else
      values.clear(each.path);
  }
  return search_terms_of(values);
}

Terms without(const Terms& from, const Terms& taken) {
  Terms out;
  std::ranges::set_difference(from, taken, std::back_inserter(out));
  return out;
}

class TermRows {
 public:
  void add(Terms terms, CustomerId customer) {
    for (std::string& each : terms) {
      cells_.push_back(argument(terms_.emplace_back(std::move(each))));
      cells_.push_back(argument(customer));
    }
  }
  void run(const MultiRowStatement& statement, Connection& connection) const {
    statement.run(connection, cells_);
  }

 private:
  std::deque<std::string> terms_;
  std::vector<Argument> cells_;
};

}  // namespace

void save_terms(Connection& connection, std::span<const CustomerChange> changes) {
  const auto bears = [](const Difference& each) { return affects_search_terms(each.path.field); };
  TermRows gone;
  TermRows come;
  for (const CustomerChange& change : changes) {
    const Record& after = *change.after;
    const Differences& differences = change.entry->differences;
    if (std::ranges::none_of(differences, bears)) continue;
    const Terms has = search_terms_of(after.values);
    const Terms had = terms_before(after, differences);
    gone.add(without(had, has), after.id);
    come.add(without(has, had), after.id);
  }
  static const MultiRowStatement kRemoving = delete_rows("terms", "term, customer");
  static const MultiRowStatement kAdding =
      insert_rows("terms", "term, customer", " ON CONFLICT (term, customer) DO NOTHING");
  gone.run(kRemoving, connection);
  come.run(kAdding, connection);
}

void save_former_terms(Connection& connection, std::span<const CustomerChange> changes) {
  for (const CustomerChange& change : changes)
    save_former_terms(connection, change.after->id, change.after->version,
                      change.entry->differences);
}

void save_former_terms(Connection& connection, CustomerId customer, Version version,
                       const Differences& differences) {
  for (const std::string& term : former_search_terms(differences))
    execute(connection,
            "INSERT INTO former_terms (term, customer, version) VALUES ($1, $2, $3) "
            "ON CONFLICT (term, customer) DO UPDATE SET version = excluded.version",
            term, customer, version);
}

void erase_former_terms(Connection& connection, const Entry& entry) {
  for (const std::string& term : former_search_terms(entry.differences))
    execute(connection,
            "DELETE FROM former_terms WHERE term = $1 AND customer = $2 AND version = $3", term,
            entry.customer, entry.version);
}

std::optional<Version> find_former(Connection& connection, CustomerId customer,
                                   std::string_view prefix) {
  Rows rows = select(connection,
                     "SELECT max(version) FROM former_terms "
                     "WHERE term >= $1 AND term < $2 AND customer = $3",
                     prefix, end_of_prefix(prefix), customer);
  if (!rows.next() || rows.null(0)) return std::nullopt;
  return rows.whole(0);
}

FormerTerms hold_former_terms(Connection& connection, const Entry& entry) {
  FormerTerms out;
  for (const std::string& term : former_search_terms(entry.differences)) {
    Rows rows = select(connection,
                       "SELECT version FROM former_terms "
                       "WHERE term = $1 AND customer = $2 AND version >= $3",
                       term, entry.customer, entry.version);
    if (!rows.next()) {
      out.lacking = term;
      return out;
    }
    if (rows.whole(0) == entry.version) ++out.last;
  }
  return out;
}

std::string end_of_prefix(std::string_view prefix) {
  return std::string(prefix) + "\xF4\x8F\xBF\xBF";
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
