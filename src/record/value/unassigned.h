// Ids of parts that a rehearsal would make: it makes none, and so they are told as "new-1",
// "new-2".
#pragma once

#include <cstdint>
#include <string>

#include "base/uuid.h"

namespace patchbay {

// The id of the part that is made as number `number`, from 1 on. No part that is kept has it.
[[nodiscard]] Uuid unassigned(std::uint64_t number);

// "new-1" for such an id, and the text of any other.
[[nodiscard]] std::string part_text(const Uuid& part);

}  // namespace patchbay
