// Reads the body and the query of a REST request as properties.
#pragma once

#include <optional>

#include "doors/door.h"
#include "doors/everlytic/property_reader.h"

namespace patchbay::doors::everlytic {

// Reads a JSON object or a form, by its content type. No properties if there is neither body nor
// content type. If the body cannot be read, `decoded` is refused and the result is nothing.
[[nodiscard]] std::optional<GivenProperties> read_body(const http::Request& request,
                                                       DecodedRequest& decoded);
[[nodiscard]] std::optional<GivenProperties> read_query(const http::Request& request,
                                                        DecodedRequest& decoded);

}  // namespace patchbay::doors::everlytic
