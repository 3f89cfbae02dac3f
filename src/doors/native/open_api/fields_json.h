// The reply of GET /v1/fields: every field of the record, so that forms and tables can be drawn
// from it.
#pragma once

#include "http/message.h"

namespace patchbay::doors::native {

// The same for every caller, and for as long as the program runs.
[[nodiscard]] http::Response fields_response();

}  // namespace patchbay::doors::native
