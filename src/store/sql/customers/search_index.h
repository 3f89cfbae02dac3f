// The index of search terms: which customers have which term. Each engine has its own form of it,
// and every form gives the same answers: decision 0038.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {

// The terms that a customer lost and got. None is in both.
struct TermDifference {
  CustomerId customer;
  std::vector<std::string> removed;  // sorted, without duplicates
  std::vector<std::string> added;    // the same
};

// Functions without state, for one engine. Threads: any, each with its own connection.
class SearchIndex {
 public:
  virtual ~SearchIndex() = default;

  // Writes differences, sorted by customer, at most one for each.
  virtual void write(Connection& connection, std::span<const TermDifference> differences) const = 0;
  // The same after clear(), for customers that were not written since.
  virtual void fill(Connection& connection, std::span<const TermDifference> differences) const {
    write(connection, differences);
  }
  // Removes everything, so that all customers can be written again.
  virtual void clear(Connection& connection) const = 0;
  // Puts the index in order after all customers were written again.
  virtual void settle(Connection& connection) const = 0;
  // Transaction::erase_terms()
  virtual bool erase_traces(Connection& connection, bool begins) const = 0;

  // Starts to read the customers with `term`, in the order of their ids, at most `limit`.
  [[nodiscard]] virtual Rows with_term(Connection& connection, const std::string& term,
                                       std::int64_t limit) const = 0;
  // Starts to read the customers with a term that begins with `prefix`, at most `limit` rows, in
  // any order and possibly repeated. Reads no more of the index than these rows.
  [[nodiscard]] virtual Rows beginning_with(Connection& connection, const std::string& prefix,
                                            std::int64_t limit) const = 0;

  // Customers in the order of their ids (`descending`: backwards) between two ids, without these.
  struct Stretch {
    CustomerId after;
    CustomerId before;
    bool descending = false;
  };
  // Starts to read the customers of a stretch that have the first `known(terms)` of `terms`.
  [[nodiscard]] virtual Rows with_terms(Connection& connection,
                                        const std::vector<std::string>& terms,
                                        const Stretch& stretch) const = 0;
  // The number of terms that with_terms() tests; the others must be tested on each customer.
  [[nodiscard]] virtual std::size_t known(const std::vector<std::string>& terms) const = 0;

  // Starts to read everything: the stored form of a term, and the customer.
  [[nodiscard]] virtual Rows everything(Connection& connection) const = 0;
  // Returns the stored form of a term, and the reverse of it. Two terms have different forms, and
  // the form of a prefix is the prefix of a form.
  [[nodiscard]] virtual std::string stored(std::string_view term) const = 0;
  [[nodiscard]] virtual std::string read_stored(std::string_view stored) const = 0;
};

// The form that the connection's engine has.
[[nodiscard]] const SearchIndex& search_index(const Connection& connection);
[[nodiscard]] const SearchIndex& term_rows();
[[nodiscard]] const SearchIndex& full_text_index();

// Every text that begins with `prefix` is not less than `prefix` and less than this. The bound ends
// with U+10FFFF, which is not a character and occurs in no text.
[[nodiscard]] std::string end_of_prefix(std::string_view prefix);

}  // namespace patchbay::store::sql
