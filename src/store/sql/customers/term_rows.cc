// The index of search terms as rows of a table, clustered by term: for PostgreSQL.
#include <deque>

#include "store/sql/customers/search_index.h"
#include "store/sql/engine/multi_row_statement.h"

namespace patchbay::store::sql {
namespace {

using Terms = std::vector<std::string>;

std::vector<Argument> cells_of(std::span<const TermDifference> differences,
                               Terms TermDifference::* terms) {
  std::vector<Argument> cells;
  for (const TermDifference& each : differences)
    for (const std::string& term : each.*terms) {
      cells.push_back(argument(term));
      cells.push_back(argument(each.customer));
    }
  return cells;
}

class TermRows final : public SearchIndex {
 public:
  void write(Connection& connection, std::span<const TermDifference> differences) const override {
    static const MultiRowStatement kRemoving = delete_rows("terms", "term, customer");
    static const MultiRowStatement kAdding =
        insert_rows("terms", "term, customer", " ON CONFLICT (term, customer) DO NOTHING");
    kRemoving.run(connection, cells_of(differences, &TermDifference::removed));
    kAdding.run(connection, cells_of(differences, &TermDifference::added));
  }
  void fill(Connection& connection, std::span<const TermDifference> differences) const override {
    const std::vector<Argument> cells = cells_of(differences, &TermDifference::added);
    if (!connection.copy_in("terms", "term, customer", 2, cells)) write(connection, differences);
  }
  void clear(Connection& connection) const override { execute(connection, "DELETE FROM terms"); }
  void settle(Connection& /*connection*/) const override {}
  bool erase_traces(Connection& /*connection*/, bool /*begins*/) const override { return false; }

  Rows with_term(Connection& connection, const std::string& term,
                 std::int64_t limit) const override {
    return select(connection,
                  "SELECT customer FROM terms WHERE term = $1 ORDER BY customer LIMIT $2", term,
                  limit);
  }
  Rows beginning_with(Connection& connection, const std::string& prefix,
                      std::int64_t limit) const override {
    return select(connection, "SELECT customer FROM terms WHERE term >= $1 AND term < $2 LIMIT $3",
                  prefix, end_of_prefix(prefix), limit);
  }
  Rows with_terms(Connection& connection, const Terms& terms,
                  const Stretch& stretch) const override {
    return select(connection,
                  stretch.descending
                      ? "SELECT customer FROM terms WHERE term = $1 AND customer > $2"
                        " AND customer < $3 ORDER BY customer DESC"
                      : "SELECT customer FROM terms WHERE term = $1 AND customer > $2"
                        " AND customer < $3 ORDER BY customer",
                  terms.front(), stretch.after, stretch.before);
  }
  std::size_t known(const Terms& /*terms*/) const override { return 1; }

  Rows everything(Connection& connection) const override {
    return {connection, "SELECT term, customer FROM terms", {}, Rows::Count::unbounded};
  }
  std::string stored(std::string_view term) const override { return std::string(term); }
  std::string read_stored(std::string_view stored) const override { return std::string(stored); }
};

}  // namespace

const SearchIndex& term_rows() {
  static const TermRows kOne;
  return kOne;
}

}  // namespace patchbay::store::sql
