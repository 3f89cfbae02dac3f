// The page that a browser sees at `/`: what Patchbay is, its doors, and where to read more.
#pragma once

#include <optional>

#include "http/message.h"

namespace patchbay::app {

// Whether `request` comes from a browser: a GET or HEAD of `/` that accepts HTML. Every other
// request for `/` goes to the door that owns `/`.
[[nodiscard]] bool wants_front_page(const http::Request& request);

// The document at `/docs/NAME`, one of the generated pages; nothing if there is none of that name.
[[nodiscard]] std::optional<http::Response> document(const http::Request& request);

// Plain HTML without scripts, styles or external resources.
[[nodiscard]] http::Response front_page();

}  // namespace patchbay::app
