// Making, changing, deleting and undoing customers.
#include <algorithm>
#include <memory>

#include "base/text.h"
#include "doors/native/calls.h"
#include "doors/native/customer_json.h"
#include "doors/native/operation.h"
#include "doors/spelling.h"
#include "wire/json_patch.h"

namespace patchbay::doors::native {
namespace {

void read_create(const Arrival& arrival, Query& query, Asked& asked) {
  wire::Object object = body(arrival, asked);
  read_rehearsal(query, asked);
  asked.call.demand = kWrites;
  asked.call.request = read_new_customer(std::move(object), asked.call.problems);
}

// Wishes that only the record can tell: the patch is of the document that a read shows.
void read_json_patch(const wire::Tree& tree, core::Amend& amend, Asked& asked) {
  auto patch = wire::read_json_patch(tree);
  if (!patch) {
    if (asked.refused) return;
    const std::string& where = patch.error().where;
    asked.refused =
        Fault(Wrong::malformed, (where.empty() ? "the body " : "") + patch.error().what, where);
    return;
  }
  amend.from_view = [shared = std::make_shared<const wire::JsonPatch>(std::move(*patch))](
                        const core::View& view) { return wished_by(*shared, view); };
}

void read_amend(const Arrival& arrival, Query& query, Asked& asked) {
  core::Amend amend{.subject = subject(arrival.captured[0])};
  amend.rules.deleted_too = true;
  if (arrival.request.content_type() == kJsonPatch) {
    read_json_patch(document(arrival, asked), amend, asked);
  } else {
    core::Wished patch = read_patch(body(arrival, asked));
    amend.wishes = std::move(patch.wishes);
    asked.call.problems = std::move(patch.problems);
  }
  read_rehearsal(query, asked);
  asked.call.demand = kWrites;
  asked.call.request = std::move(amend);
}

void read_delete(const Arrival& arrival, Query& query, Asked& asked) {
  read_rehearsal(query, asked);
  core::Amend amend{.subject = subject(arrival.captured[0])};
  amend.wishes.push_back(
      {.target = {.field = Field::deleted}, .edit = Value{true}, .field = "deleted"});
  asked.call.demand = kWrites;
  asked.call.request = std::move(amend);
}

std::vector<Path> read_paths(const wire::Tree& tree, Query& query) {
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

void read_undo(const Arrival& arrival, Query& query, Asked& asked) {
  const wire::Object object = body(arrival, asked);
  read_rehearsal(query, asked);
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
      asked.call.problems.push_back(unknown_field(key, kKnown, asked.call.problems));
    }
  }
  core::Amend amend{.subject = subject(arrival.captured[0])};
  amend.undo = std::move(undo);
  amend.rules.deleted_too = true;
  amend.action = "undo";
  asked.call.demand = kWrites;
  asked.call.request = std::move(amend);
}

}  // namespace

void read_rehearsal(Query& query, Asked& asked) { asked.call.how.rehearse |= query.flag(kDryRun); }

core::Create read_new_customer(wire::Object object, std::vector<Problem>& problems,
                               std::size_t before) {
  core::Create create{.parent = core::Oneself{}};
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
      problems.push_back({Wrong::invalid, "parent", "must be the id or uuid of a customer", 0});
    return true;
  });
  core::Wished patch = read_patch(object, before + problems.size());
  create.wishes = std::move(patch.wishes);
  std::move(patch.problems.begin(), patch.problems.end(), std::back_inserter(problems));
  return create;
}

void read_customer_change(const Arrival& arrival, Query& query, Asked& asked) {
  if (arrival.route == create_customer) return read_create(arrival, query, asked);
  if (arrival.route == patch_customer) return read_amend(arrival, query, asked);
  if (arrival.route == delete_customer) return read_delete(arrival, query, asked);
  read_undo(arrival, query, asked);
}

}  // namespace patchbay::doors::native
