// Marks whose changes are recorded in history, as changes of the store itself.
#pragma once

#include <span>
#include <string>

#include "store/store.h"

namespace patchbay::store {

// Saves `marks`. If a value differs, also writes a history entry of kStoreItself at the time `now`.
void set_marks(Transaction& transaction, std::span<const Mark> marks, const std::string& action,
               Instant now);
void set_mark(Transaction& transaction, const Mark& mark, Instant now);

// Returns the first entry of the store itself, without changes, at the time `now`.
[[nodiscard]] AdminEntry entry_of_store(const std::string& action, Instant now);

// Returns the marks according to the last history entry.
[[nodiscard]] AdminEntry marks_in_history(ReadTransaction& reader);

}  // namespace patchbay::store
