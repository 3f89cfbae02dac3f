// The questions of a support desk, as prompts that a person picks.
#pragma once

#include <expected>

#include "doors/mcp/message.h"

namespace patchbay::doors::mcp {

[[nodiscard]] wire::Array prompts_json();
// The messages of the prompt that `message` names, with its arguments in them.
[[nodiscard]] std::expected<wire::Object, RpcError> prompt_messages(const Message& message);

}  // namespace patchbay::doors::mcp
