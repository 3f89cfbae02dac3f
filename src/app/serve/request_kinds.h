// Kinds of requests that the server treats alike. Decided by the decoded request and not by its
// HTTP method.
#pragma once

#include "core/call/call.h"

namespace patchbay::app {

// Whether `request` changes something or signs somebody in or out.
[[nodiscard]] bool changes_something(const core::Request& request);

// Whether the body of `request` may be kept in a file.
[[nodiscard]] bool takes_file(const core::Request& request);

// Whether `request` may read so much that others should not wait for it.
[[nodiscard]] bool reads_many(const core::Request& request);

}  // namespace patchbay::app
