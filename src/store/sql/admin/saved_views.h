// The table of saved views.
#pragma once

#include <vector>

#include "record/admin/saved_view.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

[[nodiscard]] std::vector<SavedView> find_saved_views(Connection& connection,
                                                      std::int64_t principal);
void save_view(Connection& connection, const SavedView& view);
void remove_view(Connection& connection, std::int64_t principal, std::string_view name);
void remove_views(Connection& connection, std::int64_t principal);

}  // namespace patchbay::store::sql
