// Sums hashes of terms and customers.
#include "store/sql/transaction/term_check.h"

#include <algorithm>
#include <map>
#include <set>

#include "record/formats/codec.h"
#include "record/search/search_terms.h"

namespace patchbay::store::sql {
namespace {

// Returns the first text of `from` that is not in `among`.
std::optional<std::string> first_without(const std::set<std::string>& from,
                                         const std::set<std::string>& among) {
  const auto found =
      std::ranges::find_if(from, [&](const std::string& each) { return !among.contains(each); });
  return found == from.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

std::string of_customer(CustomerId id, const std::string& what) {
  return "customer " + std::to_string(id.value) + ": " + what;
}

TermCheck::TermCheck(Connection& connection)
    : connection_(connection),
      index_(search_index(connection)),
      key_(set_hash_key(connection.integrity().key.value_or(std::string()))),
      parts_(kParts) {}

void TermCheck::add(SetHash& sum, CustomerId customer, std::string_view stored) {
  text_.assign(stored);
  for (int shift = 0; shift < 64; shift += 8) text_ += static_cast<char>(customer.value >> shift);
  sum.add(text_, key_);
}

void TermCheck::add(CustomerId customer, const Values& values) {
  SetHash& sum = part_of(customer).of_records;
  for (const std::string& term : search_terms_of(values)) add(sum, customer, index_.stored(term));
}

void TermCheck::skip(CustomerId customer) { part_of(customer).skipped.push_back(customer); }

void TermCheck::add_index() {
  Rows rows = index_.everything(connection_);
  while (rows.next()) {
    const CustomerId customer = rows.customer(1);
    Part& part = part_of(customer);
    if (std::ranges::find(part.skipped, customer) == part.skipped.end())
      add(part.of_index, customer, rows.view(0));
  }
}

std::optional<std::string> TermCheck::find_mismatch() {
  add_index();
  for (const Part& part : parts_)
    if (part.of_records != part.of_index) return compare(part);
  return std::nullopt;
}

// Reads the customers of a part, and the whole index again.
std::optional<std::string> TermCheck::compare(const Part& part) {
  const auto is_of_part = [&](CustomerId customer) {
    return &part_of(customer) == &part &&
           std::ranges::find(part.skipped, customer) == part.skipped.end();
  };
  std::map<CustomerId, std::set<std::string>> found_by;
  {
    Rows rows = index_.everything(connection_);
    while (rows.next())
      if (is_of_part(rows.customer(1)))
        found_by[rows.customer(1)].insert(index_.read_stored(rows.view(0)));
  }
  std::map<CustomerId, std::set<std::string>> have;
  {
    Rows rows(connection_, "SELECT id, doc FROM customers ORDER BY id", {}, Rows::Count::unbounded);
    while (rows.next()) {
      const auto values = decode_values(rows.view(1));
      if (!values || !is_of_part(rows.customer(0))) continue;
      const auto terms = search_terms_of(*values);
      have[rows.customer(0)] = {terms.begin(), terms.end()};
    }
  }
  for (const auto& [customer, terms] : have)
    if (const auto term = first_without(terms, found_by[customer]))
      return of_customer(customer, "is not found by \"" + *term + '"');
  for (const auto& [customer, terms] : found_by) {
    const auto there = have.find(customer);
    if (there == have.end())
      return "a search for \"" + *terms.begin() + "\" leads to customer " +
             std::to_string(customer.value) + ", who is not there";
    if (const auto term = first_without(terms, there->second))
      return of_customer(customer, "is found by \"" + *term + "\", which it does not have");
  }
  return "the index of search terms is not in the form that Patchbay writes";
}

}  // namespace patchbay::store::sql
