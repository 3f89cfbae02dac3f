// Translates requests of one dialect into another: POST /v1/translate.
#pragma once

#include "doors/door.h"
#include "record/value/record.h"

namespace patchbay::doors::native {

// The reply. `record` is the customer that the request is about, or null if it is not known.
[[nodiscard]] http::Response translation_response(const DecodedRequest& decoded,
                                                  const Record* record);

// Whether the caller does not reach the customer that a translation is about. It is then made
// without it.
[[nodiscard]] bool is_without_customer(const DecodedRequest& decoded, const Fault& fault);

}  // namespace patchbay::doors::native
