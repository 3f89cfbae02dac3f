// Which customers a list is of, and in what order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "record/lens.h"

namespace patchbay {

enum class Life : std::uint8_t { live, deleted, all };

// Equality as a lens shows it; without a value: nothing is seen there.
struct Match {
  Target target;
  std::optional<Value> value;
};

struct CustomerQuery {
  CustomerId below;        // the children of this customer …
  bool recursive = false;  // … or everything below it
  bool itself = false;     // and this customer too
  Life life = Life::live;
  std::string name_contains;  // any case (ASCII); empty: any name
  std::vector<Match> where;   // all must hold

  enum class Order : std::uint8_t { id, name, account, description } order = Order::id;
  bool descending = false;
  CustomerId after;         // with Order::id ascending: only ids greater than this
  std::size_t offset = 0;   // applied after the filters
  std::size_t limit = 100;  // at most 1000
  bool count = false;       // whether `total` is wanted
};

struct CustomerPage {
  std::vector<Record> records;
  std::size_t total = 0;  // of all that match, whatever the offset and limit, where it was wanted
  bool more = false;      // whether something follows
};

}  // namespace patchbay
