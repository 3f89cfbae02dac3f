// Which customers a list is of, and in what order.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <vector>

#include "record/lens/lens.h"

namespace patchbay {

enum class Life : std::uint8_t { live, deleted, all };

// Equality as a lens shows it; without a value: nothing is seen there.
struct Match {
  Target target;
  std::optional<Value> value;
};

// Where a customer stands in a list: its id, after the text that the list is sorted by.
struct ListPosition {
  std::string key;  // empty in lists by id
  CustomerId id;
  auto operator<=>(const ListPosition&) const = default;
};

struct CustomerQuery {
  CustomerId below;        // the children of this customer …
  bool recursive = false;  // … or everything below it
  bool itself = false;     // and this customer too
  Life life = Life::live;
  std::string name_contains;          // as fold.h folds both; empty: any name
  std::vector<Match> where;           // all must hold
  std::vector<std::string> terms;     // all must be terms of the customer, see terms.h …
  std::vector<std::string> prefixes;  // … and each of these the beginning of one
  // The beginning of a term, of telephone numbers only, that the customer must have or once have
  // had; empty: not asked.
  std::string now_or_before{};

  enum class Order : std::uint8_t { id, name, account, description } order = Order::id;
  bool descending = false;
  std::optional<ListPosition> after;  // only what comes after this place in the order
  std::size_t offset = 0;             // applied after the filters
  std::size_t limit = 100;            // at most 1000
  bool count = false;                 // whether `total` is wanted
  // How many customers may be looked at one by one where no index knows who matches; past that the
  // page is cut. A store that finds the answer otherwise need not count.
  std::size_t looks_max = 100'000;
};

// Pages that go on after `last` show every customer exactly once that matches all the while and
// keeps its place, whatever else is written between them.
struct CustomerPage {
  std::vector<Record> records;
  std::size_t total = 0;  // of all that match, whatever the place, offset and limit, where wanted
  bool more = false;      // whether something follows, or may follow
  bool cut = false;       // `looks_max` ended it: it may be short, and `total` is not known
  ListPosition last;      // where there is more: it follows after this
};

}  // namespace patchbay
