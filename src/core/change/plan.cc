// From edits to a worked-out change.
#include "core/change/plan.h"

#include <algorithm>

#include "base/result.h"
#include "core/change/concurrent_changes.h"
#include "core/change/preconditions.h"
#include "core/change/rules.h"
#include "core/change/undo.h"
#include "record/value/bounds.h"
#include "record/value/unassigned.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kDepthMax = 64;

// Everything after the edits are put: settle, seal, compare, judge. Where all is well the draft's
// record becomes the one after.
Result<PlannedChange> finish(const ChangeContext& context, Draft& draft, const Record& before,
                             const std::vector<FieldEdit>& edits, const ChangeRules& rules,
                             std::vector<CustomerId> lineage, std::int64_t plan,
                             std::vector<Problem> problems) {
  const std::vector<RefusedMark> marks = complete_draft(draft);
  const Spellings spellings(edits, draft);
  for (const RefusedMark& mark : marks)
    problems.push_back(
        {ErrorKind::invalid, spellings.of(mark.path),
         mark.second ? "can be set on one only"
                     : "cannot be taken away from the only primary one; mark another instead",
         order_of(mark.path.field)});
  for (ExceededBound& each : find_exceeded_bounds(before, draft))
    problems.push_back(
        {ErrorKind::invalid, std::move(each.name), std::move(each.what), order_of(each.field)});
  context.sealer.seal_all(draft.record);
  PlannedChange out{before, {}, std::move(lineage), diff(before.values, draft.record.values)};
  validate({context, spellings, rules, before, draft, out.differences, out.lineage, plan},
           problems);
  hide_denied_fields(context.actor, before.version == 0, problems);
  if (!problems.empty()) return std::unexpected(Fault(std::move(problems)));
  out.after = std::move(draft.record);
  if (!out.differences.empty()) out.after.version = before.version + 1;
  return out;
}

Draft draft_of(const ChangeContext& context, const Record& record) {
  if (context.is_rehearsal)
    return {record, [made = std::uint64_t{0}]() mutable { return unassigned(++made); }};
  return {record, [&context] { return Uuid::make(context.random); }};
}

void adjust(Draft& draft, const Adjustment& adjustment, std::vector<Problem>& problems) {
  const Path path{adjustment.field, {}};
  const Value* now = draft.record.values.find(path);
  const auto refuse = [&] {
    problems.push_back({ErrorKind::invalid, adjustment.name,
                        "takes the result out of the range of the field",
                        order_of(adjustment.field)});
  };
  if (row(adjustment.field).rule.form == ValueRule::Form::decimal) {
    const auto* held = now ? std::get_if<Decimal>(now) : nullptr;
    const auto sum = (held ? *held : Decimal{}).plus(adjustment.amount);
    if (!sum) return refuse();
    draft.record.values.set(path, *sum);
    return;
  }
  const auto* held = now ? std::get_if<std::int64_t>(now) : nullptr;
  const auto sum = Decimal(held ? *held : 0).plus(adjustment.amount);
  const auto whole = sum ? sum->whole() : std::nullopt;
  if (!whole || find_objection(row(adjustment.field).rule, *whole)) return refuse();
  draft.record.values.set(path, *whole);
}

// Whether the customer may stand below `parent`; the new lineage, itself first.
Result<std::vector<CustomerId>> moved(const ChangeContext& context, const Record& record,
                                      CustomerId parent, const std::string& field) {
  const auto refuse = [&](std::string what) {
    return std::unexpected(Fault(ErrorKind::invalid, std::move(what), field));
  };
  const auto found = context.reader.customer(parent);
  auto lineage = context.reader.lineage(parent);
  if (!found || found->deleted() || !reaches(context.actor, lineage))
    return refuse("must be the id of an existing customer");
  for (const CustomerId above : lineage)
    if (above == record.id) return refuse("must not be the customer itself or stand below it");
  if (lineage.size() >= kDepthMax) return refuse("stands too deep in the tree");
  lineage.insert(lineage.begin(), record.id);
  return lineage;
}

// Sixteen letters and digits.
std::string make_hash(Random& random) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out = random.bytes(16);
  for (char& c : out) c = kAlphabet[static_cast<unsigned char>(c) % kAlphabet.size()];
  return out;
}

// What a new customer has before anything is wished for: what its parent has, where that is shared.
Record new_customer(const ChangeContext& context, const Record& parent) {
  Record out;
  if (!context.is_rehearsal) out.uuid = Uuid::make(context.random);
  const auto set = [&](Field field, Value value) { out.values.set({field, {}}, std::move(value)); };
  set(Field::parent, parent.id.value);
  set(Field::hash, make_hash(context.random));
  set(Field::status, std::string("active"));
  set(Field::class_of_service, std::int64_t{1});
  for (const Field inherited : {Field::currency, Field::plan, Field::bill_type})
    if (const Value* value = parent.find(inherited)) set(inherited, *value);
  return out;
}

