// Whether anything takes connections at an address.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "http/url.h"

namespace patchbay::app {

// Connects once, sends nothing, and closes. `timeout` is for each address that the host has.
// Returns why none can be connected to, as the end of a sentence; nothing if one can.
[[nodiscard]] std::optional<std::string> why_unreachable(const http::Url& url,
                                                         std::chrono::milliseconds timeout);

}  // namespace patchbay::app
