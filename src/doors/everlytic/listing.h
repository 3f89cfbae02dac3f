// Lists of customers: which page, in what order, and by which properties.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "doors/door.h"
#include "doors/everlytic/reader.h"

namespace patchbay::doors::everlytic {

// The names of `page`, `count`, `order` and `direction`: everything else filters.
[[nodiscard]] bool is_paging(std::string_view name);

// All below the caller's home and itself, as `paging` and `filter` say. Leaves the page and its
// size in `asked`, and what else was given in its echo.
[[nodiscard]] core::List read_list(const Given& paging, const Given& filter, Reader& reader,
                                   Asked& asked);

// Page `number` of the same list, as a path with a query.
[[nodiscard]] std::string page_path(const Asked& asked, std::size_t number);

// The enterprise that the filter names: the only property that a query cannot ask for, so that the
// others are left out of the reply.
[[nodiscard]] std::optional<CustomerId> enterprise_wanted(const Asked& asked);

}  // namespace patchbay::doors::everlytic
