// Writes saved views.
#include "doors/native/admin/view_json.h"

#include "base/timestamps.h"

namespace patchbay::doors::native {

wire::Tree view_json(const SavedView& view) {
  return wire::Tree(
      wire::Object{{"name", view.name}, {"path", view.path}, {"saved_at", rfc3339(view.time)}});
}

wire::Tree views_json(const core::SavedViews& views) {
  wire::Array items;
  for (const SavedView& each : views.views) items.push_back(view_json(each));
  return wire::Tree(wire::Object{{"views", wire::Tree(std::move(items))}});
}

}  // namespace patchbay::doors::native
