// The methods of XML-RPC, as a table that also answers what there is.
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

// Called by itself, and not among others: it holds other calls.
inline constexpr std::string_view kMulticall = "system.multicall";

struct Params {
  const std::vector<wire::Tree>& values;
  PropertyReader& reader;
  DecodedRequest& decoded;
};

// What a method asks of core, or its answer where that needs no customer; the error says what is
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
// The method of that name, with the prefix "customers." or without; or null.
[[nodiscard]] const Method* find_method(std::string_view name);
// Every name that is answered.
[[nodiscard]] std::vector<std::string> method_names();

}  // namespace patchbay::doors::everlytic
