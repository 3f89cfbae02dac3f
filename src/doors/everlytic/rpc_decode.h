// XML-RPC: from a method call to a call.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::everlytic {

// At most so many calls in one system.multicall.
inline constexpr std::size_t kCallsMax = 100;

// What needs no customer (the names of methods, a fault of the arguments) is written as a whole
// reply into the echo, and who asks is all that is asked of core: strangers learn nothing. Where
// the body cannot be read, `asked` is refused, with the fault in the echo. The calls of a
// system.multicall become parts of `asked`.
void read_rpc(const http::Request& request, const Settings::Everlytic& settings,
              DecodedRequest& decoded);

// The reply to system.multicall: for each call an array of its result, or the struct of its fault.
[[nodiscard]] http::Response join_rpc(const DecodedRequest& decoded,
                                      std::span<const http::Response> parts);

}  // namespace patchbay::doors::everlytic
