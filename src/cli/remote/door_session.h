// Requests of a vendor's dialect to a server: their form, and who asks.
#pragma once

#include <string>

#include "cli/remote/session.h"
#include "core/call/call.h"
#include "doors/client.h"
#include "http/message.h"

namespace patchbay::app {

// With the headers `more`, which every door takes.
[[nodiscard]] ToServer to_server(const http::Request& request, const http::Headers& more);

// The name and secret of the profile, or a token that the server gives for them if the dialect
// wants one. A failure is kNotAllowed if the server refuses them.
[[nodiscard]] Answer<core::Credentials> credentials_for(const Session& session,
                                                        const std::string& door,
                                                        const doors::ClientTransport& transport);

}  // namespace patchbay::app
