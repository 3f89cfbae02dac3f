// Customers, one at a time, and their history.
#pragma once

#include <optional>
#include <vector>

#include "record/entry.h"
#include "store/sql/driver.h"

namespace patchbay::store::sql {

[[nodiscard]] std::optional<Record> find_customer(Connection& connection, CustomerId id);
[[nodiscard]] std::optional<Record> find_customer(Connection& connection, const Uuid& uuid);
// Empty where there is no such customer.
[[nodiscard]] std::string path_of(Connection& connection, CustomerId id);
[[nodiscard]] std::vector<CustomerId> find_named(Connection& connection, CustomerId parent,
                                                 std::string_view name);
[[nodiscard]] std::optional<CustomerId> find_external(Connection& connection, CustomerId enterprise,
                                                      std::string_view id);
[[nodiscard]] std::optional<CustomerId> find_external_clash(Connection& connection, CustomerId top,
                                                            CustomerId enterprise);
[[nodiscard]] bool has_live_children(Connection& connection, CustomerId id);
[[nodiscard]] bool is_affiliate(Connection& connection, CustomerId id);

[[nodiscard]] std::vector<Entry> find_history(Connection& connection, CustomerId id, Version before,
                                              std::size_t limit);

void save_customer(Connection& connection, const Record& after, const Entry& entry);

}  // namespace patchbay::store::sql
