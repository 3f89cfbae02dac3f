// The body and the query of a REST request, as what was given by name.
#pragma once

#include <optional>

#include "doors/door.h"
#include "doors/everlytic/reader.h"

namespace patchbay::doors::everlytic {

// Of a JSON object or a form, by its content type; nothing is given where there is no body and no
// type. Where it cannot be read, `asked` is refused, and nothing.
[[nodiscard]] std::optional<Given> read_body(const http::Request& request, Asked& asked);
[[nodiscard]] std::optional<Given> read_query(const http::Request& request, Asked& asked);

}  // namespace patchbay::doors::everlytic
