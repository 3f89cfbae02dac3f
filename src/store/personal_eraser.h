// Erases the personal values of a customer from its history.
#pragma once

#include <cstddef>
#include <functional>
#include <set>

#include "record/history/entry.h"

namespace patchbay::store {

// Personal values go, wherever history holds them, except values that stand in the record now.
class PersonalEraser {
 public:
  // `gone` is called with each value that is erased.
  explicit PersonalEraser(std::function<void(const Value&)> gone) : gone_(std::move(gone)) {}

  // Erases values of one entry. Must be called for all entries of a customer from the newest back.
  // Returns how many values it erased.
  std::size_t erase(Entry& entry);

 private:
  const std::function<void(const Value&)> gone_;
  std::set<Path> replaced_;  // paths that a later entry changed
};

}  // namespace patchbay::store
