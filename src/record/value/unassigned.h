// Placeholder ids for the parts that a rehearsal would create, shown as "new-1", "new-2".
#pragma once

#include <cstdint>
#include <string>

#include "base/uuid.h"

namespace patchbay {

// Returns the placeholder of the part with this number, from 1 on. No stored part has it.
[[nodiscard]] Uuid unassigned(std::uint64_t number);

// Returns "new-1" for a placeholder, and the UUID's text otherwise.
[[nodiscard]] std::string part_text(const Uuid& part);

}  // namespace patchbay
