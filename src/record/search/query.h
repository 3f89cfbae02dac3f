// Queries for lists of customers: filters, order and position.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <vector>

#include "record/lens/lens.h"

namespace patchbay {

enum class Life : std::uint8_t { live, deleted, all };

// Equality with the value that a lens shows; without a value: the lens shows nothing.
struct Match {
  Target target;
  std::optional<Value> value;
};

// A position in a sorted list: the sort key, then the id.
struct ListPosition {
  std::string key;  // empty in lists sorted by id
  CustomerId id;
  auto operator<=>(const ListPosition&) const = default;
};

struct CustomerQuery {
  CustomerId below;        // the children of this customer
  bool recursive = false;  // everything below it, not only its children
  bool itself = false;     // this customer too
  Life life = Life::live;
  std::string name_contains;          // compared after case folding (base/case_fold.h); empty: any
                                      // name
  std::vector<Match> where;           // all must match
  std::vector<std::string> terms;     // each must be a search term of the customer; see
                                      // search_terms.h
  std::vector<std::string> prefixes;  // each must be the beginning of a search term of the customer
  // The beginning of a telephone term that the customer has or once had; empty: no condition.
  std::string now_or_before{};

  enum class Order : std::uint8_t { id, name, account, description } order = Order::id;
  bool descending = false;
  std::optional<ListPosition> after;  // only customers after this position
  std::size_t offset = 0;             // applied after the filters
  std::size_t limit = 100;            // at most 1000
  bool count = false;                 // whether the page should have `total`
  // Maximum number of customers that are examined one by one if no index selects the matches; the
  // page ends there. A store that uses an index need not count.
  std::size_t looks_max = 100'000;
};

// One page of a list. Readers who continue after `last` get every customer exactly once that
// matches and keeps its position throughout, while other changes are written.
struct CustomerPage {
  std::vector<Record> records;
  // The ancestor of each record directly below the root, or the root itself.
  std::vector<CustomerId> enterprises;
  std::size_t total = 0;  // number of all matches, without regard to position, offset and limit;
                          // only if asked for
  bool more = false;      // whether more customers follow, or may follow
  bool cut = false;       // `looks_max` ended the page: it may be short, and `total` is not known
  ListPosition last;      // position to continue after, if `more` is set
};

}  // namespace patchbay
