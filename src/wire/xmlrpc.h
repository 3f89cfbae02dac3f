// XML-RPC method calls and replies as trees.
//
// <methodCall><methodName>…</methodName><params><param><value>…</value></param>…</params></methodCall>
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/parse_error.h"
#include "wire/tree.h"

namespace patchbay::wire::xmlrpc {

struct RpcCall {
  std::string method;
  std::vector<Tree> params;
};

// What is wrong with the bytes: they are not well-formed XML (fault -32700), or they are
// well-formed XML but not a method call (-32600).
struct RpcReadError {
  bool is_well_formed = false;
  ParseError parse_error;
};

// Reads a call in the encoding that `charset` or the document gives (see encoding.h). Types: int,
// i1, i2, i4, i8, biginteger (whole numbers), double, float, bigdecimal, boolean (0 or 1), string
// and untyped text, array, struct (a duplicate member is refused), nil. The types that Apache added
// may have a prefix: ex, or any that the element itself binds to Apache's extensions.
// dateTime.iso8601 and base64 become objects with one member named after the type ({"base64":
// "dGVzdA=="}), so that they are not mistaken for strings.
[[nodiscard]] std::expected<RpcCall, RpcReadError> parse_call(std::string_view text,
                                                              std::string_view charset = {});

// Writes a whole methodResponse document. Numbers without '.', 'e' or 'E' that fit 32 bits become
// <int>, longer ones <string>, others <double>. Null becomes an empty <string>; nil is never sent.
[[nodiscard]] std::string write_response(const Tree& result);
[[nodiscard]] std::string write_fault(int code, std::string_view message);

// The client side, for tests: writes a call and reads a response.
[[nodiscard]] std::string write_call(const RpcCall& call);
struct RpcFault {
  int code = 0;
  std::string message;
};
[[nodiscard]] std::expected<std::variant<Tree, RpcFault>, ParseError> parse_response(
    std::string_view text);

}  // namespace patchbay::wire::xmlrpc
