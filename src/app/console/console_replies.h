// Replies at /console/: the pages of the web console and the files that they load.
#pragma once

#include <optional>
#include <span>

#include "app/console/console_files.h"
#include "http/message.h"

namespace patchbay::app {

// The reply to a request for the console, or nothing if `request` is for another path. A path that
// names one of `files` is answered with it; a path below /console/assets/ that does not is 404; any
// other path below /console/ is a page, answered with the document index.html, which draws it.
// Without `files` a page says that the console was not built in.
[[nodiscard]] std::optional<http::Response> find_console_reply(const http::Request& request,
                                                               std::span<const ConsoleFile> files);

}  // namespace patchbay::app
