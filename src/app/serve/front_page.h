// What a browser sees at `/`: what this is, its doors, and where to read on.
#pragma once

#include <optional>

#include "http/message.h"

namespace patchbay::app {

// Whether `request` is a browser's: a GET or HEAD of `/` that takes HTML. Everything else there
// belongs to the door that owns `/`.
[[nodiscard]] bool wants_front_page(const http::Request& request);

// The document at `/docs/NAME`, one of those that are written from tables; nothing where there is
// none.
[[nodiscard]] std::optional<http::Response> document(const http::Request& request);

// Plain HTML without scripts, styles or anything from elsewhere.
[[nodiscard]] http::Response front_page();

}  // namespace patchbay::app
