// The table of links between customers and their copies in outside systems.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "record/admin/system_link.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

[[nodiscard]] std::optional<SystemLink> find_system_link(Connection& connection,
                                                         std::int64_t system, CustomerId customer);
[[nodiscard]] std::optional<SystemLink> find_system_link_to(Connection& connection,
                                                            std::int64_t system,
                                                            std::string_view there);
[[nodiscard]] std::vector<SystemLink> find_system_links(Connection& connection, std::int64_t system,
                                                        CustomerId after, bool open_only,
                                                        std::size_t limit);
void save_system_link(Connection& connection, const SystemLink& link);
void remove_system_link(Connection& connection, std::int64_t system, CustomerId customer);
void remove_system_links(Connection& connection, std::int64_t system);

}  // namespace patchbay::store::sql
