// Reads the routes about the caller's saved views.
#include "doors/native/decode_calls.h"
#include "doors/shared/spelling.h"

namespace patchbay::doors::native {

void read_list_views(const RoutedRequest& /*routed*/, QueryReader& /*query*/,
                     DecodedRequest& decoded) {
  decoded.call.request = core::ListViews{};
}

void read_save_view(const RoutedRequest& routed, QueryReader& /*query*/, DecodedRequest& decoded) {
  core::SaveView save{.name = routed.segment(0), .path = {}};
  constexpr std::string_view kMembers[] = {"path"};
  auto& problems = decoded.call.problems;
  std::string what = "is required";
  for (const auto& [key, value] : body(routed, decoded)) {
    if (key != "path") {
      problems.push_back(unknown_field(key, kMembers, problems));
      continue;
    }
    what = value.text() ? "" : "must be a string, not " + std::string(value.kind());
    if (value.text()) save.path = *value.text();
  }
  if (!what.empty() && !decoded.refused)
    problems.push_back({ErrorKind::invalid, "path", std::move(what), 0});
  decoded.call.request = std::move(save);
}

void read_remove_view(const RoutedRequest& routed, QueryReader& /*query*/,
                      DecodedRequest& decoded) {
  decoded.call.request = core::RemoveView{routed.segment(0)};
}

}  // namespace patchbay::doors::native
