// Encodes an outcome as a reply: {"id":101,"name":"…",…} or {"error":"…"}.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::template_dialect {

[[nodiscard]] http::Response encode(const DecodedRequest& decoded,
                                    const Result<core::Outcome>& outcome, const Settings& settings);
[[nodiscard]] http::Response refuse(int status, std::string_view what);

}  // namespace patchbay::doors::template_dialect
