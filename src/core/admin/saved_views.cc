// The rules of names and paths of saved views.
#include "core/admin/saved_views.h"

#include <algorithm>
#include <string_view>

#include "base/result.h"
#include "base/text.h"
#include "base/utf8.h"
#include "core/access/subject.h"
#include "core/read/reads.h"

namespace patchbay::core {
namespace {

constexpr std::string_view kBelow = "/console/";

bool is_control(char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f; }

bool is_view_name(std::string_view name) {
  return !name.empty() && utf8::is_valid(name) &&
         utf8::length(name) <= SavedView::kNameCharactersMax &&
         std::ranges::none_of(name, is_control);
}

bool is_of_address(char byte) {
  return byte > ' ' && byte < 0x7f &&
         std::string_view("\\\"<>").find(byte) == std::string_view::npos;
}

// Whether a browser that goes to `path` stays below /console/: no empty segment, and none that
// begins with a dot.
bool is_view_path(std::string_view path) {
  if (!path.starts_with(kBelow) || path.size() > SavedView::kPathBytesMax ||
      !std::ranges::all_of(path, is_of_address))
    return false;
  const std::string segments = lower(path.substr(0, path.find_first_of("?#")));
  return !segments.contains("//") && !segments.contains("/.") && !segments.contains("/%2e");
}

std::vector<Problem> problems_of(const Call& call, const SaveView& save) {
  std::vector<Problem> out = call.problems;
  const auto known = [&](std::string_view field) {
    return std::ranges::find(out, field, &Problem::field) != out.end();
  };
  if (!is_view_name(save.name))
    out.push_back({ErrorKind::invalid, save.name_field,
                   "must be 1 to " + std::to_string(SavedView::kNameCharactersMax) +
                       " characters, none of them a control character",
                   0});
  if (!known(save.path_field) && !is_view_path(save.path))
    out.push_back({ErrorKind::invalid, save.path_field,
                   "must be the path and query of a page below /console/, as a browser shows them, "
                   "of at most " +
                       std::to_string(SavedView::kPathBytesMax) + " bytes",
                   0});
  return out;
}

auto find_view(std::vector<SavedView>& views, std::string_view name) {
  return std::ranges::find(views, name, &SavedView::name);
}

}  // namespace

Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                        const ListViews& /*list*/) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  TRY_DO(require_good_input(call));
  return SavedViews{reader.saved_views(actor.principal.id)};
}

Result<Outcome> save_view(store::Transaction& transaction, const Actor& actor, const Call& call,
                          Instant now) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  const auto& requested = std::get<SaveView>(call.request);
  if (auto wrong = problems_of(call, requested); !wrong.empty())
    return std::unexpected(Fault(std::move(wrong)));
  const auto principal = transaction.principal(actor.principal.id);
  if (!principal || principal->deleted) return std::unexpected(Fault(ErrorKind::bad_credentials));
  SavedView view{
      .principal = principal->id, .name = requested.name, .path = requested.path, .time = now};
  auto views = transaction.saved_views(principal->id);
  if (views.size() >= SavedView::kMax && find_view(views, view.name) == views.end())
    return std::unexpected(Fault(ErrorKind::conflict,
                                 "would be one more than " + std::to_string(SavedView::kMax) +
                                     " saved views: remove one first",
                                 requested.name_field));
  transaction.save(view);
  return view;
}

Result<Outcome> remove_view(store::Transaction& transaction, const Actor& actor, const Call& call) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  TRY_DO(require_good_input(call));
  const auto& name = std::get<RemoveView>(call.request).name;
  auto views = transaction.saved_views(actor.principal.id);
  if (find_view(views, name) == views.end())
    return std::unexpected(
        Fault(ErrorKind::unknown_object, "is not the name of a view that you saved", "name"));
  transaction.remove_view(actor.principal.id, name);
  return ViewRemoved{};
}

}  // namespace patchbay::core
