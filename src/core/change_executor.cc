// Carries out changes: plans them, and rehearses or commits them.
#include "core/change_executor.h"

#include <algorithm>

#include "base/digest.h"
#include "base/result.h"
#include "core/access/password.h"
#include "core/access/subject.h"
#include "core/admin/upsert.h"
#include "core/change/rehearsal_ticket.h"
#include "core/damage.h"
#include "record/history/chain.h"

namespace patchbay::core {
namespace {

using store::Committed;
using store::Transaction;

Fault unknown_outcome(const Uuid& request) {
  return Fault(ErrorKind::unknown_outcome,
               "the change may or may not have been made; ask for request " + request.text());
}

// `differences` are those of the plan.
Entry entry_of(const PlannedChange& planned, Differences differences, const PendingCall& pending,
               Instant now) {
  const auto* update = std::get_if<UpdateCustomer>(&pending.call.request);
  const bool has_action = update && !update->action.empty();
  return {.customer = planned.after.id,
          .version = planned.after.version,
          .action = has_action ? update->action : action_of(planned.after.version, differences),
          .by = change_origin(pending, now),
          .differences = std::move(differences)};
}

// Returns the customer that the job reads first, if the subject names it. A job that first looks
// for a stored reply under its key has none, nor has a change that a batch undoes: customers can be
// deleted only after those below them, and jobs without a subject keep their order.
store::JobSubject job_subject(const PendingCall& pending) {
  const auto* update = std::get_if<UpdateCustomer>(&pending.call.request);
  const bool is_ordered = update && update->undo && !pending.batch.is_nil();
  if (!update || is_ordered || pending.is_retry || pending.call.options.idempotency_key) return {};
  if (const auto* id = std::get_if<CustomerId>(&update->subject)) return *id;
  if (const auto* uuid = std::get_if<Uuid>(&update->subject)) return *uuid;
  if (std::holds_alternative<Oneself>(update->subject)) return pending.actor.home();
  return {};
}

// Returns the receipt of a change that was made before with the same request id. A change of
// another principal is not told, and its record stays.
Result<std::optional<Receipt>> find_receipt(store::ReadTransaction& reader,
                                            const PendingCall& pending) {
  const auto request_record = pending.is_retry ? reader.request(pending.request) : std::nullopt;
  auto record = request_record ? reader.customer(request_record->customer) : std::nullopt;
  if (!record) return std::nullopt;
  if (request_record->principal != pending.actor.principal.id)
    return std::unexpected(
        Fault(ErrorKind::conflict, "another principal has sent this part of this batch"));
  record->version = request_record->version;
  return Receipt{.request = request_record->id,
                 .view = View{.record = *std::move(record), .enterprise = {}, .plan = {}},
                 .differences = {},
                 .changed = request_record->changed,
                 .repeats = true};
}

RequestRecord request_record_of(const Record& after, bool changed, const PendingCall& pending,
                                Instant now) {
  const Principal& principal = pending.actor.principal;
  return {.id = pending.request,
          .principal = principal.id,
          .home = principal.home,
          .customer = after.id,
          .version = after.version,
          .changed = changed,
          .batch = pending.batch,
          .door = pending.call.caller.door,
          .time = now};
}

// Whether the writer can tell if a plan of this call is still right. That a name is unique is only
// known in the queue.
bool can_be_prepared(const Call& call) {
  const auto* create = std::get_if<CreateCustomer>(&call.request);
  return create ? !create->rules.unique_name : std::holds_alternative<UpdateCustomer>(call.request);
}

// Whether the caller says which uuid a new customer has. All others have a random one.
bool names_uuid(const Call& call) {
  const auto* create = std::get_if<CreateCustomer>(&call.request);
  return create && std::ranges::any_of(create->edits, [](const FieldEdit& each) {
           return each.target.lens == Lens::uuid;
         });
}

// Whether a customer has got the uuid of a prepared new one since it was prepared.
bool is_uuid_taken(Transaction& transaction, const PendingCall& pending, const Uuid& uuid) {
  return names_uuid(pending.call) && transaction.customer(uuid).has_value();
}

// Completes what could not be known before a new customer had its id: directly below a root it is
// its own enterprise.
View with_enterprise(View view) {
  if (!view.enterprise) view.enterprise = view.record.id;
  return view;
}

// The outcome of a batch does not tell what each change was.
Differences shown_differences(const Entry& entry, const PendingCall& pending) {
  return pending.batch.is_nil() ? entry.differences : Differences();
}

// Salts stay in history.
Differences unbound(Differences differences) {
  for (Difference& each : differences) each.bond.clear();
  return differences;
}

}  // namespace

Fault service_unavailable() {
  return passing_fault(ErrorKind::unavailable,
                       "the service cannot do this now; nothing was changed");
}

Uuid ChangeExecutor::request_id() const {
  return Uuid::make_ordered(clock_.now().us / 1000, random_);
}

Uuid ChangeExecutor::request_id_in(const Uuid& batch, std::size_t index) const {
  if (!batch.is_ordered()) return request_id();
  return Uuid::ordered_part_of(batch, static_cast<std::uint32_t>(index), random_);
}

Uuid ChangeExecutor::request_id(const Uuid& batch, std::size_t index) {
  return Uuid::part_of(batch, static_cast<std::uint32_t>(index),
                       blake2b(batch.text() + '\n' + std::to_string(index)));
}

ChangeContext ChangeExecutor::context_of(store::ReadTransaction& reader,
                                         const PendingCall& pending) const {
  return {.reader = reader,
          .actor = pending.actor,
          .sealer = sealer_,
          .random = random_,
          .now = clock_.now(),
          .names_blocked = names_blocked(pending),
          .is_rehearsal = pending.call.options.rehearse};
}

Result<Outcome> ChangeExecutor::rehearse(store::ReadTransaction& reader,
                                         const PendingCall& pending) const {
  if (auto receipt = TRY(find_receipt(reader, pending))) {
    receipt->rehearsed = true;
    return *std::move(receipt);
  }
  const ChangeContext context = context_of(reader, pending);
  PlannedChange planned = TRY(plan_change(context, pending.call));
  const auto& rehearsed = pending.call.options.rehearsed;
  const Version version = planned.before.version;
  const bool changed = !planned.differences.empty();
  std::vector<Event> events;
  // The outcome of a batch does not tell them.
  if (changed && pending.batch.is_nil())
    events =
        events_of(entry_of(planned, planned.differences, pending, context.now), planned.after.uuid);
  Receipt out{.request = {},
              .view = view_of(reader, std::move(planned.after), planned.lineage),
              .differences = std::move(planned.differences),
              .changed = changed,
              .rehearsed = true,
              .events = std::move(events)};
  if (rehearsed && changed) {
    const RehearsalTicket ticket{pending.actor.principal.id, version, context.now};
    out.ticket = seal_ticket(sealer_, ticket, rehearsed->content);
    out.ticket_until = context.now.plus_seconds(RehearsedChange::kSeconds);
  }
  return out;
}

Result<Outcome> ChangeExecutor::commit(Transaction& transaction, PendingCall& pending) const {
  if (auto receipt = TRY(find_receipt(transaction, pending))) return *std::move(receipt);
  if (auto& prepared = pending.prepared;
      prepared && !is_uuid_taken(transaction, pending, prepared->view.record.uuid) &&
      transaction.save_if_current(prepared->view.record, prepared->entry, prepared->save)) {
    const ChangeOrigin& by = prepared->entry.by;
    transaction.save(request_record_of(prepared->view.record, true, pending, by.time));
    return Receipt{.request = pending.request,
                   .view = with_enterprise(prepared->view),
                   .differences = unbound(shown_differences(prepared->entry, pending)),
                   .changed = true};
  }
  const ChangeContext context = context_of(transaction, pending);
  PlannedChange planned = TRY(plan_change(context, pending.call));
  if (!planned.after.id) assign_id(planned, transaction.next_customer());
  const bool changed = !planned.differences.empty();
  if (changed) {
    Entry entry = entry_of(planned, planned.differences, pending, context.now);
    bind(entry, random_);
    transaction.save(planned.after, entry);
  }
  transaction.save(request_record_of(planned.after, changed, pending, context.now));
  return Receipt{.request = pending.request,
                 .view = view_of(transaction, std::move(planned.after), planned.lineage),
                 .differences = std::move(planned.differences),
                 .changed = changed};
}

std::optional<PreparedChange> ChangeExecutor::prepare(store::ReadTransaction& reader,
                                                      const PendingCall& pending) const {
  const Call& call = pending.call;
  if (!can_be_prepared(call)) return std::nullopt;
  const ChangeContext context = context_of(reader, pending);
  auto planned = plan_change(context, call);
  if (!planned || planned->differences.empty()) return std::nullopt;
  Entry entry = entry_of(*planned, std::move(planned->differences), pending, context.now);
  bind(entry, random_);
  auto save = reader.prepare(planned->after, entry);
  if (!save) return std::nullopt;
  return PreparedChange{view_of(reader, std::move(planned->after), planned->lineage),
                        std::move(entry), *std::move(save)};
}

bool ChangeExecutor::names_blocked(const PendingCall& pending) const {
  return probe_limiter_.blocked_seconds(pending.actor.principal.id, clock_.now()) > 0;
}

void ChangeExecutor::complete(const PendingCall& pending, Result<Outcome> outcome) const {
  if (!outcome) {
    const std::int64_t principal = pending.actor.principal.id;
    Fault& fault = outcome.error();
    probe_limiter_.count_if_taken(principal, fault, clock_.now());
    if (fault.kind == ErrorKind::too_many_requests)
      fault.retry_after_s =
          static_cast<int>(probe_limiter_.blocked_seconds(principal, clock_.now()));
  }
  pending.complete(std::move(outcome));
}

void ChangeExecutor::change(store::ReadTransaction& reader,
                            const std::shared_ptr<PendingCall>& pending) const {
  // In a batch, damage that one change finds must not affect the others.
  try {
    if (pending->call.options.rehearse) return complete(*pending, rehearse(reader, *pending));
    if (auto allowed = take_ticket(sealer_, clock_.now(), *pending); !allowed)
      return complete(*pending, std::unexpected(std::move(allowed.error())));
    if (store_.plans_ahead()) pending->prepared = prepare(reader, *pending);
  } catch (const store::Damaged& damage) {
    return complete(*pending, std::unexpected(damaged(options_, pending->request, damage)));
  }
  queue_change(pending);
}

void ChangeExecutor::queue_all(const std::vector<std::shared_ptr<PendingCall>>& changes,
                               bool may_prepare) const {
  // What cannot be read here is read, and reported, in the queue.
  if (may_prepare && store_.plans_ahead()) try {
      const std::unique_ptr<store::ReadTransaction> reader = store_.read();
      for (const auto& each : changes) each->prepared = prepare(*reader, *each);
    } catch (const std::exception&) {
      for (const auto& each : changes) each->prepared.reset();
    }
  for (const auto& each : changes) queue_change(each);
}

void ChangeExecutor::queue_change(const std::shared_ptr<PendingCall>& pending) const {
  queue(pending, idempotency_.do_once([this](Transaction& transaction, PendingCall& one) {
    return commit(transaction, one);
  }),
        job_subject(*pending));
}

Result<Outcome> ChangeExecutor::upsert(store::ReadTransaction& reader,
                                       store::Transaction* transaction,
                                       const PendingCall& pending) const {
  return core::upsert({.reader = reader,
                       .transaction = transaction,
                       .actor = pending.actor,
                       .random = random_,
                       .password_hash = pending.password_hash,
                       .by = change_origin(pending, clock_.now()),
                       .names_blocked = names_blocked(pending),
                       .attempts = &attempts_,
                       .failures = &failures_,
                       .common_passwords = options_.common_passwords,
                       .doors = &options_.doors,
                       .may_leave_no_owner = pending.may_leave_no_owner,
                       .sealer = &sealer_,
                       .deliveries = options_.deliveries,
                       .systems = options_.systems},
                      pending.call);
}

Result<bool> ChangeExecutor::takes_hash(store::ReadTransaction& reader,
                                        const PendingCall& pending) const {
  const Call& call = pending.call;
  const auto* requested = std::get_if<UpsertPrincipal>(&call.request);
  if (!requested || !requested->password || call.options.rehearse) return false;
  if (const auto& once = call.options.idempotency_key; once && once->render)
    if (TRY(idempotency_.find(reader, pending.actor.principal, *once))) return false;
  TRY_DO(upsert(reader, nullptr, pending));
  return true;
}

void ChangeExecutor::upsert(store::ReadTransaction& reader,
                            const std::shared_ptr<PendingCall>& pending) const {
  if (pending->call.options.rehearse) return complete(*pending, upsert(reader, nullptr, *pending));
  auto takes = takes_hash(reader, *pending);
  if (!takes) return complete(*pending, std::unexpected(std::move(takes.error())));
  const auto* requested = std::get_if<UpsertPrincipal>(&pending->call.request);
  if (*takes && requested && requested->password)
    pending->password_hash =
        hash_password(requested->password->reveal(), options_.light_passwords, random_);
  queue(pending,
        idempotency_.do_once([this](Transaction& transaction, PendingCall& one) -> Result<Outcome> {
          const auto* principal = std::get_if<UpsertPrincipal>(&one.call.request);
          // The reply stored under this key has expired since takes_hash() found it.
          if (principal && principal->password && one.password_hash.empty())
            return std::unexpected(service_unavailable());
          return upsert(transaction, &transaction, one);
        }));
}

// Not on the store's thread, if there is another one: a password may have to be hashed.
void ChangeExecutor::start_again(const std::shared_ptr<PendingCall>& pending) {
  const auto again = [pending] { pending->again(pending); };
  if (const auto& run_apart = pending->call.run_apart) return run_apart(again);
  again();
}

void ChangeExecutor::queue(const std::shared_ptr<PendingCall>& pending, Work work,
                           const store::JobSubject& job_subject) const {
  const auto write =
      pending->call.may_wait
          ? &store::Store::write_here
          : static_cast<void (store::Store::*)(store::Job, store::Done, const store::JobSubject&)>(
                &store::Store::write);
  (store_.*write)(
      [pending, work = std::move(work), this](Transaction& transaction) {
        pending->is_overtaken = pending->assumed && !transaction.is_newest(*pending->assumed);
        if (pending->is_overtaken) return false;
        try {
          pending->outcome = work(transaction, *pending);
        } catch (const store::Damaged& damage) {
          pending->commits_despite_fault = false;
          pending->outcome = std::unexpected(damaged(options_, pending->request, damage));
        }
        return (pending->outcome.has_value() || pending->commits_despite_fault) &&
               !pending->call.options.rehearse;
      },
      [pending, this](Committed committed) {
        if (pending->is_overtaken && committed == Committed::nothing) return start_again(pending);
        switch (committed) {
          case Committed::yes:
          case Committed::nothing:
            break;
          case Committed::failed:
            pending->commits_despite_fault = false;
            pending->outcome = std::unexpected(service_unavailable());
            break;
          case Committed::unknown:
            pending->outcome = std::unexpected(unknown_outcome(pending->request));
            break;
        }
        if (const auto& trace = pending->call.trace;
            trace && !pending->outcome && !pending->commits_despite_fault)
          trace->done.clear();
        complete(*pending, std::move(pending->outcome));
        if (pending->spent)
          pending->spent->take(std::move(pending->call.request), std::move(pending->prepared));
      },
      job_subject);
}

}  // namespace patchbay::core
