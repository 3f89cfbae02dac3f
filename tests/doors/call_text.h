// What decoding made of a request, as lines of text that a table can hold.
#pragma once

#include <string>
#include <vector>

#include "doors/door.h"

namespace patchbay::doors {

// "addresses/main/whole_text", "contacts/or_first:<id>/email", "name".
[[nodiscard]] std::string describe(const Target& target);
// `name = "Volvo"` or `clear name`, and ` (name: must be …)` where it is complained of.
[[nodiscard]] std::string describe(const core::FieldEdit& field_edit);

// One line for what is asked, then one a wish, a problem and a warning, joined by `separator`; or
// the refusal: "refused 400 malformed: …". Names of lenses and parts are those of lens.h.
[[nodiscard]] std::string describe(const DecodedRequest& decoded,
                                   std::string_view separator = "\n");
// Who asks, and what is demanded of them: "username:password, administrator or commerce".
[[nodiscard]] std::string describe_caller(const core::Call& call);

// What `door` makes of a request to its route `route`.
[[nodiscard]] DecodedRequest decode_request(const Door& door, const http::Request& request,
                                            int route = 0, std::vector<std::string> captured = {},
                                            const Settings& settings = {});

}  // namespace patchbay::doors
