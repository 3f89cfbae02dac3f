// Cursors of lists: opaque texts that hold the order of a list and where a page of it ended.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "record/search/query.h"

namespace patchbay::doors::native {

inline constexpr std::string_view kById = "id";

// `order` is one word.
[[nodiscard]] std::string cursor(std::string_view order, const ListPosition& last);
// Nothing where `text` is no cursor, or one of a list in another order.
[[nodiscard]] std::optional<ListPosition> parse_cursor(std::string_view text,
                                                       std::string_view order);

}  // namespace patchbay::doors::native
