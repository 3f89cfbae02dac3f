// Creates and changes outside systems. A caller who names another address gives the secret again;
// otherwise one could see a secret by pointing its system at a server of theirs.
#include <algorithm>

#include "base/result.h"
#include "core/access/subject.h"
#include "core/admin/outside_systems.h"
#include "core/admin/upsert.h"
#include "core/admin/versioned_save.h"

namespace patchbay::core {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;
using PairEdits = std::vector<std::pair<std::string, std::optional<std::string>>>;

void apply(Pairs& out, const PairEdits& edits) {
  for (const auto& [name, value] : edits) {
    const auto found = std::ranges::find(out, name, &Pairs::value_type::first);
    if (!value && found != out.end()) out.erase(found);
    if (value && found != out.end()) found->second = *value;
    if (value && found == out.end()) out.emplace_back(name, *value);
  }
}

void apply(OutsideSystem& out, const UpsertSystem& requested) {
#define SYSTEM_MEMBER(key, kind, place, is_required, standard, max, meaning) \
  if (requested.key) out.key = *requested.key;
#include "record/admin/system_members.def"
#undef SYSTEM_MEMBER
  apply(out.fields, requested.fields);
  apply(out.fresh, requested.fresh);
  if (requested.deleted) out.deleted = *requested.deleted;
}

// Whether the secret would go elsewhere, or by a less safe way.
bool goes_elsewhere(const OutsideSystem& before, const OutsideSystem& after) {
  return !is_same_account(before, after) || (!before.plain_http && after.plain_http);
}

void check_secret(std::vector<Problem>& problems, const UpsertSystem& requested,
                  const OutsideSystem* before, const OutsideSystem& out) {
  if (requested.secret) {
    const std::size_t size = requested.secret->reveal().size();
    if (size == 0 || size > OutsideSystem::kSecretMax)
      add_problem(problems, "secret",
                  "must be 1 to " + std::to_string(OutsideSystem::kSecretMax) + " bytes");
    return;
  }
  if (!before) add_problem(problems, "secret", "is required");
  if (before && goes_elsewhere(*before, out))
    add_problem(problems, "secret",
                "must be given again when address, dialect, transport, username, there or "
                "plain_http change, because it is sent there");
}

void check(std::vector<Problem>& problems, const UpsertContext& context,
           const UpsertSystem& requested, const OutsideSystem* before, const OutsideSystem& out) {
  if (!context.systems)
    return add_problem(problems, "", "cannot be used, because this server speaks to no system",
                       ErrorKind::conflict);
  for (Problem& each : context.systems->objections_to(out)) problems.push_back(std::move(each));
  check_secret(problems, requested, before, out);
  if ((requested.below || !before) && !is_in_reach(context, CustomerId{out.below}))
    add_problem(problems, "below", "must be the id of an existing customer");
  if (!before && context.reader.references(ReferenceKind::system, 0, OutsideSystem::kMax).size() >=
                     OutsideSystem::kMax)
    add_problem(problems, "",
                "would be one more than " + std::to_string(OutsideSystem::kMax) +
                    " systems: delete one first",
                ErrorKind::conflict);
}

}  // namespace

Result<Outcome> upsert_system(const UpsertContext& context, const Call& call,
                              const UpsertSystem& requested) {
  TRY_DO(require_role(context.actor, call.required_privilege, Access::change));
  TRY_DO(require_role(context.actor, privilege_to_upsert(ReferenceKind::system), Access::change));
  std::optional<OutsideSystem> before;
  OutsideSystem out;
  out.below = context.actor.home().value;
  if (requested.id)
    out = *(before = TRY(find_outside_system(context.reader, context.actor, *requested.id)));
  apply(out, requested);
  std::vector<Problem> problems = call.problems;
  if (!out.deleted) check(problems, context, requested, before ? &*before : nullptr, out);
  if (!problems.empty()) return std::unexpected(Fault(std::move(problems)));
  if (!before && context.transaction)
    out.id = context.transaction->next_reference(ReferenceKind::system);
  if (requested.secret)
    out.secret = context.sealer->box(requested.secret->reveal(), OutsideSystem::bound(out.id));
  // A principal who changes what is done with a system answers for it with their rights.
  if (!out.deleted && (!before || out != *before)) out.principal = context.actor.principal.id;
  Reference after = to_reference(out);
  const std::optional<Reference> old = before ? std::optional(to_reference(*before)) : std::nullopt;
  TRY_DO(save_versioned(context, call, old ? &*old : nullptr, after));
  if (context.transaction && out.deleted) {
    context.transaction->remove_system_links(out.id);
    context.transaction->remove_destination(OutsideSystem::destination(out.id));
  }
  out.version = after.version;
  out.secret.clear();
  if (!before && call.options.rehearse) out.id = 0;
  OutsideSystems reply{.systems = {},
                       .watching = {},
                       .one = true,
                       .made = !before,
                       .rehearsed = call.options.rehearse};
  reply.systems.push_back(std::move(out));
  return reply;
}

}  // namespace patchbay::core
