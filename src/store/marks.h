// Marks that history tells of: as changes of the store itself.
#pragma once

#include <span>
#include <string>

#include "store/store.h"

namespace patchbay::store {

// Keeps `marks`. Where any of them says something new, an entry of kStoreItself tells so, made by
// the system, `now`.
void set_marks(Transaction& transaction, std::span<const Mark> marks, const std::string& action,
               Instant now);
void set_mark(Transaction& transaction, const Mark& mark, Instant now);

// An entry of the store itself, made by the system `now`: its first, which changes nothing yet.
[[nodiscard]] AdminEntry entry_of_store(const std::string& action, Instant now);

// What the marks are as the last entry of history left them.
[[nodiscard]] AdminEntry marks_in_history(ReadTransaction& reader);

}  // namespace patchbay::store
