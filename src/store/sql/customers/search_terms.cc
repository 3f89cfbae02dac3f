// Computes the terms that were added or removed.
#include "store/sql/customers/search_terms.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "record/search/search_terms.h"
#include "store/sql/engine/multi_row_statement.h"
#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {
namespace {

using Terms = std::vector<std::string>;

// Adds `later` to what is known of the same customer. A term that was added and is removed again
// leaves no difference.
void append(TermDifference& difference, const TermDifference& later) {
  Terms removed;
  std::ranges::set_union(terms_without(difference.removed, later.added),
                         terms_without(later.removed, difference.added),
                         std::back_inserter(removed));
  Terms added;
  std::ranges::set_union(terms_without(difference.added, later.removed),
                         terms_without(later.added, difference.removed), std::back_inserter(added));
  difference.removed = std::move(removed);
  difference.added = std::move(added);
}

Rows former_rows(Connection& connection, const FormerTerm& term, std::int64_t limit) {
  if (!term.is_beginning)
    return select(connection, "SELECT customer, version FROM former_terms WHERE term = $1 LIMIT $2",
                  term.text, limit);
  return select(
      connection,
      "SELECT customer, version FROM former_terms WHERE term >= $1 AND term < $2 LIMIT $3",
      term.text, end_of_prefix(term.text), limit);
}

}  // namespace

TermDifference term_difference(const Record& after, const Entry& entry) {
  TermDifference out{.customer = after.id, .removed = {}, .added = {}};
  const auto bears = [](const Difference& each) { return affects_search_terms(each.path.field); };
  if (std::ranges::none_of(entry.differences, bears)) return out;
  if (entry.version == 1) {
    out.added = search_terms_of(after.values);
    return out;
  }
  TermChange change = search_term_change(after.values, entry.differences);
  out.removed = std::move(change.removed);
  out.added = std::move(change.added);
  return out;
}

void PendingTerms::add(TermDifference difference) {
  if (!difference.removed.empty() || !difference.added.empty())
    noted_.push_back(std::move(difference));
}

void PendingTerms::write(Connection& connection) {
  if (empty()) return;
  std::map<CustomerId, TermDifference> net;
  for (const TermDifference& each : std::span(noted_).subspan(written_)) {
    const auto [found, is_new] = net.emplace(each.customer, each);
    if (!is_new) append(found->second, each);
  }
  std::vector<TermDifference> differences;
  for (auto& [customer, each] : net)
    if (!each.removed.empty() || !each.added.empty()) differences.push_back(std::move(each));
  search_index(connection).write(connection, differences);
  written_ = noted_.size();
}

void PendingTerms::roll_back() {
  noted_.resize(at_savepoint_.noted);
  written_ = at_savepoint_.written;
}

const SearchIndex& search_index(const Connection& connection) {
  return connection.dialect().full_text ? full_text_index() : term_rows();
}

void FormerTermRows::add(CustomerId customer, Version version, const Differences& differences) {
  for (std::string& term : former_search_terms(differences))
    rows_[{std::move(term), customer}] = version;
}

void FormerTermRows::write(Connection& connection) const {
  static const MultiRowStatement kAdding =
      insert_rows("former_terms", "term, customer, version",
                  " ON CONFLICT (term, customer) DO UPDATE SET version = excluded.version");
  if (rows_.empty()) return;
  std::vector<Argument> cells;
  for (const auto& [key, version] : rows_)
    cells.insert(cells.end(), {argument(key.first), argument(key.second), argument(version)});
  kAdding.run(connection, cells);
}

void save_former_terms(Connection& connection, std::span<const CustomerChange> changes) {
  FormerTermRows rows;
  for (const CustomerChange& change : changes)
    rows.add(change.after->id, change.after->version, change.entry->differences);
  rows.write(connection);
}

void erase_former_terms(Connection& connection, const Entry& entry) {
  for (const std::string& term : former_search_terms(entry.differences))
    execute(connection,
            "DELETE FROM former_terms WHERE term = $1 AND customer = $2 AND version = $3", term,
            entry.customer, entry.version);
}

std::optional<FormerCustomers> find_former(Connection& connection,
                                           std::span<const FormerTerm> former) {
  FormerCustomers out;
  std::int64_t left = kFormerMax;
  for (const FormerTerm& each : former) {
    Rows rows = former_rows(connection, each, left + 1);
    for (; rows.next(); --left) {
      if (left == 0) return std::nullopt;
      Version& version = out[rows.customer(0)];
      version = std::max(version, rows.whole(1));
    }
  }
  return out;
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

}  // namespace patchbay::store::sql
