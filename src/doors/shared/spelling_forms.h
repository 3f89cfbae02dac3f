// Texts and values by the forms that doors take.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "doors/shared/spelling.h"

namespace patchbay::doors {

// The value that `text`, which is not empty, writes in the record's own type, or nothing where it
// is not of the form at all. A number out of range is still a number: it may be what stands there.
[[nodiscard]] std::optional<Value> parse_value(const ValueFormat& format, std::string_view text);

// Nothing where `takes` takes `value`, which parse_value made; otherwise "must be …".
[[nodiscard]] std::optional<std::string> check_value(const ValueFormat& format, const Value& value);

}  // namespace patchbay::doors
