// Encodes a call as a form.
#pragma once

#include "doors/client.h"

namespace patchbay::doors::enswitch {

// Parameters are sent in the body of a POST, so that no password stands in a URL. An update always
// sends events_url, because leaving it out would empty it (decision N1).
[[nodiscard]] EncodedCall encode_call(const core::Call& call, const ClientContext& context);

}  // namespace patchbay::doors::enswitch
