// Which values of a customer's history go when its entries have become old.
#pragma once

#include <set>

#include "record/history/entry.h"

namespace patchbay::store {

// An old entry loses what stood before it, and with that the entry before it that set the same
// path loses what came after. So a value goes when what took its place is old, and what stands
// stays.
class Eraser {
 public:
  // Of the versions before `first`, that was done before.
  explicit Eraser(Version first) : first_(first) {}

  // Erases of an entry; to be called from the newest of the old ones on backwards. Whether it
  // changed.
  bool erase(Entry& entry);
  // Whether no entry before the last one can lose anything.
  [[nodiscard]] bool is_done() const { return passed_first_ && superseded_.empty(); }

 private:
  const Version first_;
  bool passed_first_ = false;
  std::set<Path> superseded_;  // by an old entry that was passed
};

}  // namespace patchbay::store
