// XML-RPC: from a method call to a call.
#pragma once

#include "doors/door.h"
#include "doors/everlytic/reader.h"

namespace patchbay::doors::everlytic {

// What needs no customer (the names of methods, a fault of the arguments) is written as a whole
// reply into the echo, and who asks is all that is asked of core: strangers learn nothing. Where
// the body cannot be read, `asked` is refused, with the fault in the echo.
void read_rpc(const http::Request& request, Reader& reader, Asked& asked);

}  // namespace patchbay::doors::everlytic
