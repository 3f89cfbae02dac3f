// The methods of XML-RPC as a table, from which introspection is answered too.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/call/call.h"
#include "doors/door.h"
#include "doors/everlytic/property_reader.h"

namespace patchbay::doors::everlytic {

// Handled apart from the other methods, because it holds other calls.
inline constexpr std::string_view kMulticall = "system.multicall";

struct Params {
  const std::vector<wire::Tree>& values;
  PropertyReader& reader;
  DecodedRequest& decoded;
};

// What a method requests of core, or its result if it needs no customer. The error says what is
// wrong with the arguments.
using DecodedMethod = std::expected<std::variant<core::Request, wire::Tree>, std::string>;

struct Method {
  std::string_view name;
  core::RequiredPrivilege required_privilege;
  DecodedMethod (*read)(Params&);
  std::string_view signatures;  // "int int struct|int int array": the result, then the arguments
  std::string_view help;
};

[[nodiscard]] std::span<const Method> methods();
// The method of that name, with or without the prefix "customers."; null if there is none.
[[nodiscard]] const Method* find_method(std::string_view name);
// The names of all methods.
[[nodiscard]] std::vector<std::string> method_names();

}  // namespace patchbay::doors::everlytic
