// Decides which values of a customer's history are erased because they are old.
#pragma once

#include <set>

#include "record/history/entry.h"

namespace patchbay::store {

// An old entry loses its `before` values. The entry before it that set the same path loses its
// `after` value. A value is therefore erased when the change that replaced it is old; current
// values stay.
class Eraser {
 public:
  // Versions before `first` were erased earlier.
  explicit Eraser(Version first) : first_(first) {}

  // Erases values of one entry. Must be called for the old entries from the newest back. Returns
  // whether the entry changed.
  bool erase(Entry& entry);
  // Whether no earlier entry has values to erase.
  [[nodiscard]] bool is_done() const { return passed_first_ && superseded_.empty(); }

 private:
  const Version first_;
  bool passed_first_ = false;
  std::set<Path> superseded_;  // paths that a later old entry changed
};

}  // namespace patchbay::store
