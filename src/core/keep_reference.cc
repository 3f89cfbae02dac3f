// Keeping rate plans, roles and the other references: what each kind takes, and whose it is.
#include <algorithm>

#include "base/result.h"
#include "base/text.h"
#include "core/keep.h"
#include "core/keeping.h"
#include "core/names.h"
#include "core/owners.h"
#include "core/roles.h"
#include "core/subject.h"
#include "record/lookalike.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kNamedMax = 10;

using Problems = std::vector<Problem>;

void check_name(Problems& problems, const std::optional<std::string>& name, bool is_new) {
  if (!name) {
    if (is_new) blame(problems, "name", "is required");
    return;
  }
  Admits admits{.max = kNameMax};
  admits.needed = true;
  if (const auto refused = refusal(admits, *name)) blame(problems, "name", *refused);
}

void check_settings(Problems& problems, Reference& out, const KeepReference& wanted) {
  if (!wanted.settings.empty() && wanted.kind != Kind::plan)
    blame(problems, "settings", "belongs to rate plans only");
  for (const auto& [field, edit] : wanted.settings) {
    const std::string name = "settings." + std::string(row(field).key);
    const auto* value = std::get_if<Value>(&edit);
    if (row(field).care != Care::plain && row(field).care != Care::commercial) {
      blame(problems, name, "cannot be a setting of a rate plan");
      continue;
    }
    if (!value) {
      out.settings.clear({field, {}});
      continue;
    }
    if (auto refused = refusal(row(field).admits, *value))
      blame(problems, name, std::move(*refused));
    else if (means_plan(field, *value))
      blame(problems, name, "must be a value, not a reference to the rate plan itself");
    else
      out.settings.set({field, {}}, *value);
  }
}

void check_groups(Problems& problems, Kind kind, const std::vector<std::string>& groups) {
  if (kind != Kind::plan) return blame(problems, "locked", "belongs to rate plans only");
  for (const std::string& each : groups)
    if (!group_named(each))
      blame(problems, "locked",
            "may hold affiliate, bulk, conference, credit, faxes, invoices, queues, recording and "
            "wholesale, and not \"" +
                each + '"');
}

void check_privileges(Problems& problems, const Actor& actor,
                      const std::vector<std::string>& words) {
  for (const std::string& each : words) {
    const auto privilege = privilege_named(each);
    if (!privilege)
      blame(problems, "privileges",
            "may hold administrator, commerce, wholesale, system, user and read-only, and not \"" +
                each + '"');
    else if (!holds(actor, *privilege))
      blame(problems, "privileges", "cannot hold what you do not hold yourself: " + each,
            Wrong::role_denied);
  }
}

// A role looks like no other of its owner, and like no predefined one: whoever picks one by its
// name gets what they see. Names of other owners are their own affair.
void check_role_name(Problems& problems, const Keeper& keeper, const Reference& role) {
  if (parse_whole(role.name)) return blame(problems, "name", "must not be a number");
  if (has_hidden(role.name))
    return blame(problems, "name",
                 "must not begin or end with a space, nor hold invisible characters");
  const std::string look = look_of(role.name);
  const auto predefined = std::ranges::find_if(
      predefined_roles(), [&](const Role& each) { return look_of(each.name) == look; });
  const auto same = keeper.reader.references_of(role.owner, Kind::role, role.name);
  const bool is_taken =
      std::ranges::any_of(same, [&](const Reference& each) { return each.id != role.id; });
  if (predefined != predefined_roles().end() || is_taken)
    blame(problems, "name", "is the name of a role that exists already", Wrong::conflict);
}

// Who would lose it.
void check_holders(Problems& problems, const Keeper& keeper, const Reference& role) {
  const auto found = holders(keeper.reader, role, kNamedMax + 1);
  if (found.empty()) return;
  std::vector<std::string> names;
  for (const Principal& each : found)
    if (names.size() < kNamedMax) names.push_back(each.name);
  std::string who = join(names, ", ");
  if (found.size() > kNamedMax) who += " and others";
  blame(problems, "", "the role is held by " + who + ": take it from them first", Wrong::conflict);
}

