// Erases old values, entry by entry.
#include "store/eraser.h"

#include "record/history/chain.h"

namespace patchbay::store {

bool Eraser::erase(Entry& entry) {
  const bool is_old = entry.version >= first_;
  bool changed = false;
  for (Difference& each : entry.differences) {
    const std::string before = each.bond;
    if (superseded_.contains(each.path))
      erase_values(each);
    else if (is_old)
      erase_before(each);
    changed = changed || each.bond != before;
    if (is_old)
      superseded_.insert(each.path);
    else
      superseded_.erase(each.path);
  }
  if (changed) entry.seed.clear();
  passed_first_ = entry.version <= first_;
  return changed;
}

}  // namespace patchbay::store
