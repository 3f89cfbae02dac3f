// XML-RPC: decodes a method call into a call.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::everlytic {

// The largest number of calls in one system.multicall.
inline constexpr std::size_t kCallsMax = 100;

// A reply that needs no customer (the names of methods, a fault in the arguments) is stored
// complete in the echo, and core is only asked to authenticate the caller, so that unauthenticated
// callers learn nothing. If the body cannot be read, `decoded` is refused with the fault in the
// echo. The calls of a system.multicall become parts of `decoded`.
void read_rpc(const http::Request& request, const DialectSettings& settings,
              DecodedRequest& decoded);

// The reply to system.multicall: for each call an array with its result, or the struct of its
// fault.
[[nodiscard]] http::Response join_rpc(const DecodedRequest& decoded,
                                      std::span<const http::Response> parts);

}  // namespace patchbay::doors::everlytic
