// Lists of customers: page, order and filters.
#pragma once

#include <string>
#include <string_view>

#include "doors/door.h"
#include "doors/everlytic/property_reader.h"

namespace patchbay::doors::everlytic {

// The names `page`, `count`, `order` and `direction`. All others are filters.
[[nodiscard]] bool is_paging(std::string_view name);

// The list of the caller's home and everything below it, as `paging` and `filter` say. Stores the
// page and its size in `decoded`, and the other parameters in its echo.
[[nodiscard]] core::ListCustomers read_list(const GivenProperties& paging,
                                            const GivenProperties& filter, PropertyReader& reader,
                                            DecodedRequest& decoded);

// Page `number` of the same list, as a path with a query.
[[nodiscard]] std::string page_path(const DecodedRequest& decoded, std::size_t number);

}  // namespace patchbay::doors::everlytic
