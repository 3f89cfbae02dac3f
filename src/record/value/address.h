// The forms of an address: its lines, and all of it as text.
#pragma once

#include <optional>
#include <string>

#include "record/value/record.h"

namespace patchbay {

// Whether the field is part of the location, not the type, order or use of the address.
[[nodiscard]] bool is_location(Field field);

// Returns "street number", or the one of the two that is set.
[[nodiscard]] std::optional<std::string> first_line(const Record& record, const Uuid& address);

// Returns the location as lines, in the order of an envelope. An address that was written as text
// is returned as that text.
[[nodiscard]] std::optional<std::string> whole_text(const Record& record, const Uuid& address);

// Whether the address has no values except its type, ordinal and primary mark.
[[nodiscard]] bool is_empty_address(const Record& record, const Uuid& address);

}  // namespace patchbay
