// What a comparison found, as lines for people.
#pragma once

#include <string>
#include <vector>

#include "reach/systems/comparison.h"
#include "wire/tree.h"

namespace patchbay::app {

// Whether anything differs, or stands alone.
[[nodiscard]] bool has_differences(const reach::Comparison& comparison);
// Whether `apply` has something to do. Links and bases that are only kept count too.
[[nodiscard]] bool has_changes(const reach::Comparison& comparison);

// The lines of a listing, each with its end. Values of fields are shown, and at most 200 bytes of
// each.
[[nodiscard]] std::string listing(const reach::Comparison& comparison);

// The facts of a listing in the form in which the native door answers `drift`, without the version
// of a description.
[[nodiscard]] wire::Object comparison_json(reach::Comparison comparison,
                                           std::string_view digest_key);

}  // namespace patchbay::app