// The system is owned through roles too: one that owners hold may not be taken from them by
// changing it, where no other owner is left.
void check_owners(Problems& problems, const Keeper& keeper, const Reference& role) {
  if (keeper.may_leave_no_owner || role.owner != kRoot) return;
  if (!has_owner(keeper.reader, 0, &role) && has_owner(keeper.reader, 0))
    blame(problems, "privileges", kLastOwner, Wrong::conflict);
}

Result<Reference> find(const Keeper& keeper, const KeepReference& wanted) {
  if (wanted.id == KeepReference::kNotANumber)
    return std::unexpected(Fault(
        Wrong::unknown_thing,
        "must be the number that reads show: what is changed is not looked for by its name", "id"));
  if (wanted.kind == Kind::role && predefined_role(wanted.id))
    return std::unexpected(
        Fault(Wrong::unknown_thing,
              "is of a role that is built in, which can be neither changed nor deleted: make a "
              "role of your own",
              "id"));
  auto found = keeper.reader.reference(wanted.kind, wanted.id);
  if (!found || !visible(keeper.reader, keeper.actor, *found))
    return std::unexpected(no_such_thing(wanted.kind, std::to_string(wanted.id)));
  if (!in_reach(keeper, found->owner))
    return std::unexpected(
        Fault(Wrong::role_denied, "it belongs to a customer above you and can only be read"));
  if (wanted.kind == Kind::role && !holds(keeper.actor, privileges_of(*found)))
    return std::unexpected(
        Fault(Wrong::role_denied, "it holds privileges that you do not hold yourself"));
  return std::move(*found);
}

}  // namespace

Demand keeping_takes(Kind kind) {
  switch (kind) {
    // What customers pay, what they may use, and which way their calls go.
    case Kind::plan:
    case Kind::class_of_service:
    case Kind::peer:
    case Kind::time_group:
    case Kind::email_package:
    case Kind::transaction_package:
      return {.any_of = Privilege::commerce};
    case Kind::role:
      return {.any_of = Privilege::administrator};
    case Kind::person:
    case Kind::music:
    case Kind::region:
      return {.any_of = Privilege::administrator | Privilege::commerce};
  }
  return {.any_of = {}};
}

Result<Outcome> keep_reference(const Keeper& keeper, const Call& call,
                               const KeepReference& wanted) {
  TRY_DO(allowed_by_role(keeper.actor, call.demand, Act::change));
  TRY_DO(allowed_by_role(keeper.actor, keeping_takes(wanted.kind), Act::change));
  Problems problems = call.problems;
  std::optional<Reference> before;
  Reference out;
  const bool is_new = wanted.id == 0;
  if (!is_new) {
    before = TRY(find(keeper, wanted));
    out = *before;
  }
  out.kind = wanted.kind;
  check_name(problems, wanted.name, is_new);
  out.owner = wanted.owner.value_or(is_new ? keeper.actor.home() : out.owner);
  if (!in_reach(keeper, out.owner))
    blame(problems, "owner", "must be the id of an existing customer");
  else if (wanted.kind == Kind::role && out.owner != keeper.actor.home())
    blame(problems, "owner", "must be your own customer: roles are seen from there downwards");
  if (wanted.name) out.name = *wanted.name;
  if (wanted.description) out.description = *wanted.description;
  check_settings(problems, out, wanted);
  if (wanted.words) {
    if (wanted.kind == Kind::role)
      check_privileges(problems, keeper.actor, *wanted.words);
    else
      check_groups(problems, wanted.kind, *wanted.words);
    out.words = *wanted.words;
  }
  if (wanted.deleted) out.deleted = *wanted.deleted;
  if (wanted.kind == Kind::role) {
    if (wanted.name) check_role_name(problems, keeper, out);
    if (before && out.deleted) check_holders(problems, keeper, *before);
    if (before && wanted.words) check_owners(problems, keeper, out);
  }
  if (!problems.empty()) return std::unexpected(Fault(std::move(problems)));
  if (is_new && keeper.transaction) out.id = keeper.transaction->next_reference(wanted.kind);
  TRY_DO(save_thing(keeper, call, before ? &*before : nullptr, out));
  Things things{.one = true, .made = is_new, .rehearsed = call.how.rehearse};
  if (is_new && call.how.rehearse) out.id = 0;  // a rehearsal makes none, and tells no number
  things.references.push_back(std::move(out));
  return things;
}

}  // namespace patchbay::core
