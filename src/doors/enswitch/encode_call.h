// Encodes a call as a form.
#pragma once

#include "doors/client.h"

namespace patchbay::doors::enswitch {

// Parameters are sent in the body of a POST, so that no password stands in a URL. An update always
// sends events_url, because leaving it out would empty it (decision N1).
[[nodiscard]] EncodedCall encode_call(const core::Call& call, const ClientContext& context);

// Replaces auth_username, auth_password and auth_token, wherever they stand.
[[nodiscard]] bool put_credentials(http::Request& request, const core::Credentials& credentials);

}  // namespace patchbay::doors::enswitch
