// The body and the query of a REST request, as what was given by name.
#pragma once

#include <optional>

#include "doors/door.h"
#include "doors/everlytic/property_reader.h"

namespace patchbay::doors::everlytic {

// Of a JSON object or a form, by its content type; nothing is given where there is no body and no
// type. Where it cannot be read, `asked` is refused, and nothing.
[[nodiscard]] std::optional<GivenProperties> read_body(const http::Request& request,
                                                       DecodedRequest& decoded);
[[nodiscard]] std::optional<GivenProperties> read_query(const http::Request& request,
                                                        DecodedRequest& decoded);

}  // namespace patchbay::doors::everlytic
