// Reads principals and references.
#include "core/admin/admin_objects.h"

#include <algorithm>

#include "base/result.h"
#include "base/text.h"
#include "core/access/principal_names.h"
#include "core/access/roles.h"
#include "core/access/subject.h"
#include "core/read/reads.h"
#include "record/formats/codec.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kPageMax = 1000;

std::unexpected<Fault> unknown(const GetAdminObject& get) {
  return std::unexpected(no_such_object(get.kind, get.id));
}

// Predefined roles are listed before the stored ones. Appends those that come after `after`, which
// is 0 or the number of a predefined role.
void add_predefined(std::vector<Reference>& out, std::int64_t after) {
  for (const Role& role : predefined_roles())
    if (role.id < after || after == 0) out.push_back(to_reference(role));
}

// Returns the live references with this name that the actor sees.
std::vector<Reference> named(store::ReadTransaction& reader, const Actor& actor, ReferenceKind kind,
                             std::string_view name) {
  const Lineage above = reader.lineage(actor.home());
  if (kind == ReferenceKind::role) return visible_roles(reader, name, above);
  std::vector<Reference> out = reader.references_below(actor.home(), kind, name);
  for (const CustomerId owner : above)
    if (owner != actor.home())
      for (Reference& each : reader.references_of(owner, kind, name))
        out.push_back(std::move(each));
  return out;
}

// Returns the reference with this number, even if deleted, or with this name. If several have the
// name, the fault lists their numbers.
Result<std::optional<Reference>> find_reference(store::ReadTransaction& reader, const Actor& actor,
                                                ReferenceKind kind, const std::string& id) {
  if (const auto number = parse_whole(id)) {
    const Role* role = kind == ReferenceKind::role ? predefined_role(*number) : nullptr;
    return role ? to_reference(*role) : reader.reference(kind, *number);
  }
  auto found = named(reader, actor, kind, id);
  if (found.empty()) return std::nullopt;
  if (found.size() == 1) return std::move(found.front());
  std::vector<std::string> numbers;
  for (const Reference& each : found) numbers.push_back(std::to_string(each.id));
  return std::unexpected(
      Fault(ErrorKind::conflict,
            "several are called \"" + id + "\"; give the id of one: " + join(numbers, ", ")));
}

std::optional<Principal> find_principal(store::ReadTransaction& reader, const Actor& actor,
                                        const std::string& id) {
  const auto number = parse_whole(id);
  auto found = number ? reader.principal(*number) : principal_named(reader, id);
  return found && reaches(actor, reader.lineage(found->home)) ? std::move(found) : std::nullopt;
}

// Returns the number of the object, even if deleted, or 0 if the actor sees none.
Result<std::int64_t> object_number(store::ReadTransaction& reader, const Actor& actor,
                                   const ListAdminHistory& asked) {
  if (!asked.kind) {
    const auto found = find_principal(reader, actor, asked.id);
    return found ? found->id : 0;
  }
  auto found = TRY(find_reference(reader, actor, *asked.kind, asked.id));
  if (found) found->deleted = false;
  return found && may_see(reader, actor, *found) ? found->id : 0;
}

// Returns the present names of the roles in these history entries, for roles that the actor sees.
std::map<std::int64_t, std::string> role_names(store::ReadTransaction& reader, const Actor& actor,
                                               const std::vector<AdminEntry>& entries) {
  std::map<std::int64_t, std::string> out;
  const Lineage home = reader.lineage(actor.home());
  for (const AdminEntry& entry : entries)
    for (const AdminDifference& each : entry.differences) {
      if (each.member != "roles") continue;
      for (const std::string& side : {each.before, each.after}) {
        const auto roles = decode_numbers_and_texts(side);
        for (const std::int64_t id : roles ? roles->numbers : std::vector<std::int64_t>())
          if (const auto role = find_visible_role(reader, id, home)) out[id] = role->name;
      }
    }
  return out;
}

}  // namespace

