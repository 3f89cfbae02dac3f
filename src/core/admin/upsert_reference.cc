// Creates and changes rate plans, roles and the other references: the members each kind allows, and
// the owner.
#include <algorithm>

#include "base/lookalike.h"
#include "base/result.h"
#include "base/text.h"
#include "core/access/owners.h"
#include "core/access/principal_names.h"
#include "core/access/roles.h"
#include "core/access/subject.h"
#include "core/admin/upsert.h"
#include "core/admin/versioned_save.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kNamedMax = 10;

using Problems = std::vector<Problem>;

void check_name(Problems& problems, const std::optional<std::string>& name, bool is_new) {
  if (!name) {
    if (is_new) add_problem(problems, "name", "is required");
    return;
  }
  ValueRule rule{.max = kNameMax};
  rule.needed = true;
  if (const auto refused = find_objection(rule, *name)) add_problem(problems, "name", *refused);
}

void check_settings(Problems& problems, Reference& out, const UpsertReference& requested) {
  if (!requested.settings.empty() && requested.kind != ReferenceKind::plan)
    add_problem(problems, "settings", "belongs to rate plans only");
  for (const auto& [field, edit] : requested.settings) {
    const std::string name = "settings." + std::string(row(field).key);
    const auto* value = std::get_if<Value>(&edit);
    if (row(field).sensitivity != Sensitivity::plain &&
        row(field).sensitivity != Sensitivity::commercial) {
      add_problem(problems, name, "cannot be a setting of a rate plan");
      continue;
    }
    if (!value) {
      out.settings.clear({field, {}});
      continue;
    }
    if (auto refused = find_objection(row(field).rule, *value))
      add_problem(problems, name, std::move(*refused));
    else if (means_plan(field, *value))
      add_problem(problems, name, "must be a value, not a reference to the rate plan itself");
    else
      out.settings.set({field, {}}, *value);
  }
}

void check_groups(Problems& problems, ReferenceKind kind, const std::vector<std::string>& groups) {
  if (kind != ReferenceKind::plan)
    return add_problem(problems, "locked", "belongs to rate plans only");
  for (const std::string& each : groups)
    if (!parse_group(each))
      add_problem(
          problems, "locked",
          "may hold affiliate, bulk, conference, credit, faxes, invoices, queues, recording and "
          "wholesale, and not \"" +
              each + '"');
}

std::string all_privileges() {
  std::vector<std::string> words;
  for (const Privilege each : kPrivileges) words.emplace_back(word(each));
  return join(words, ", ");
}

void check_privileges(Problems& problems, const Actor& actor,
                      const std::vector<std::string>& words) {
  for (const std::string& each : words) {
    const auto privilege = parse_privilege(each);
    if (!privilege)
      add_problem(problems, "privileges",
                  "may hold " + all_privileges() + ", and not \"" + each + '"');
    else if (!holds(actor, *privilege))
      add_problem(problems, "privileges", "cannot hold what you do not hold yourself: " + each,
                  ErrorKind::role_denied);
  }
}

// A role's name must look different from the owner's other roles and from the predefined roles,
// because people choose roles by name. Names of other owners are not compared.
void check_role_name(Problems& problems, const UpsertContext& context, const Reference& role) {
  if (parse_whole(role.name)) return add_problem(problems, "name", "must not be a number");
  if (has_hidden_characters(role.name))
    return add_problem(problems, "name",
                       "must not begin or end with a space, nor hold invisible characters");
  const std::string look = skeleton_of(role.name);
  const auto predefined = std::ranges::find_if(
      predefined_roles(), [&](const Role& each) { return skeleton_of(each.name) == look; });
  const auto same = context.reader.references_of(role.owner, ReferenceKind::role, role.name);
  const bool is_taken =
      std::ranges::any_of(same, [&](const Reference& each) { return each.id != role.id; });
  if (predefined != predefined_roles().end() || is_taken)
    add_problem(problems, "name", "is the name of a role that exists already", ErrorKind::conflict);
}

// Refuses to delete a role that principals hold.
void check_holders(Problems& problems, const UpsertContext& context, const Reference& role) {
  const auto found = role_holders(context.reader, role, kNamedMax + 1);
  if (found.empty()) return;
  std::vector<std::string> names;
  for (const Principal& each : found)
    if (names.size() < kNamedMax) names.push_back(each.name);
  std::string who = join(names, ", ");
  if (found.size() > kNamedMax) who += " and others";
  add_problem(problems, "", "the role is held by " + who + ": take it from them first",
              ErrorKind::conflict);
}

