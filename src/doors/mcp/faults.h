// What the door says of each fault: an error of the protocol, or a result that a model can mend.
#pragma once

#include <optional>
#include <string_view>

#include "doors/mcp/message.h"
#include "record/fault.h"

namespace patchbay::doors::mcp {

// The error of the protocol, if a model cannot mend the fault. Its code is the status of HTTP.
[[nodiscard]] std::optional<RpcError> protocol_error(const Fault& fault);
// The error of the protocol for a kind of fault, for messages that have no result for a model.
[[nodiscard]] RpcError error_of(ErrorKind kind);
// The status of HTTP that the fault would have at a door without results for models.
[[nodiscard]] int status_of(ErrorKind kind);
// What to do about it, for a model.
[[nodiscard]] std::string_view advice(ErrorKind kind);

}  // namespace patchbay::doors::mcp
