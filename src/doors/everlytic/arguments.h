// The arguments of XML-RPC methods, by the kinds that clients send them as.
#pragma once

#include <expected>
#include <string>

#include "doors/everlytic/reader.h"
#include "record/ids.h"

namespace patchbay::doors::everlytic {

template <class T>
using Argument = std::expected<T, std::string>;

// An int, or its digits as a string.
[[nodiscard]] Argument<CustomerId> id_of(const wire::Tree& value);
// A struct; an array of {name, value} structs; an empty array, which is how PHP writes an empty
// struct. `what` names the argument.
[[nodiscard]] Argument<Given> given_in(const wire::Tree& value, std::string_view what);

}  // namespace patchbay::doors::everlytic
