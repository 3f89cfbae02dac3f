// The leaves of XML-RPC: what the text inside <int>, <double>, <boolean>, <dateTime.iso8601> and
// <base64> may be, and what it becomes. White space around it is passed over.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "wire/tree.h"

namespace patchbay::wire::xmlrpc {

// Each gives nothing where the text is not of its type.
[[nodiscard]] std::optional<Tree> read_int8(std::string_view text);
[[nodiscard]] std::optional<Tree> read_int16(std::string_view text);
[[nodiscard]] std::optional<Tree> read_int32(std::string_view text);
[[nodiscard]] std::optional<Tree> read_int64(std::string_view text);
// A decimal number with an optional exponent; no infinity, no NaN. The digits stay as they are.
[[nodiscard]] std::optional<Tree> read_double(std::string_view text);
// A whole number of any size. The digits stay as they are.
[[nodiscard]] std::optional<Tree> read_integer(std::string_view text);
// 0 or 1.
[[nodiscard]] std::optional<Tree> read_boolean(std::string_view text);
// 20120607T11:35:10, also with dashes in the date, a fraction, and an offset or Z; as a string.
// Whether the calendar has such a day is the caller's question.
[[nodiscard]] std::optional<Tree> read_date_time(std::string_view text);
// Base64 with its padding; as a string, still encoded, without the line breaks.
[[nodiscard]] std::optional<Tree> read_base64(std::string_view text);

// `text` without the XML white space at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace patchbay::wire::xmlrpc
