// Queries for lists of customers: filters, order and position.
#pragma once

#include <compare>
#include <functional>
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

// A value that a customer once had, by its search term.
struct FormerTerm {
  std::string text;
  bool is_beginning = false;  // a term that begins with `text`, not the term `text`
};

// A condition that a customer meets by what it has, or by a value that it once had: it has all of
// `terms` and, for each of `prefixes`, a term that begins with it; or it once had one of `former`.
struct NowOrBefore {
  std::vector<std::string> terms{};
  std::vector<std::string> prefixes{};
  std::vector<FormerTerm> former{};
};

// If more terms of former values match a condition, only present values count for it.
inline constexpr std::size_t kFormerMax = 4096;

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
  std::vector<NowOrBefore> now_or_before{};  // all must match

  // What a customer must meet beside all of that; empty: nothing more. It is called for one
  // customer after the other, while a store reads. It must have no side effects, not block and not
  // throw.
  std::function<bool(const Record& record)> suits{};

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

// Tells that a customer meets a condition only by a value that it once had.
struct FormerMatch {
  CustomerId customer;
  std::size_t condition = 0;  // index in CustomerQuery::now_or_before
  Version version = 0;        // the newest version that removed such a value
  bool operator==(const FormerMatch&) const = default;
};

// One page of a list. Readers who continue after `last` get every customer exactly once that
// matches and keeps its position throughout, while other changes are written.
struct CustomerPage {
  std::vector<Record> records;
  // The ancestor of each record directly below the root, or the root itself.
  std::vector<CustomerId> enterprises;
  std::vector<FormerMatch> former{};  // of `records`, in their order
  bool former_left_out = false;       // more than kFormerMax terms of former values match one of
                                      // the conditions
  std::size_t total = 0;  // number of all matches, without regard to position, offset and limit;
                          // only if asked for
  bool more = false;      // whether more customers follow, or may follow
  bool cut = false;       // `looks_max` ended the page: it may be short, and `total` is not known
  ListPosition last;      // position to continue after, if `more` is set
};

}  // namespace patchbay
