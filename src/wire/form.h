// key=value lists: a query string or an application/x-www-form-urlencoded body.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/parse_error.h"

namespace patchbay::wire::form {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Bounds {
  std::size_t pairs_max = 1'000;
};

enum class Separators { ampersand, ampersand_and_semicolon };

// Splits at the separators and decodes `+` and `%XX`. Refuses a malformed `%`, invalid UTF-8,
// U+0000, an empty key (`=x`) and more pairs than the bound. Empty pieces (`a=1&&b=2`) are skipped.
// A piece without `=` is a key with an empty value. Keys may repeat; the caller decides about that.
// The error never quotes a value.
[[nodiscard]] std::expected<Pairs, ParseError> parse(std::string_view text, Separators separators,
                                                     Bounds bounds = {});

// Percent-decodes one path segment or component. `+` stays as it is.
[[nodiscard]] std::expected<std::string, ParseError> decode_component(std::string_view text);
// Percent-encodes everything except RFC 3986's unreserved characters.
[[nodiscard]] std::string encode_component(std::string_view text);
[[nodiscard]] std::string write(const Pairs& pairs);

}  // namespace patchbay::wire::form
