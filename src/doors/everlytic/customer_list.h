// Lists of customers: which page, in what order, and by which properties.
#pragma once

#include <string>
#include <string_view>

#include "doors/door.h"
#include "doors/everlytic/property_reader.h"

namespace patchbay::doors::everlytic {

// The names of `page`, `count`, `order` and `direction`: everything else filters.
[[nodiscard]] bool is_paging(std::string_view name);

// All below the caller's home and itself, as `paging` and `filter` say. Leaves the page and its
// size in `asked`, and what else was given in its echo.
[[nodiscard]] core::ListCustomers read_list(const GivenProperties& paging,
                                            const GivenProperties& filter, PropertyReader& reader,
                                            DecodedRequest& decoded);

// Page `number` of the same list, as a path with a query.
[[nodiscard]] std::string page_path(const DecodedRequest& decoded, std::size_t number);

}  // namespace patchbay::doors::everlytic
