// Erases personal values, entry by entry.
#include "store/personal_eraser.h"

#include "record/history/chain.h"

namespace patchbay::store {

std::size_t PersonalEraser::erase(Entry& entry) {
  std::size_t count = 0;
  const auto note = [&](const std::optional<Value>& value) {
    if (!value) return;
    ++count;
    gone_(*value);
  };
  for (Difference& each : entry.differences) {
    if (!row(each.path.field).personal()) continue;
    note(each.before);
    if (replaced_.insert(each.path).second) {
      erase_before(each);
      continue;
    }
    note(each.after);
    erase_values(each);
  }
  if (count > 0) entry.seed.clear();
  return count;
}

}  // namespace patchbay::store
