// Converts text to values by the forms that doors accept.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "doors/shared/spelling.h"

namespace patchbay::doors {

// The value of a non-empty `text` in the record's type, or nothing if it does not have the form. A
// number out of range is still a value, because it may equal the current one.
[[nodiscard]] std::optional<Value> parse_value(const ValueFormat& format, std::string_view text);

// Nothing if `format` accepts `value`, which parse_value made; otherwise "must be …".
[[nodiscard]] std::optional<std::string> check_value(const ValueFormat& format, const Value& value);

}  // namespace patchbay::doors
