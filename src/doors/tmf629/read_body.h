// Reads bodies of requests. What is wrong refuses the request.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "doors/tmf629/decode_calls.h"

namespace patchbay::doors::tmf629 {

inline constexpr std::string_view kJson = "application/json";

// `where` is the member that it is about, or empty.
void refuse_request(CallInput& input, int status, std::string what, std::string where = {});

[[nodiscard]] bool has_type(CallInput& input, std::span<const std::string_view> accepted);

// The body as JSON, or as a JSON object; nothing if it cannot be read.
[[nodiscard]] std::optional<wire::Tree> read_document(CallInput& input);
[[nodiscard]] std::optional<wire::Object> read_object(CallInput& input);

}  // namespace patchbay::doors::tmf629
