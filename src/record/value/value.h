// What a field can hold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/decimal.h"

namespace patchbay {

// A secret as it is kept: encrypted, with the few characters that a mask may show.
struct SealedSecret {
  std::string box;   // base64 of nonce and ciphertext
  std::string tail;  // the last four digits of a number, or empty
  bool operator==(const SealedSecret&) const = default;
};

// Rows of text; what the columns mean is the field's affair.
using List = std::vector<std::vector<std::string>>;

using Value = std::variant<bool, std::int64_t, Decimal, std::string, List, SealedSecret>;

// What a change does to a field; a field that nobody mentions has no Edit.
struct Clear {
  bool operator==(const Clear&) const = default;
};
using Edit = std::variant<Clear, Value>;

// What a reader may see in place of a sealed value: "****" and its tail.
[[nodiscard]] std::string mask(const SealedSecret& sealed);

// For messages, tests and logs: text in quotes, a sealed value as its mask.
[[nodiscard]] std::string describe(const Value& value);
[[nodiscard]] std::string describe(const Edit& edit);

}  // namespace patchbay