// Refuses a change of a role that would leave no owner of the system.
void check_owners(Problems& problems, const UpsertContext& context, const Reference& role) {
  if (context.may_leave_no_owner || role.owner != kRoot) return;
  if (!has_owner(context.reader, 0, &role) && has_owner(context.reader, 0))
    add_problem(problems, "privileges", kLastOwner, ErrorKind::conflict);
}

Result<Reference> find(const UpsertContext& context, const UpsertReference& requested) {
  if (requested.id == UpsertReference::kNotANumber)
    return std::unexpected(
        Fault(ErrorKind::unknown_object,
              "must be the number that reads show; a change does not accept a name", "id"));
  if (requested.kind == ReferenceKind::role && predefined_role(requested.id))
    return std::unexpected(
        Fault(ErrorKind::unknown_object,
              "is of a role that is built in, which can be neither changed nor deleted: make a "
              "role of your own",
              "id"));
  auto found = context.reader.reference(requested.kind, requested.id);
  if (!found || !may_see(context.reader, context.actor, *found))
    return std::unexpected(no_such_object(requested.kind, std::to_string(requested.id)));
  if (!is_in_reach(context, found->owner))
    return std::unexpected(
        Fault(ErrorKind::role_denied, "it belongs to a customer above you and can only be read"));
  if (requested.kind == ReferenceKind::role && !holds(context.actor, privileges_of(*found)))
    return std::unexpected(
        Fault(ErrorKind::role_denied, "it holds privileges that you do not hold yourself"));
  return std::move(*found);
}

}  // namespace

RequiredPrivilege privilege_to_upsert(ReferenceKind kind) {
  switch (kind) {
    // Kinds that decide what customers pay, which services they use and how calls are routed.
    case ReferenceKind::plan:
    case ReferenceKind::class_of_service:
    case ReferenceKind::peer:
    case ReferenceKind::time_group:
    case ReferenceKind::email_package:
    case ReferenceKind::transaction_package:
      return {.any_of = Privilege::commerce};
    case ReferenceKind::role:
    case ReferenceKind::webhook:
    case ReferenceKind::system:
      return {.any_of = Privilege::administrator};
    case ReferenceKind::person:
    case ReferenceKind::music:
    case ReferenceKind::region:
      return {.any_of = Privilege::administrator | Privilege::commerce};
  }
  return {.any_of = {}};
}

Result<Outcome> upsert_reference(const UpsertContext& context, const Call& call,
                                 const UpsertReference& requested) {
  TRY_DO(require_role(context.actor, call.required_privilege, Access::change));
  TRY_DO(require_role(context.actor, privilege_to_upsert(requested.kind), Access::change));
  if (has_own_calls(requested.kind))
    return std::unexpected(
        Fault(ErrorKind::invalid,
              "webhooks and outside systems are changed by /v1/webhooks and /v1/systems only"));
  Problems problems = call.problems;
  std::optional<Reference> before;
  Reference out;
  const bool is_new = requested.id == 0;
  if (!is_new) {
    before = TRY(find(context, requested));
    out = *before;
  }
  out.kind = requested.kind;
  check_name(problems, requested.name, is_new);
  out.owner = requested.owner.value_or(is_new ? context.actor.home() : out.owner);
  if (!is_in_reach(context, out.owner))
    add_problem(problems, "owner", "must be the id of an existing customer");
  else if (requested.kind == ReferenceKind::role && out.owner != context.actor.home())
    add_problem(problems, "owner",
                "must be your own customer: roles are seen from there downwards");
  if (requested.name) out.name = *requested.name;
  if (requested.description) out.description = *requested.description;
  check_settings(problems, out, requested);
  if (requested.words) {
    if (requested.kind == ReferenceKind::role)
      check_privileges(problems, context.actor, *requested.words);
    else
      check_groups(problems, requested.kind, *requested.words);
    out.words = *requested.words;
  }
  if (requested.deleted) out.deleted = *requested.deleted;
  if (requested.kind == ReferenceKind::role) {
    if (requested.name) check_role_name(problems, context, out);
    if (before && out.deleted) check_holders(problems, context, *before);
    if (before && requested.words) check_owners(problems, context, out);
  }
  if (!problems.empty()) return std::unexpected(Fault(std::move(problems)));
  if (is_new && context.transaction) out.id = context.transaction->next_reference(requested.kind);
  TRY_DO(save_versioned(context, call, before ? &*before : nullptr, out));
  AdminObjects admin_objects{.one = true, .made = is_new, .rehearsed = call.options.rehearse};
  if (is_new && call.options.rehearse)
    out.id = 0;  // a rehearsal creates nothing and shows no
                 // number
  admin_objects.references.push_back(std::move(out));
  return admin_objects;
}

}  // namespace patchbay::core
