// The methods of the protocol.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

#include "core/call/outcome.h"
#include "doors/mcp/message.h"
#include "doors/settings.h"

namespace patchbay::doors {
struct DecodedRequest;
}

namespace patchbay::doors::mcp {

// The revisions that have a method.
enum class Era : std::uint8_t { both, older, modern };
// How long a client may keep a result: since 2026-07-28 lists and resources say it.
enum class Kept : std::uint8_t { unsaid, by_all, by_caller };

struct Method {
  std::string_view name;
  Era era;
  Kept kept;
  // Makes the call. Null if the method only needs to know who asks.
  std::expected<void, RpcError> (*prepare)(const Message& message, DecodedRequest& decoded,
                                           const Settings& settings);
  // The result, from an outcome or from a fault that is not an error of the protocol.
  std::expected<wire::Object, RpcError> (*answer)(const Message& message,
                                                  const Result<core::Outcome>& outcome,
                                                  const Settings& settings);
};

// Null if the revision that the message follows has no such method here.
[[nodiscard]] const Method* find_method(const Message& message);
// Makes the call of the message. A notification has none. An error of the protocol, or
// `decoded.refused` for what the model can mend.
[[nodiscard]] std::expected<void, RpcError> prepare(const Message& message, DecodedRequest& decoded,
                                                    const Settings& settings);

}  // namespace patchbay::doors::mcp
