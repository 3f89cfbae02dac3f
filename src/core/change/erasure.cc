// Plans what goes from the record, and erases it in history within the same transaction.
#include "core/change/erasure.h"

#include <algorithm>

#include "base/result.h"
#include "core/change/change_draft.h"
#include "core/change/forgetting.h"
#include "core/change/preconditions.h"
#include "core/read/reads.h"
#include "record/history/chain.h"
#include "record/history/erasure.h"
#include "store/personal_eraser.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kEntriesAtOnce = 200;

// The record without personal values. An address or a contact goes as a whole.
Record without_person(const Record& before) {
  Record after = before;
  for (const auto& [path, value] : before.values)
    if (row(path.field).personal() || section_of(path.field) != Section::customer)
      after.values.clear(path);
  after.values.set({Field::name, {}}, std::string(kErasedName));
  return after;
}

std::vector<Path> paths_of(const Differences& differences) {
  std::vector<Path> out;
  for (const Difference& each : differences) out.push_back(each.path);
  return out;
}

// A person who was erased and of whom nothing came since needs no further entry.
bool needs_entry(store::ReadTransaction& reader, const PlannedChange& planned) {
  if (!planned.differences.empty()) return true;
  const auto newest = reader.history(planned.before.id, 0, 1);
  return newest.empty() || newest.front().action != kEraseAction;
}

// What replies and requests would mention the customer with.
void add_names(Mentions& out, const Record& record) { out.add_text(record.uuid.text()); }

Outcome outcome_of(const PendingCall& pending, const PlannedChange& planned, bool changed) {
  return Erasure{.request = pending.call.options.rehearse ? Uuid{} : pending.request,
                 .customer = planned.after.id,
                 .uuid = planned.after.uuid,
                 .version = planned.after.version,
                 .cleared = paths_of(planned.differences),
                 .changed = changed,
                 .rehearsed = pending.call.options.rehearse};
}

RequestRecord request_record_of(const PlannedChange& planned, bool changed,
                                const PendingCall& pending, Instant now) {
  const Principal& principal = pending.actor.principal;
  return {.id = pending.request,
          .principal = principal.id,
          .home = principal.home,
          .customer = planned.after.id,
          .version = planned.after.version,
          .changed = changed,
          .batch = {},
          .door = pending.call.caller.door,
          .time = now};
}

Fault not_finished() {
  Fault out(ErrorKind::unavailable,
            "the record and its history were erased, but not yet everything else; send the same "
            "request again to go on");
  out.retry_after_s = 1;
  return out;
}

}  // namespace

Result<PlannedChange> Erasures::plan(store::ReadTransaction& reader,
                                     const PendingCall& pending) const {
  const Call& call = pending.call;
  const auto& erase = std::get<EraseCustomer>(call.request);
  TRY_DO(require_good_input(call));
  TRY_DO(require_role(pending.actor, call.required_privilege, Access::change));
  FoundCustomer found = TRY(find_subject(reader, pending.actor, call.required_privilege,
                                         erase.subject, /*deleted_too=*/true));
  if (call.options.reason.empty())
    return std::unexpected(Fault(ErrorKind::invalid,
                                 "is required: history keeps why somebody was erased",
                                 erase.reason_field));
  const Version base = TRY(base_version(call.options, found.record.version));
  const ChangeContext context{.reader = reader,
                              .actor = pending.actor,
                              .sealer = sealer_,
                              .random = random_,
                              .now = clock_.now()};
  const std::vector<FieldEdit> no_edits;
  const ChangeDraft draft(context, found.record, found.record, found.lineage, no_edits, {});
  (void)TRY(draft.find_concurrent_changes(base, /*rebase=*/false));
  PlannedChange out{found.record, without_person(found.record), std::move(found.lineage), {}};
  out.differences = diff(out.before.values, out.after.values);
  return out;
}

Result<Outcome> Erasures::rehearse(store::ReadTransaction& reader,
                                   const PendingCall& pending) const {
  const PlannedChange planned = TRY(plan(reader, pending));
  ErasedPerson person{.customer = planned.before.id, .mentions = {}};
  add_names(person.mentions, planned.before);
  Outcome out = outcome_of(pending, planned, needs_entry(reader, planned));
  auto& erasure = std::get<Erasure>(out);
  store::PersonalEraser eraser([&](const Value& value) { person.mentions.add(value); });
  // The entry that would erase the record holds what it took away, until it is erased too.
  Entry next{.customer = planned.before.id,
             .version = planned.before.version + 1,
             .action = {},
             .by = {},
             .differences = planned.differences};
  const auto count = [&](std::size_t values) {
    erasure.entries += values > 0 ? 1 : 0;
    erasure.values += static_cast<std::int64_t>(values);
  };
  count(eraser.erase(next));
  for (Version before = planned.before.version + 1; before > 1;) {
    auto page = reader.history(planned.before.id, before, kEntriesAtOnce);
    if (page.empty()) break;
    for (Entry& each : page) count(eraser.erase(each));
    before = page.back().version;
  }
  erasure.replies = count_replies(reader, idempotency_, person.mentions);
  erasure.requests =
      traffic_
          ? traffic_->count([&](const TrafficRecord& record) { return mentions(person, record); })
          : 0;
  return out;
}

Result<Outcome> Erasures::commit(store::Transaction& transaction, const PendingCall& pending,
                                 Mentions& mentions) const {
  PlannedChange planned = TRY(plan(transaction, pending));
  const Instant now = clock_.now();
  const bool changed = needs_entry(transaction, planned);
  if (changed) {
    planned.after.version = planned.before.version + 1;
    Entry entry{.customer = planned.after.id,
                .version = planned.after.version,
                .action = std::string(kEraseAction),
                .by = change_origin(pending, now),
                .differences = planned.differences};
    bind(entry, random_);
    transaction.save(planned.after, entry);
  }
  add_names(mentions, planned.after);
  const store::ErasedHistory gone = transaction.erase_personal(
      planned.after.id, store::kPersonalMax, [&](const Value& value) { mentions.add(value); });
  transaction.save(request_record_of(planned, changed, pending, now));
  Outcome out = outcome_of(pending, planned, changed);
  auto& erasure = std::get<Erasure>(out);
  erasure.entries = gone.entries;
  erasure.values = gone.values;
  erasure.more = gone.more;
  return out;
}

void Erasures::start(store::ReadTransaction& reader,
                     const std::shared_ptr<PendingCall>& pending) const {
  if (pending->call.options.rehearse) return pending->complete(rehearse(reader, *pending));
  const auto person = std::make_shared<ErasedPerson>();
  pending->complete = [this, person, complete = std::move(pending->complete),
                       run_apart = pending->call.run_apart](Result<Outcome> outcome) {
    const auto* erasure = outcome ? std::get_if<Erasure>(&*outcome) : nullptr;
    if (!erasure) return complete(std::move(outcome));
    person->customer = erasure->customer;
    const auto kept = std::make_shared<Result<Outcome>>(std::move(outcome));
    const auto go_on = [this, person, complete, kept] {
      forget(store_, idempotency_, traffic_, person, [complete, kept](bool is_done) {
        complete(is_done ? std::move(*kept) : std::unexpected(not_finished()));
      });
    };
    if (run_apart) return run_apart(go_on);
    go_on();
  };
  executor_.queue(pending, idempotency_.do_once(
                               [this, person](store::Transaction& transaction, PendingCall& one) {
                                 person->mentions = {};  // the store may repeat the job
                                 return commit(transaction, one, person->mentions);
                               }));
}

}  // namespace patchbay::core
