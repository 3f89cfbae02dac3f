// JSON string literals.
#pragma once

#include <string>

#include "wire/text_scanner.h"

namespace patchbay::wire::json {

// Reads the literal whose opening quote is next, through its closing quote, and appends what it
// means to `out`. Returns null, or what is wrong with it; then `scan` stands where it went wrong.
[[nodiscard]] const char* read_string(TextScanner& scan, std::string& out);

}  // namespace patchbay::wire::json
