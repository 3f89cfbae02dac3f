// Writes a call as a request to a server of the standard, in each release.
#pragma once

#include "doors/client.h"
#include "doors/tmf629/release.h"

namespace patchbay::doors::tmf629 {

// A change is a merge patch. It replaces a list as a whole, so without the record only the other
// members are changed.
template <Release release>
[[nodiscard]] EncodedCall encode_call(const core::Call& call, const ClientContext& context);

}  // namespace patchbay::doors::tmf629
