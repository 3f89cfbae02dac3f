// From wishes to a worked-out change.
#include "core/change.h"

#include <algorithm>

#include "base/result.h"
#include "core/conditions.h"
#include "core/rules.h"
#include "core/since.h"
#include "core/undo.h"
#include "record/bounds.h"
#include "record/unassigned.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kDepthMax = 64;

// Everything after the wishes are put: settle, seal, compare, judge. Where all is well the draft's
// record becomes the one after.
Result<Worked> finish(const Bench& bench, Draft& draft, const Record& before,
                      const std::vector<Wish>& wishes, const ChangeRules& rules,
                      std::vector<CustomerId> lineage, std::int64_t plan,
                      std::vector<Problem> problems) {
  const std::vector<RefusedMark> marks = settle(draft);
  const Spellings spellings(wishes, draft);
  for (const RefusedMark& mark : marks)
    problems.push_back(
        {Wrong::invalid, spellings.of(mark.path),
         mark.second ? "can be set on one only"
                     : "cannot be taken away from the only primary one; mark another instead",
         order_of(mark.path.field)});
  for (Outgrown& each : outgrown(before, draft))
    problems.push_back(
        {Wrong::invalid, std::move(each.name), std::move(each.what), order_of(each.field)});
  bench.sealer.seal_all(draft.record);
  Worked out{before, {}, std::move(lineage), diff(before.values, draft.record.values)};
  judge({bench, spellings, rules, before, draft, out.differences, out.lineage, plan}, problems);
  hide_what_is_denied(bench.actor, before.version == 0, problems);
  if (!problems.empty()) return std::unexpected(Fault(std::move(problems)));
  out.after = std::move(draft.record);
  if (!out.differences.empty()) out.after.version = before.version + 1;
  return out;
}

Draft draft_of(const Bench& bench, const Record& record) {
  if (bench.is_rehearsal)
    return {record, [made = std::uint64_t{0}]() mutable { return unassigned(++made); }};
  return {record, [&bench] { return Uuid::make(bench.random); }};
}

void adjust(Draft& draft, const Adjustment& adjustment, std::vector<Problem>& problems) {
  const Path path{adjustment.field, {}};
  const Value* now = draft.record.values.find(path);
  const auto refuse = [&] {
    problems.push_back({Wrong::invalid, adjustment.name,
                        "takes the result out of the range of the field",
                        order_of(adjustment.field)});
  };
  if (row(adjustment.field).admits.form == Admits::Form::decimal) {
    const auto* held = now ? std::get_if<Decimal>(now) : nullptr;
    const auto sum = (held ? *held : Decimal{}).plus(adjustment.amount);
    if (!sum) return refuse();
    draft.record.values.set(path, *sum);
    return;
  }
  const auto* held = now ? std::get_if<std::int64_t>(now) : nullptr;
  const auto sum = Decimal(held ? *held : 0).plus(adjustment.amount);
  const auto whole = sum ? sum->whole() : std::nullopt;
  if (!whole || refusal(row(adjustment.field).admits, *whole)) return refuse();
  draft.record.values.set(path, *whole);
}

// Whether the customer may stand below `parent`; the new lineage, itself first.
Result<std::vector<CustomerId>> moved(const Bench& bench, const Record& record, CustomerId parent,
                                      const std::string& field) {
  const auto refuse = [&](std::string what) {
    return std::unexpected(Fault(Wrong::invalid, std::move(what), field));
  };
  const auto found = bench.reader.customer(parent);
  auto lineage = bench.reader.lineage(parent);
  if (!found || found->deleted() || !reaches(bench.actor, lineage))
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
Record newborn(const Bench& bench, const Record& parent) {
  Record out;
  if (!bench.is_rehearsal) out.uuid = Uuid::make(bench.random);
  const auto set = [&](Field field, Value value) { out.values.set({field, {}}, std::move(value)); };
  set(Field::parent, parent.id.value);
  set(Field::hash, make_hash(bench.random));
  set(Field::status, std::string("active"));
  set(Field::class_of_service, std::int64_t{1});
  for (const Field inherited : {Field::currency, Field::plan, Field::bill_type})
    if (const Value* value = parent.find(inherited)) set(inherited, *value);
  return out;
}

// What names no subject, or was not understood at all, is not looked into further.
Result<void> can_be_read(const Call& call) {
  if (std::ranges::find(call.problems, Wrong::malformed, &Problem::wrong) == call.problems.end())
    return {};
  return std::unexpected(Fault(call.problems));
}

// What the caller wishes for what it sees, where it asked so.
Wished wished_of(const Bench& bench, const Found& found, const Amend& amend) {
  if (!amend.from_view) return {};
  return amend.from_view(view_of(bench.reader, found.record, found.lineage));
}

}  // namespace

