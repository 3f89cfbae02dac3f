// The result of decoding a request as lines of text, for tables of tests.
#pragma once

#include <string>
#include <vector>

#include "doors/door.h"

namespace patchbay::doors {

// "addresses/main/whole_text", "contacts/or_first:<id>/email", "name".
[[nodiscard]] std::string describe(const Target& target);
// `name = "Volvo"` or `clear name`, and ` (name: must be …)` if there is an objection.
[[nodiscard]] std::string describe(const core::FieldEdit& field_edit);

// One line for the request, then one for each edit, problem and warning, joined by `separator`; or
// the refusal: "refused 400 malformed: …". Names of lenses and parts are those of lens.h.
[[nodiscard]] std::string describe(const DecodedRequest& decoded,
                                   std::string_view separator = "\n");
// The caller and the required privilege: "username:password, administrator or commerce".
[[nodiscard]] std::string describe_caller(const core::Call& call);

// Decodes a request to the route `route` of `door`.
[[nodiscard]] DecodedRequest decode_request(const Door& door, const http::Request& request,
                                            int route = 0, std::vector<std::string> captured = {},
                                            const Settings& settings = {});

}  // namespace patchbay::doors
