// Cursors of lists: opaque text that holds the order of a list and the last position of a page.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "record/search/query.h"

namespace patchbay::doors::native {

inline constexpr std::string_view kById = "id";

// `order` is one word.
[[nodiscard]] std::string cursor(std::string_view order, const ListPosition& last);
// Nothing if `text` is not a cursor, or a cursor of a list in another order.
[[nodiscard]] std::optional<ListPosition> parse_cursor(std::string_view text,
                                                       std::string_view order);

}  // namespace patchbay::doors::native
