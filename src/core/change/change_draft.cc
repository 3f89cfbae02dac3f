// The steps that turn a draft into a planned change.
#include "core/change/change_draft.h"

#include <algorithm>

#include "base/result.h"
#include "core/change/edits.h"
#include "core/change/undo.h"
#include "record/value/bounds.h"
#include "record/value/unassigned.h"

namespace patchbay::core {
namespace {

Draft draft_from(const ChangeContext& context, Record record) {
  if (context.is_rehearsal)
    return {std::move(record), [made = std::uint64_t{0}]() mutable { return unassigned(++made); }};
  return {std::move(record), [&context] { return Uuid::make(context.random); }};
}

// Returns the sum of the field's value and `amount`; nothing if it is out of range.
std::optional<Value> adjusted(const Value* held, const Adjustment& adjustment) {
  const ValueRule& rule = row(adjustment.field).rule;
  if (rule.form == ValueRule::Form::decimal) {
    const auto* decimal = held ? std::get_if<Decimal>(held) : nullptr;
    const auto sum = (decimal ? *decimal : Decimal{}).plus(adjustment.amount);
    return sum ? std::optional<Value>(*sum) : std::nullopt;
  }
  const auto* whole = held ? std::get_if<std::int64_t>(held) : nullptr;
  const auto sum = Decimal(whole ? *whole : 0).plus(adjustment.amount);
  const auto result = sum ? sum->whole() : std::nullopt;
  if (!result || find_objection(rule, *result)) return std::nullopt;
  return *result;
}

}  // namespace

ChangeDraft::ChangeDraft(const ChangeContext& context, const Record& before, Record start,
                         std::vector<CustomerId> lineage, const std::vector<FieldEdit>& edits,
                         std::vector<Problem> problems)
    : context_(context),
      before_(before),
      edits_(edits),
      lineage_(std::move(lineage)),
      problems_(std::move(problems)),
      draft_(draft_from(context, std::move(start))) {}

Result<std::vector<ConcurrentChange>> ChangeDraft::find_concurrent_changes(Version base,
                                                                           bool rebase) const {
  if (base == before_.version) return {};
  auto changes = find_changes_since(context_.reader, before_, base);
  if (!changes) return std::unexpected(version_conflict(base, {}));
  if (!rebase) return std::unexpected(version_conflict(base, *changes));
  return std::move(*changes);
}

void ChangeDraft::apply_edits() {
  core::apply_edits(draft_, before_, edits_, enterprise_of(lineage_), problems_);
}

void ChangeDraft::adjust(const Adjustment& adjustment) {
  const Path path{adjustment.field, {}};
  if (auto sum = adjusted(draft_.record.values.find(path), adjustment))
    draft_.record.values.set(path, std::move(*sum));
  else
    add_problem({ErrorKind::invalid, adjustment.name,
                 "takes the result out of the range of the field", order_of(adjustment.field)});
}

void ChangeDraft::undo(const Undo& undo) { apply_undo(context_, undo, draft_, problems_); }

void ChangeDraft::move_below(std::optional<CustomerId> parent, const std::string& field) {
  const CustomerId new_parent = parent.value_or(draft_.record.parent());
  if (new_parent == before_.parent()) return;
  if (!context_.actor.privileges.has(Privilege::system))
    add_problem({ErrorKind::role_denied, field,
                 "can be changed only with the system privilege, which your role lacks",
                 order_of(Field::parent)});
  if (auto lineage = lineage_below(new_parent, field))
    lineage_ = std::move(*lineage);
  else
    add_problem(lineage.error().problems.front());
  draft_.record.values.set({Field::parent, {}}, new_parent.value);
}

// Returns the lineage of the customer below `parent`, or why the customer cannot be moved there.
Result<std::vector<CustomerId>> ChangeDraft::lineage_below(CustomerId parent,
                                                           const std::string& field) const {
  const auto refuse = [&](std::string what) {
    return std::unexpected(Fault(ErrorKind::invalid, std::move(what), field));
  };
  const auto found = context_.reader.customer(parent);
  auto lineage = context_.reader.lineage(parent);
  if (!found || found->deleted() || !reaches(context_.actor, lineage))
    return refuse("must be the id of an existing customer");
  if (std::ranges::find(lineage, before_.id) != lineage.end())
    return refuse("must not be the customer itself or stand below it");
  if (lineage.size() >= kDepthMax) return refuse("stands too deep in the tree");
  lineage.insert(lineage.begin(), before_.id);
  return lineage;
}

Result<PlannedChange> ChangeDraft::validate(const ChangeRules& rules, std::int64_t rate_plan) {
  const std::vector<RefusedMark> marks = complete_draft(draft_);
  const Spellings spellings(edits_, draft_);
  for (const RefusedMark& mark : marks)
    add_problem({ErrorKind::invalid, spellings.of(mark.path),
                 mark.second ? "can be set on one only"
                             : "cannot be taken away from the only primary one; mark another "
                               "instead",
                 order_of(mark.path.field)});
  for (ExceededBound& each : find_exceeded_bounds(before_, draft_))
    add_problem(
        {ErrorKind::invalid, std::move(each.name), std::move(each.what), order_of(each.field)});
  context_.sealer.seal_all(draft_.record);
  PlannedChange out{before_, {}, std::move(lineage_), diff(before_.values, draft_.record.values)};
  core::validate(
      {context_, spellings, rules, before_, draft_, out.differences, out.lineage, rate_plan},
      problems_);
  hide_denied_fields(context_.actor, before_.version == 0, problems_);
  if (!problems_.empty()) return std::unexpected(Fault(std::move(problems_)));
  out.after = std::move(draft_.record);
  if (!out.differences.empty()) out.after.version = before_.version + 1;
  return out;
}

Result<void> ChangeDraft::require_no_overlap(const PlannedChange& planned, Version base,
                                             std::vector<ConcurrentChange> concurrent) {
  // Differences are sorted by path.
  std::erase_if(concurrent, [&](const ConcurrentChange& each) {
    return !std::ranges::binary_search(planned.differences, each.path, {}, &Difference::path);
  });
  if (concurrent.empty()) return {};
  draft_.record = planned.after;
  return std::unexpected(version_conflict(base, concurrent));
}

Fault ChangeDraft::version_conflict(Version base,
                                    const std::vector<ConcurrentChange>& changes) const {
  return core::version_conflict(before_, base, changes, {edits_, draft_});
}

}  // namespace patchbay::core