Fault no_such_object(std::optional<ReferenceKind> kind, std::string_view given) {
  std::string name(kind ? word(*kind) : "principal");
  std::ranges::replace(name, '_', ' ');
  return Fault(ErrorKind::unknown_object,
               "there is no " + name + " \"" + std::string(given) + "\" that you can see");
}

Principal without_secrets(store::ReadTransaction& reader, Principal principal) {
  principal.role_names = role_names(reader, principal);
  principal.password_hash = principal.password_hash.empty() ? "" : "set";
  for (ApiKey& key : principal.keys) key.hash.clear();
  return principal;
}

Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                        const GetAdminObject& get) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  if (!call.problems.empty()) return std::unexpected(Fault(call.problems));
  AdminObjects out;
  out.one = true;
  if (!get.kind) {
    auto found = find_principal(reader, actor, get.id);
    if (!found || found->deleted) return unknown(get);
    out.principals.push_back(without_secrets(reader, std::move(*found)));
    return out;
  }
  auto found = TRY(find_reference(reader, actor, *get.kind, get.id));
  if (!found || !may_see(reader, actor, *found)) return unknown(get);
  out.references.push_back(std::move(*found));
  return out;
}

Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                        const ListAdminObjects& list) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  if (!call.problems.empty()) return std::unexpected(Fault(call.problems));
  const std::size_t limit = std::clamp<std::size_t>(list.limit, 1, kPageMax);
  AdminObjects out;
  if (!list.kind) {
    out.principals = reader.principals(actor.home(), list.after, limit + 1);
    out.more = out.principals.size() > limit;
    if (out.more) out.principals.resize(limit);
    for (Principal& each : out.principals) each = without_secrets(reader, std::move(each));
    return out;
  }
  if (list.kind == ReferenceKind::role && list.after <= 0)
    add_predefined(out.references, list.after);
  // Rows that are not visible are skipped, so the loop reads until the page is full.
  std::int64_t after = std::max<std::int64_t>(list.after, 0);
  for (bool end = false; !end && out.references.size() <= limit;) {
    auto some = reader.references(*list.kind, after, kPageMax);
    end = some.size() < kPageMax;
    for (Reference& each : some) {
      after = each.id;
      if (may_see(reader, actor, each)) out.references.push_back(std::move(each));
    }
  }
  out.more = out.references.size() > limit;
  if (out.more) out.references.resize(limit);
  return out;
}

Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                        const ListAdminHistory& history) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  if (!call.problems.empty()) return std::unexpected(Fault(call.problems));
  const std::int64_t id = TRY(object_number(reader, actor, history));
  if (id == 0) return unknown({history.kind, history.id});
  const std::size_t limit = std::clamp<std::size_t>(history.limit, 1, kPageMax);
  AdminHistoryPage out;
  out.entries = reader.history({history.kind, id}, history.before, limit + 1);
  if (out.entries.size() > limit) {
    out.entries.resize(limit);
    out.next = out.entries.back().version;
  }
  if (!history.kind) out.roles = role_names(reader, actor, out.entries);
  return out;
}

Result<void> may_administer(const Actor& actor, const Call& call, Access access) {
  TRY_DO(require_role(actor, call.required_privilege, access));
  TRY_DO(require_role(actor, {.any_of = Privilege::administrator}, access));
  return require_good_input(call);
}

Result<Outcome> with_lockouts(store::ReadTransaction& reader, Result<Outcome> outcome,
                              const SignInFailures& failures) {
  if (!outcome) return outcome;
  auto& admin_objects = std::get<AdminObjects>(*outcome);
  for (const Principal& each : admin_objects.principals) {
    auto& lockouts = admin_objects.lockouts[each.id];
    for (const Attempts& attempts : failures.locks_of(reader, each.name))
      lockouts.push_back({attempts.source, attempts.locked_until, attempts.failures});
  }
  return outcome;
}

}  // namespace patchbay::core
