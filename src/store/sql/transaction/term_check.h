// Compares the index of search terms with the records.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/set_hash.h"
#include "record/value/record.h"
#include "store/sql/customers/search_index.h"

namespace patchbay::store::sql {

// Reads the index once, in its own order, and compares sums of hashes over its rows with sums over
// the terms of the records. The customers are spread over parts with a sum each, so that only the
// customers of one part are compared term by term if two sums differ. Used for one snapshot.
class TermCheck {
 public:
  explicit TermCheck(Connection& connection);

  // To be called once for each customer.
  void add(CustomerId customer, const Values& values);
  // The same for a customer whose values cannot be read, so that its terms are not known.
  void skip(CustomerId customer);
  // To be called at the end. Returns what is wrong, as a sentence: a term that a customer is not
  // found by, or one that leads to a customer without it; nothing if the index is right.
  [[nodiscard]] std::optional<std::string> find_mismatch();

 private:
  // Number of parts, which take 4 MiB.
  static constexpr std::size_t kParts = 65'536;
  struct Part {
    SetHash of_records;
    SetHash of_index;
    std::vector<CustomerId> skipped;
  };
  [[nodiscard]] Part& part_of(CustomerId customer) {
    return parts_[static_cast<std::uint64_t>(customer.value) % kParts];
  }
  void add(SetHash& sum, CustomerId customer, std::string_view stored);
  void add_index();
  [[nodiscard]] std::optional<std::string> compare(const Part& part);

  Connection& connection_;
  const SearchIndex& index_;
  const SetHashKey key_;
  std::vector<Part> parts_;
  std::string text_;  // of the row that is hashed
};

// Returns "customer 101: is not found".
[[nodiscard]] std::string of_customer(CustomerId id, const std::string& what);

}  // namespace patchbay::store::sql
