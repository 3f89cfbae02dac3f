// JSON string literals.
#pragma once

#include <string>

#include "wire/text_scanner.h"

namespace patchbay::wire::json {

// Reads a literal from its opening quote through its closing quote and appends the decoded text to
// `out`. Returns null, or what is wrong; then `scan` is at the faulty byte.
[[nodiscard]] const char* read_string(TextScanner& scan, std::string& out);

}  // namespace patchbay::wire::json
