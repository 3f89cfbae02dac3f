// Changes, from the call to what is kept of them.
#include "core/writing.h"

#include "base/digest.h"
#include "base/result.h"
#include "core/damage.h"
#include "core/password.h"
#include "core/subject.h"
#include "core/things.h"
#include "record/chain.h"

namespace patchbay::core {
namespace {

using store::Committed;
using store::Transaction;

Fault unavailable() {
  Fault out(Wrong::unavailable, "the service cannot do this now; nothing was changed");
  out.retry_after_s = 1;
  return out;
}

Fault unknown_outcome(const Uuid& request) {
  return Fault(Wrong::unknown_outcome,
               "the change may or may not have been made; ask for request " + request.text());
}

Result<Worked> work_out(const Bench& bench, const Call& call) {
  if (const auto* create = std::get_if<Create>(&call.request))
    return core::work_out(bench, call, *create);
  return core::work_out(bench, call, std::get<Amend>(call.request));
}

Entry entry_of(const Worked& worked, const Pending& pending, Instant now) {
  const auto* amend = std::get_if<Amend>(&pending.call.request);
  const bool named = amend && !amend->action.empty();
  return {.customer = worked.after.id,
          .version = worked.after.version,
          .action = named ? amend->action : action_of(worked.after.version, worked.differences),
          .by = circumstance(pending, now),
          .differences = worked.differences};
}

// What it will read first, as far as its subject says so itself. What was done before under a key
// is no customer's: a job that asks for that is about nobody.
store::About about(const Pending& pending) {
  const auto* amend = std::get_if<Amend>(&pending.call.request);
  if (!amend || pending.retried || pending.call.how.once) return {};
  if (const auto* id = std::get_if<CustomerId>(&amend->subject)) return *id;
  if (const auto* uuid = std::get_if<Uuid>(&amend->subject)) return *uuid;
  if (std::holds_alternative<Oneself>(amend->subject)) return pending.actor.home();
  return {};
}

// What a request came to that was done before under the same id.
std::optional<Receipt> done_before(Transaction& transaction, const Pending& pending) {
  const auto note = pending.retried ? transaction.request(pending.request) : std::nullopt;
  auto record = note ? transaction.customer(note->customer) : std::nullopt;
  if (!record) return std::nullopt;
  record->version = note->version;
  return Receipt{.request = note->id,
                 .view = View{.record = *std::move(record), .enterprise = {}, .plan = {}},
                 .differences = {},
                 .changed = note->changed};
}

}  // namespace

Uuid Writing::request_id() const { return Uuid::make_ordered(clock_.now().us / 1000, random_); }

Uuid Writing::request_id(const Uuid& batch, std::size_t index) {
  return Uuid::from_bytes(blake2b(batch.text() + '\n' + std::to_string(index)));
}

Result<Outcome> Writing::rehearse(store::Reader& reader, const Pending& pending) const {
  const Bench bench{.reader = reader,
                    .actor = pending.actor,
                    .sealer = sealer_,
                    .random = random_,
                    .now = clock_.now(),
                    .names_closed = names_closed(pending),
                    .is_rehearsal = true};
  auto worked = work_out(bench, pending.call);
  if (!worked) return std::unexpected(std::move(worked.error()));
  // A customer that is made gets a hash of its own, which this one never has.
  if (worked->before.version == 0) {
    worked->after.values.clear({Field::hash, {}});
    std::erase_if(worked->differences,
                  [](const Difference& each) { return each.path.field == Field::hash; });
  }
  const bool changed = !worked->differences.empty();
  std::vector<Event> events;
  if (changed) events = events_of(entry_of(*worked, pending, bench.now), worked->after.uuid);
  return Receipt{.request = {},
                 .view = view_of(reader, std::move(worked->after), worked->lineage),
                 .differences = std::move(worked->differences),
                 .changed = changed,
                 .rehearsed = true,
                 .events = std::move(events)};
}

Result<Outcome> Writing::make(Transaction& transaction, Pending& pending) const {
  if (auto done = done_before(transaction, pending)) return *std::move(done);
  const Bench bench{transaction, pending.actor, sealer_,
                    random_,     clock_.now(),  names_closed(pending)};
  auto worked = work_out(bench, pending.call);
  if (!worked) return std::unexpected(std::move(worked.error()));
  if (!worked->after.id) number(*worked, transaction.next_customer());
  const bool changed = !worked->differences.empty();
  if (changed) {
    Entry entry = entry_of(*worked, pending, bench.now);
    bind(entry, random_);
    transaction.save(worked->after, entry);
  }
  const Principal& principal = pending.actor.principal;
  transaction.save(RequestNote{.id = pending.request,
                               .principal = principal.id,
                               .home = principal.home,
                               .customer = worked->after.id,
                               .version = worked->after.version,
                               .changed = changed,
                               .batch = pending.batch,
                               .door = pending.call.caller.door,
                               .time = bench.now});
  return Receipt{.request = pending.request,
                 .view = view_of(transaction, std::move(worked->after), worked->lineage),
                 .differences = std::move(worked->differences),
                 .changed = changed};
}

bool Writing::names_closed(const Pending& pending) const {
  return probes_.closed_seconds(pending.actor.principal.id, clock_.now()) > 0;
}

void Writing::answer(const Pending& pending, Result<Outcome> outcome) const {
  if (!outcome) {
    const std::int64_t principal = pending.actor.principal.id;
    Fault& fault = outcome.error();
    probes_.note(principal, fault, clock_.now());
    if (fault.wrong == Wrong::too_many_requests)
      fault.retry_after_s = static_cast<int>(probes_.closed_seconds(principal, clock_.now()));
  }
  pending.answer(std::move(outcome));
}

void Writing::change(store::Reader& reader, const std::shared_ptr<Pending>& pending) const {
  // One of many that comes upon damage does not take the others with it.
  try {
    if (pending->call.how.rehearse) return answer(*pending, rehearse(reader, *pending));
    if (store_.reads_wait()) look_ahead(reader, *pending);
  } catch (const store::Damaged& damage) {
    return answer(*pending, std::unexpected(damaged(options_, pending->request, damage)));
  }
  queue_change(pending);
}

// What the job will read is then in memory; whatever it came to, the job finds out for itself.
void Writing::look_ahead(store::Reader& reader, const Pending& pending) {
  const Call& call = pending.call;
  if (const auto* amend = std::get_if<Amend>(&call.request)) {
    [[maybe_unused]] const auto found =
        find_subject(reader, pending.actor, call.demand, amend->subject, true);
  }
}

void Writing::queue_change(const std::shared_ptr<Pending>& pending) const {
  queue(pending, answers_.once([this](Transaction& transaction, Pending& one) {
    return make(transaction, one);
  }),
        about(*pending));
}

Result<Outcome> Writing::keep(store::Reader& reader, store::Transaction* transaction,
                              const Pending& pending) const {
  return core::keep({.reader = reader,
                     .transaction = transaction,
                     .actor = pending.actor,
                     .random = random_,
                     .password_hash = pending.password_hash,
                     .by = circumstance(pending, clock_.now()),
                     .names_closed = names_closed(pending),
                     .attempts = &attempts_,
                     .failures = &failures_,
                     .common_passwords = options_.common_passwords,
                     .doors = &options_.doors},
                    pending.call);
}

Result<bool> Writing::takes_hash(store::Reader& reader, const Pending& pending) const {
  const Call& call = pending.call;
  const auto* wanted = std::get_if<KeepPrincipal>(&call.request);
  if (!wanted || !wanted->password || call.how.rehearse) return false;
  if (const auto& once = call.how.once; once && once->render)
    if (TRY(answers_.find(reader, pending.actor.principal, *once))) return false;
  TRY_DO(keep(reader, nullptr, pending));
  return true;
}

void Writing::keep(store::Reader& reader, const std::shared_ptr<Pending>& pending) const {
  if (pending->call.how.rehearse) return answer(*pending, keep(reader, nullptr, *pending));
  auto takes = takes_hash(reader, *pending);
  if (!takes) return answer(*pending, std::unexpected(std::move(takes.error())));
  if (*takes) {
    const auto& wanted = std::get<KeepPrincipal>(pending->call.request);
    pending->password_hash = hash_password(wanted.password->reveal(), options_.light_passwords);
  }
  queue(pending, answers_.once([this](Transaction& transaction, Pending& one) -> Result<Outcome> {
    const auto* wanted = std::get_if<KeepPrincipal>(&one.call.request);
    // The answer that was kept under its key has gone out since.
    if (wanted && wanted->password && one.password_hash.empty())
      return std::unexpected(unavailable());
    return keep(transaction, &transaction, one);
  }));
}

void Writing::queue(const std::shared_ptr<Pending>& pending, Work work,
                    const store::About& about) const {
  store_.write(
      [pending, work = std::move(work), this](Transaction& transaction) {
        try {
          pending->outcome = work(transaction, *pending);
        } catch (const store::Damaged& damage) {
          pending->kept_anyway = false;
          pending->outcome = std::unexpected(damaged(options_, pending->request, damage));
        }
        return (pending->outcome.has_value() || pending->kept_anyway) &&
               !pending->call.how.rehearse;
      },
      [pending, this](Committed committed) {
        switch (committed) {
          case Committed::yes:
          case Committed::nothing:
            break;
          case Committed::failed:
            pending->kept_anyway = false;
            pending->outcome = std::unexpected(unavailable());
            break;
          case Committed::unknown:
            pending->outcome = std::unexpected(unknown_outcome(pending->request));
            break;
        }
        if (const auto& trace = pending->call.trace;
            trace && !pending->outcome && !pending->kept_anyway)
          trace->done.clear();
        answer(*pending, std::move(pending->outcome));
      },
      about);
}

}  // namespace patchbay::core
