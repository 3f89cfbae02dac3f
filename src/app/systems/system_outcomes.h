// What a comparison found, as the outcome of a call.
#pragma once

#include "core/call/outcome.h"
#include "core/call/system_calls.h"
#include "reach/systems/comparison.h"

namespace patchbay::app {

// A value as people read it: a text without quotes.
[[nodiscard]] std::optional<std::string> readable_text(const std::optional<Value>& value);

// The page that `compare` asks for, by the numbers of customers, with at most `remarks_max`
// remarks. `version`: of the description.
[[nodiscard]] core::SystemComparison to_outcome(
    reach::Comparison found, const core::CompareSystem& compare, Version version,
    std::string_view digest_key, std::size_t remarks_max = core::SystemComparison::kRemarksMax);

}  // namespace patchbay::app
