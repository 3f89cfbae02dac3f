// The leaf values of XML-RPC: what the text inside <int>, <double>, <boolean>, <dateTime.iso8601>
// and <base64> may be, and what it becomes. White space around it is ignored.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "wire/tree.h"

namespace patchbay::wire::xmlrpc {

// Each returns nothing if the text is not of its type.
[[nodiscard]] std::optional<Tree> read_int8(std::string_view text);
[[nodiscard]] std::optional<Tree> read_int16(std::string_view text);
[[nodiscard]] std::optional<Tree> read_int32(std::string_view text);
[[nodiscard]] std::optional<Tree> read_int64(std::string_view text);
// A decimal number with an optional exponent. Infinity and NaN are refused. The digits are kept.
[[nodiscard]] std::optional<Tree> read_double(std::string_view text);
// A whole number of any size. The digits are kept.
[[nodiscard]] std::optional<Tree> read_integer(std::string_view text);
// 0 or 1.
[[nodiscard]] std::optional<Tree> read_boolean(std::string_view text);
// 20120607T11:35:10, also with dashes in the date, a fraction, and an offset or Z; as a string. The
// caller checks whether the date exists.
[[nodiscard]] std::optional<Tree> read_date_time(std::string_view text);
// Base64 with its padding; as a string, still encoded, without line breaks.
[[nodiscard]] std::optional<Tree> read_base64(std::string_view text);

// `text` without XML white space at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace patchbay::wire::xmlrpc