// What names no subject, or was not understood at all, is not looked into further.
Result<void> can_be_read(const Call& call) {
  if (std::ranges::find(call.problems, ErrorKind::malformed, &Problem::kind) == call.problems.end())
    return {};
  return std::unexpected(Fault(call.problems));
}

// What the caller edits for what it sees, where it asked so.
Edits edits_of(const ChangeContext& context, const FoundCustomer& found,
               const UpdateCustomer& update) {
  if (!update.from_view) return {};
  return update.from_view(view_of(context.reader, found.record, found.lineage));
}

}  // namespace

Result<PlannedChange> plan_change(const ChangeContext& context, const Call& call,
                                  const UpdateCustomer& update) {
  TRY_DO(can_be_read(call));
  TRY_DO(require_role(context.actor, call.required_privilege, Access::change));
  FoundCustomer found = TRY(find_subject(context.reader, context.actor, call.required_privilege,
                                         update.subject, update.rules.deleted_too));
  const Record& before = found.record;
  const Version base = TRY(base_version(call.options, before.version));
  Draft draft = draft_of(context, before);
  const Edits seen_edits = edits_of(context, found, update);
  const std::vector<FieldEdit>& edits = update.from_view ? seen_edits.edits : update.edits;
  std::vector<ConcurrentChange> concurrent;
  if (base != before.version) {
    auto changes = find_changes_since(context.reader, before, base);
    if (!changes || !call.options.rebase)
      return std::unexpected(version_conflict(
          before, base, changes.value_or(std::vector<ConcurrentChange>{}), {edits, draft}));
    concurrent = std::move(*changes);
  }
  std::vector<Problem> problems = call.problems;
  problems.insert(problems.end(), seen_edits.problems.begin(), seen_edits.problems.end());
  apply_edits(draft, before, edits, enterprise_of(found.lineage), problems);
  if (update.adjustment) adjust(draft, *update.adjustment, problems);
  if (update.undo) apply_undo(context, *update.undo, draft, problems);
  std::vector<CustomerId> lineage = found.lineage;
  const CustomerId under = update.move_to.value_or(draft.record.parent());
  if (under != before.parent()) {
    if (!context.actor.privileges.has(Privilege::system))
      problems.push_back({ErrorKind::role_denied, update.move_field,
                          "can be changed only with the system privilege, which your role lacks",
                          order_of(Field::parent)});
    auto there = moved(context, before, under, update.move_field);
    if (there)
      lineage = std::move(*there);
    else
      problems.push_back(there.error().problems.front());
    draft.record.values.set({Field::parent, {}}, under.value);
  }
  auto planned = finish(context, draft, before, edits, update.rules, std::move(lineage),
                        before.whole(Field::plan), std::move(problems));
  if (!planned || concurrent.empty()) return planned;
  // Differences are in the order of paths.
  std::erase_if(concurrent, [&](const ConcurrentChange& each) {
    return !std::ranges::binary_search(planned->differences, each.path, {}, &Difference::path);
  });
  if (concurrent.empty()) return planned;
  draft.record = planned->after;
  return std::unexpected(version_conflict(before, base, concurrent, {edits, draft}));
}

Result<PlannedChange> plan_change(const ChangeContext& context, const Call& call,
                                  const CreateCustomer& create) {
  TRY_DO(can_be_read(call));
  TRY_DO(require_role(context.actor, call.required_privilege, Access::change));
  const auto parent =
      find_subject(context.reader, context.actor, call.required_privilege, create.parent, false);
  if (!parent) return std::unexpected(parent.error());
  std::vector<Problem> problems = call.problems;
  if (parent->lineage.size() >= kDepthMax)
    problems.push_back({ErrorKind::invalid, create.parent_field, "stands too deep in the tree", 0});
  std::vector<CustomerId> lineage = parent->lineage;
  lineage.insert(lineage.begin(), CustomerId{});
  Draft draft = draft_of(context, new_customer(context, parent->record));
  Record before;
  before.uuid = draft.record.uuid;
  // Compared with nothing, so that a edit for what is inherited anyway is judged too.
  apply_edits(draft, before, create.edits, enterprise_of(lineage), problems);
  const std::int64_t plan = draft.record.whole(Field::plan);
  return finish(context, draft, before, create.edits, create.rules, std::move(lineage), plan,
                std::move(problems));
}

void assign_id(PlannedChange& created, CustomerId id) {
  created.after.id = id;
  created.lineage.front() = id;
}

}  // namespace patchbay::core
