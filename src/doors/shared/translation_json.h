// A translation as JSON and as text for people.
#pragma once

#include <string>

#include "doors/translate.h"
#include "wire/tree.h"

namespace patchbay::doors {

// {"from", "to", "call", "request", "http", "curl", "losses", "placeholders", "looked_up"}; the
// first three of the request are null if nothing is left to send.
[[nodiscard]] wire::Tree translation_json(const TranslationInput& input,
                                          const Translation& translation);

// The request, the same as a curl command, then what does not survive, and what to replace.
[[nodiscard]] std::string translation_text(const TranslationInput& input,
                                           const Translation& translation);

}  // namespace patchbay::doors
