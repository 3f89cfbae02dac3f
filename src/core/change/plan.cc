// How a change is planned, step by step.
#include "core/change/plan.h"

#include <algorithm>

#include "base/result.h"
#include "core/change/change_draft.h"
#include "core/change/preconditions.h"

namespace patchbay::core {
namespace {

// The number that no principal has.
constexpr std::int64_t kOwnerTool = 0;

// Input that names no subject or cannot be parsed is not examined further.
Result<void> require_readable_input(const Call& call) {
  if (std::ranges::find(call.problems, ErrorKind::malformed, &Problem::kind) == call.problems.end())
    return {};
  return std::unexpected(Fault(call.problems));
}

// The edits that depend on what the caller sees.
Edits edits_of_view(const ChangeContext& context, const FoundCustomer& found,
                    const UpdateCustomer& update) {
  if (!update.from_view) return {};
  return update.from_view(view_of(context.reader, found.record, found.lineage));
}

std::vector<Problem> joined(std::vector<Problem> first, const std::vector<Problem>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

// Sixteen letters and digits.
std::string make_hash(Random& random) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out = random.bytes(16);
  for (char& c : out) c = kAlphabet[static_cast<unsigned char>(c) % kAlphabet.size()];
  return out;
}

// The uuid that a new customer keeps from another store: only the tools of an owner and imports
// give one.
std::optional<Uuid> kept_uuid(const ChangeContext& context, const Call& call,
                              const CreateCustomer& create) {
  if (context.actor.principal.id != kOwnerTool && !call.options.keeps_uuids) return std::nullopt;
  for (const FieldEdit& each : create.edits) {
    const auto* value = std::get_if<Value>(&each.edit);
    const auto* text = value ? std::get_if<std::string>(value) : nullptr;
    if (each.target.lens == Lens::uuid && text && !each.objection) return Uuid::parse(*text);
  }
  return std::nullopt;
}

// What a new customer has before any edit: what it shares with its parent, and the defaults.
Record new_customer(const ChangeContext& context, const Record& parent,
                    const std::optional<Uuid>& uuid) {
  Record out;
  if (uuid)
    out.uuid = *uuid;
  else if (!context.is_rehearsal)
    out.uuid = Uuid::make_ordered(context.now.us / 1000, context.random);
  const auto set = [&](Field field, Value value) { out.values.set({field, {}}, std::move(value)); };
  set(Field::parent, parent.id.value);
  // A rehearsal shows none, because the real one is random.
  if (!context.is_rehearsal) set(Field::hash, make_hash(context.random));
  set(Field::status, std::string("active"));
  set(Field::class_of_service, std::int64_t{1});
  for (const Field inherited : {Field::currency, Field::plan, Field::bill_type})
    if (const Value* value = parent.find(inherited)) set(inherited, *value);
  return out;
}

// The lineage of a new customer, which has no number yet.
std::vector<CustomerId> lineage_of_new(const std::vector<CustomerId>& parent) {
  std::vector<CustomerId> out = parent;
  out.insert(out.begin(), CustomerId{});
  return out;
}

Result<PlannedChange> plan_update(const ChangeContext& context, const Call& call,
                                  const UpdateCustomer& update) {
  TRY_DO(require_readable_input(call));
  TRY_DO(require_role(context.actor, call.required_privilege, Access::change));
  const FoundCustomer found =
      TRY(find_subject(context.reader, context.actor, call.required_privilege, update.subject,
                       update.rules.deleted_too));
  const Record& before = found.record;
  const Version base = TRY(base_version(call.options, before.version));
  const Edits of_view = edits_of_view(context, found, update);
  const std::vector<FieldEdit>& edits = update.from_view ? of_view.edits : update.edits;

  ChangeDraft draft(context, before, before, found.lineage, edits,
                    joined(call.problems, of_view.problems));
  auto concurrent = TRY(draft.find_concurrent_changes(base, call.options.rebase));
  draft.apply_edits();
  if (update.adjustment) draft.adjust(*update.adjustment);
  if (update.undo) draft.undo(*update.undo);
  draft.move_below(update.move_to, update.move_field);

  PlannedChange planned = TRY(draft.validate(update.rules, before.whole(Field::plan)));
  TRY_DO(draft.require_no_overlap(planned, base, std::move(concurrent)));
  return planned;
}

Result<PlannedChange> plan_create(const ChangeContext& context, const Call& call,
                                  const CreateCustomer& create) {
  TRY_DO(require_readable_input(call));
  TRY_DO(require_role(context.actor, call.required_privilege, Access::change));
  const FoundCustomer parent =
      TRY(find_subject(context.reader, context.actor, call.required_privilege, create.parent,
                       /*deleted_too=*/false));
  const std::optional<Uuid> uuid = kept_uuid(context, call, create);
  if (uuid && context.reader.customer(*uuid))
    return std::unexpected(
        Fault(ErrorKind::conflict, "is the uuid of a customer that exists already", "uuid"));
  Record start = new_customer(context, parent.record, uuid);
  // An empty record, so that an edit that sets what is inherited anyway counts as a change.
  Record before;
  before.uuid = start.uuid;

  ChangeDraft draft(context, before, std::move(start), lineage_of_new(parent.lineage), create.edits,
                    call.problems);
  if (parent.lineage.size() >= kDepthMax)
    draft.add_problem({ErrorKind::invalid, create.parent_field, "stands too deep in the tree", 0});
  draft.apply_edits();
  return draft.validate(create.rules, draft.rate_plan());
}

}  // namespace

Result<PlannedChange> plan_change(const ChangeContext& context, const Call& call) {
  if (const auto* create = std::get_if<CreateCustomer>(&call.request))
    return plan_create(context, call, *create);
  return plan_update(context, call, std::get<UpdateCustomer>(call.request));
}

void assign_id(PlannedChange& created, CustomerId id) {
  created.after.id = id;
  created.lineage.front() = id;
}

}  // namespace patchbay::core
