// Placeholder ids for the parts that a rehearsal would create, shown as "new-1", "new-2".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/uuid.h"

namespace patchbay {

// Returns the placeholder of the part with this number, from 1 on. No stored part has it.
[[nodiscard]] Uuid unassigned(std::uint64_t number);

// Whether `part` has the form of a placeholder.
[[nodiscard]] bool is_unassigned(const Uuid& part);

// Returns "new-1" for a placeholder, and the UUID's text otherwise.
[[nodiscard]] std::string part_text(const Uuid& part);
// The part with this `part_text`, or nothing.
[[nodiscard]] std::optional<Uuid> parse_part(std::string_view text);

}  // namespace patchbay
