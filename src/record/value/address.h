// The shapes of an address: its lines, and all of it as text.
#pragma once

#include <optional>
#include <string>

#include "record/value/record.h"

namespace patchbay {

// The fields that say where an address is, as opposed to whose it is and what it is for.
[[nodiscard]] bool is_location(Field field);

// "street number", or whichever of the two there is.
[[nodiscard]] std::optional<std::string> first_line(const Record& record, const Uuid& address);

// The location on lines, in the order an envelope has them; an address written as text is that
// text.
[[nodiscard]] std::optional<std::string> whole_text(const Record& record, const Uuid& address);

// Whether the address holds nothing but its type, place and mark.
[[nodiscard]] bool is_empty_address(const Record& record, const Uuid& address);

}  // namespace patchbay
