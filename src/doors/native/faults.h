// Faults as RFC 9457 problem details.
#pragma once

#include "http/message.h"
#include "record/fault.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

// Every problem is listed under `errors` with its field and what is wrong. If `status` is
// 0, the door's own status for this fault is used.
[[nodiscard]] wire::Object problem_json(const Fault& fault, int status = 0);
[[nodiscard]] http::Response problem_response(const Fault& fault, int status = 0);

}  // namespace patchbay::doors::native
