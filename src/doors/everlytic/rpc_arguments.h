// The arguments of XML-RPC methods, in all forms that clients send.
#pragma once

#include <expected>
#include <string>

#include "doors/everlytic/property_reader.h"
#include "record/value/ids.h"

namespace patchbay::doors::everlytic {

template <class T>
using Argument = std::expected<T, std::string>;

// An int, or its digits as a string.
[[nodiscard]] Argument<CustomerId> parse_id(const wire::Tree& value);
// A struct, an array of {name, value} structs, or an empty array, which is PHP's empty struct.
// `what` names the argument.
[[nodiscard]] Argument<GivenProperties> parse_properties(const wire::Tree& value,
                                                         std::string_view what);

}  // namespace patchbay::doors::everlytic
