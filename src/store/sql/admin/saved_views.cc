// Saved views as rows, by principal and name.
#include "store/sql/admin/saved_views.h"

#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {

std::vector<SavedView> find_saved_views(Connection& connection, std::int64_t principal) {
  Rows rows = select(connection,
                     "SELECT name, path, saved_us FROM saved_views WHERE principal = $1 "
                     "ORDER BY name LIMIT $2",
                     principal, static_cast<std::int64_t>(SavedView::kMax));
  std::vector<SavedView> out;
  while (rows.next())
    out.push_back({.principal = principal,
                   .name = rows.text(0),
                   .path = rows.text(1),
                   .time = rows.instant(2)});
  return out;
}

void save_view(Connection& connection, const SavedView& view) {
  execute(connection,
          "INSERT INTO saved_views (principal, name, path, saved_us) VALUES ($1, $2, $3, $4) "
          "ON CONFLICT (principal, name) DO UPDATE SET path = excluded.path,"
          " saved_us = excluded.saved_us",
          view.principal, view.name, view.path, view.time);
}

void remove_view(Connection& connection, std::int64_t principal, std::string_view name) {
  execute(connection, "DELETE FROM saved_views WHERE principal = $1 AND name = $2", principal,
          name);
}

void remove_views(Connection& connection, std::int64_t principal) {
  execute(connection, "DELETE FROM saved_views WHERE principal = $1", principal);
}

}  // namespace patchbay::store::sql