Result<Worked> work_out(const Bench& bench, const Call& call, const Amend& amend) {
  TRY_DO(can_be_read(call));
  TRY_DO(allowed_by_role(bench.actor, call.demand, Act::change));
  Found found = TRY(
      find_subject(bench.reader, bench.actor, call.demand, amend.subject, amend.rules.deleted_too));
  const Record& before = found.record;
  const Version named = TRY(version_named(call.how, before.version));
  Draft draft = draft_of(bench, before);
  const Wished seen = wished_of(bench, found, amend);
  const std::vector<Wish>& wishes = amend.from_view ? seen.wishes : amend.wishes;
  std::vector<ChangedSince> since;
  if (named != before.version) {
    auto changes = changed_since(bench.reader, before, named);
    if (!changes || !call.how.rebase)
      return std::unexpected(
          moved_on(before, named, changes.value_or(std::vector<ChangedSince>{}), {wishes, draft}));
    since = std::move(*changes);
  }
  std::vector<Problem> problems = call.problems;
  problems.insert(problems.end(), seen.problems.begin(), seen.problems.end());
  put_wishes(draft, before, wishes, enterprise_of(found.lineage), problems);
  if (amend.adjustment) adjust(draft, *amend.adjustment, problems);
  if (amend.undo) put_undo(bench, *amend.undo, draft, problems);
  std::vector<CustomerId> lineage = found.lineage;
  const CustomerId under = amend.move_to.value_or(draft.record.parent());
  if (under != before.parent()) {
    if (!bench.actor.privileges.has(Privilege::system))
      problems.push_back({Wrong::role_denied, amend.move_field,
                          "can be changed only with the system privilege, which your role lacks",
                          order_of(Field::parent)});
    auto there = moved(bench, before, under, amend.move_field);
    if (there)
      lineage = std::move(*there);
    else
      problems.push_back(there.error().problems.front());
    draft.record.values.set({Field::parent, {}}, under.value);
  }
  auto worked = finish(bench, draft, before, wishes, amend.rules, std::move(lineage),
                       before.whole(Field::plan), std::move(problems));
  if (!worked || since.empty()) return worked;
  // Differences are in the order of paths.
  std::erase_if(since, [&](const ChangedSince& each) {
    return !std::ranges::binary_search(worked->differences, each.path, {}, &Difference::path);
  });
  if (since.empty()) return worked;
  draft.record = worked->after;
  return std::unexpected(moved_on(before, named, since, {wishes, draft}));
}

Result<Worked> work_out(const Bench& bench, const Call& call, const Create& create) {
  TRY_DO(can_be_read(call));
  TRY_DO(allowed_by_role(bench.actor, call.demand, Act::change));
  const auto parent = find_subject(bench.reader, bench.actor, call.demand, create.parent, false);
  if (!parent) return std::unexpected(parent.error());
  std::vector<Problem> problems = call.problems;
  if (parent->lineage.size() >= kDepthMax)
    problems.push_back({Wrong::invalid, create.parent_field, "stands too deep in the tree", 0});
  std::vector<CustomerId> lineage = parent->lineage;
  lineage.insert(lineage.begin(), CustomerId{});
  Draft draft = draft_of(bench, newborn(bench, parent->record));
  Record before;
  before.uuid = draft.record.uuid;
  // Compared with nothing, so that a wish for what is inherited anyway is judged too.
  put_wishes(draft, before, create.wishes, enterprise_of(lineage), problems);
  const std::int64_t plan = draft.record.whole(Field::plan);
  return finish(bench, draft, before, create.wishes, create.rules, std::move(lineage), plan,
                std::move(problems));
}

void number(Worked& created, CustomerId id) {
  created.after.id = id;
  created.lineage.front() = id;
}

}  // namespace patchbay::core
