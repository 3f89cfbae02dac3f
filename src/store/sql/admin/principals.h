// Tables of principals and references.
#pragma once

#include <optional>
#include <vector>

#include "record/admin/principal.h"
#include "record/admin/reference.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

[[nodiscard]] std::optional<Principal> find_principal(Connection& connection,
                                                      std::string_view name);
[[nodiscard]] std::optional<Principal> find_principal(Connection& connection, std::int64_t id);
// See ReadTransaction::alike.
[[nodiscard]] std::optional<Principal> find_alike(Connection& connection, std::string_view name,
                                                  std::int64_t besides);
[[nodiscard]] std::vector<std::int64_t> find_ever_named(Connection& connection,
                                                        std::string_view name);
[[nodiscard]] std::vector<Principal> list_principals(Connection& connection, CustomerId below,
                                                     std::int64_t after, std::size_t limit);
void save_principal(Connection& connection, const Principal& principal);

[[nodiscard]] std::optional<Reference> find_reference(Connection& connection, ReferenceKind kind,
                                                      std::int64_t id);
[[nodiscard]] std::vector<Reference> find_references_of(Connection& connection, CustomerId owner,
                                                        ReferenceKind kind, std::string_view name);
[[nodiscard]] std::vector<Reference> find_references_below(Connection& connection, CustomerId top,
                                                           ReferenceKind kind,
                                                           std::string_view name);
[[nodiscard]] std::vector<Reference> list_references(Connection& connection, ReferenceKind kind,
                                                     std::int64_t after, std::size_t limit);
void save_reference(Connection& connection, const Reference& reference);

}  // namespace patchbay::store::sql
