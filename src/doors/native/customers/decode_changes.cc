// Decodes creating, changing, deleting and undoing customers.
#include <algorithm>
#include <memory>

#include "base/text.h"
#include "doors/native/calls.h"
#include "doors/native/customers/customer_json.h"
#include "doors/native/decode_calls.h"
#include "doors/shared/spelling.h"
#include "wire/json_patch.h"

namespace patchbay::doors::native {
namespace {

// The edits depend on the record, because the patch is relative to the document that a read shows.
void read_json_patch(const wire::Tree& tree, core::UpdateCustomer& update,
                     DecodedRequest& decoded) {
  auto patch = wire::read_json_patch(tree);
  if (!patch) {
    if (decoded.refused) return;
    const std::string& where = patch.error().where;
    decoded.refused =
        Fault(ErrorKind::malformed, (where.empty() ? "the body " : "") + patch.error().what, where);
    return;
  }
  update.from_view = [shared = std::make_shared<const wire::JsonPatch>(std::move(*patch))](
                         const core::View& view) { return edits_of(*shared, view); };
}

std::vector<Path> read_paths(const wire::Tree& tree, QueryReader& query) {
  std::vector<Path> out;
  const wire::Array* items = tree.array();
  if (!items) query.refuse("paths", "must be an array of paths, not " + std::string(tree.kind()));
  for (std::size_t i = 0; items && i < items->size(); ++i) {
    const std::string* text = (*items)[i].text();
    if (const auto path = text ? parse_path(*text) : std::nullopt)
      out.push_back(*path);
    else
      query.refuse("paths[" + std::to_string(i) + ']',
                   "must be a path as history shows it, such as name");
  }
  return out;
}

}  // namespace

void read_rehearsal(QueryReader& query, DecodedRequest& decoded) {
  decoded.call.options.rehearse |= query.flag(kDryRun);
}

core::CreateCustomer read_new_customer(wire::Object object, std::vector<Problem>& problems,
                                       std::size_t before) {
  core::CreateCustomer create{.parent = core::Oneself{}};
  std::erase_if(object, [&](const auto& member) {
    if (member.first != "parent") return false;
    const auto* number = member.second.number();
    const auto id = number ? parse_whole(number->text) : std::nullopt;
    const auto* text = member.second.text();
    if (id)
      create.parent = CustomerId{*id};
    else if (const auto uuid = text ? Uuid::parse(*text) : std::nullopt)
      create.parent = *uuid;
    else
      problems.push_back({ErrorKind::invalid, "parent", "must be the id or uuid of a customer", 0});
    return true;
  });
  core::Edits patch = read_patch(object, before + problems.size());
  create.edits = std::move(patch.edits);
  std::move(patch.problems.begin(), patch.problems.end(), std::back_inserter(problems));
  return create;
}

void read_create_customer(const RoutedRequest& routed, QueryReader& query,
                          DecodedRequest& decoded) {
  wire::Object object = body(routed, decoded);
  read_rehearsal(query, decoded);
  decoded.call.required_privilege = kWrites;
  decoded.call.request = read_new_customer(std::move(object), decoded.call.problems);
}

void read_patch_customer(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  core::UpdateCustomer update{.subject = subject(routed.segment(0))};
  update.rules.deleted_too = true;
  if (routed.request.content_type() == kJsonPatch) {
    read_json_patch(document(routed, decoded), update, decoded);
  } else {
    core::Edits patch = read_patch(body(routed, decoded));
    update.edits = std::move(patch.edits);
    decoded.call.problems = std::move(patch.problems);
  }
  read_rehearsal(query, decoded);
  decoded.call.required_privilege = kWrites;
  decoded.call.request = std::move(update);
}

void read_delete_customer(const RoutedRequest& routed, QueryReader& query,
                          DecodedRequest& decoded) {
  read_rehearsal(query, decoded);
  core::UpdateCustomer update{.subject = subject(routed.segment(0))};
  update.edits.push_back(
      {.target = {.field = Field::deleted}, .edit = Value{true}, .field = "deleted"});
  decoded.call.required_privilege = kWrites;
  decoded.call.request = std::move(update);
}

void read_undo_customer(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  const wire::Object object = body(routed, decoded);
  read_rehearsal(query, decoded);
  core::Undo undo;
  for (const auto& [key, value] : object) {
    if (key == "version") {
      const auto version = value.number() ? parse_whole(value.number()->text) : std::nullopt;
      if (!version) query.refuse(key, "must be a version, a whole number");
      if (version) undo.versions = {*version};
    } else if (key == "paths") {
      undo.paths = read_paths(value, query);
    } else if (key == "force") {
      if (!value.boolean()) query.refuse(key, "must be true or false");
      undo.force = value.boolean() && *value.boolean();
    } else {
      constexpr std::string_view kKnown[] = {"version", "paths", "force"};
      decoded.call.problems.push_back(unknown_field(key, kKnown, decoded.call.problems));
    }
  }
  core::UpdateCustomer update{.subject = subject(routed.segment(0))};
  update.undo = std::move(undo);
  update.rules.deleted_too = true;
  update.action = "undo";
  decoded.call.required_privilege = kWrites;
  decoded.call.request = std::move(update);
}

}  // namespace patchbay::doors::native
