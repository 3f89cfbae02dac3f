// Values that a field can hold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/decimal.h"

namespace patchbay {

// A secret as it is stored: encrypted, with the few characters that a mask may show.
struct SealedSecret {
  std::string box;   // base64 of nonce and ciphertext
  std::string tail;  // the last four digits of a number, or empty
  bool operator==(const SealedSecret&) const = default;
};

// Rows of text; the rule of the field says what the columns mean.
using List = std::vector<std::vector<std::string>>;

using Value = std::variant<bool, std::int64_t, Decimal, std::string, List, SealedSecret>;

// What a change does to a field: clear it or set it. A field that a change does not mention has no
// Edit.
struct Clear {
  bool operator==(const Clear&) const = default;
};
using Edit = std::variant<Clear, Value>;

// Returns the mask that replaces a sealed value in replies: "****" and the tail.
[[nodiscard]] std::string mask(const SealedSecret& sealed);

// Returns text for messages, tests and logs: text in quotes, a sealed value as its mask.
[[nodiscard]] std::string describe(const Value& value);
[[nodiscard]] std::string describe(const Edit& edit);

}  // namespace patchbay
