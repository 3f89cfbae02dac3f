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

// What `drift`, or with `plans` a plan, of the native door replies with, but for the version of a
// description.
[[nodiscard]] wire::Tree comparison_json(reach::Comparison comparison, bool plans,
                                         std::string_view digest_key);

}  // namespace patchbay::app
