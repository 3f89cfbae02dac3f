// Plans what goes from the record, and erases it in history within the same transaction.
#include "core/change/erasure.h"

#include <algorithm>

#include "base/result.h"
#include "base/text.h"
#include "core/change/change_draft.h"
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

// Digests and differences of personal fields say something about values that are gone.
bool is_of_person(std::string_view name) {
  const auto field = find_field(Section::customer, name);
  return !field || row(*field).personal();
}

// Links to outside systems keep only what says nothing about a person. A link to a name there goes.
void erase_from_links(store::Transaction& transaction, CustomerId customer) {
  for (std::int64_t after = 0;;) {
    const auto systems = transaction.references(ReferenceKind::system, after, kEntriesAtOnce);
    if (systems.empty()) return;
    after = systems.back().id;
    for (const Reference& system : systems) {
      auto link = transaction.system_link(system.id, customer);
      if (!link) continue;
      const bool is_number =
          link->there.empty() || parse_whole(link->there) || Uuid::parse(link->there);
      if (!is_number) {
        transaction.remove_system_link(system.id, customer);
        continue;
      }
      const SystemLink before = *link;
      std::erase_if(link->agreed, [](const AgreedField& each) { return is_of_person(each.name); });
      std::erase_if(link->open, [](const OpenField& each) { return is_of_person(each.name); });
      if (*link == before) continue;
      ++link->turn;
      transaction.save(*link);
    }
  }
}

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
  return passing_fault(
      ErrorKind::unavailable,
      "replies and recent requests that mention the person may be gone, but not everything is "
      "erased yet; send the same request again to go on");
}

}  // namespace

Result<PlannedChange> Erasures::plan(store::ReadTransaction& reader, const PendingCall& pending,
                                     bool version_passed) const {
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
  const Version base =
      version_passed ? found.record.version : TRY(base_version(call.options, found.record.version));
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

ErasedPerson Erasures::person_of(store::ReadTransaction& reader, const PendingCall& pending,
                                 const PlannedChange& planned, Erasure& counts) {
  const CustomerId id = planned.before.id;
  ErasedPerson out{.customer = id, .actor = pending.actor, .seen = planned.before.version};
  out.mentions.add_text(planned.before.uuid.text());
  store::PersonalEraser eraser([](const Value&) {});
  const auto look_at = [&](Entry& entry) {
    out.mentions.add(entry);
    const std::size_t values = eraser.erase(entry);
    counts.entries += values > 0 ? 1 : 0;
    counts.values += static_cast<std::int64_t>(values);
  };
  // The entry that would erase the record holds what it took away, until it is erased too.
  Entry next{.customer = id,
             .version = planned.before.version + 1,
             .action = {},
             .by = {},
             .differences = planned.differences};
  look_at(next);
  for (Version before = planned.before.version + 1;
       before > 1 && counts.entries < static_cast<std::int64_t>(store::kPersonalMax);) {
    auto page = reader.history(id, before, kEntriesAtOnce);
    if (page.empty()) break;
    for (Entry& each : page) look_at(each);
    before = page.back().version;
  }
  return out;
}

Result<Outcome> Erasures::rehearse(store::ReadTransaction& reader,
                                   const PendingCall& pending) const {
  const PlannedChange planned = TRY(plan(reader, pending, /*version_passed=*/false));
  Outcome out = outcome_of(pending, planned, needs_entry(reader, planned));
  auto& erasure = std::get<Erasure>(out);
  const ErasedPerson person = person_of(reader, pending, planned, erasure);
  erasure.replies = count_replies(reader, kept_, person);
  erasure.requests = count_requests(reader, kept_, person);
  return out;
}

Result<ErasedPerson> Erasures::find_person(store::ReadTransaction& reader,
                                           const PendingCall& pending) const {
  const Call& call = pending.call;
  TRY_DO(require_role(pending.actor, call.required_privilege, Access::change));
  const auto& key = call.options.idempotency_key;
  // History no longer has what was erased under the key: the ids are all that can be looked for.
  if (key && key->render && TRY(kept_.idempotency.find(reader, pending.actor.principal, *key))) {
    const FoundCustomer found = TRY(find_subject(reader, pending.actor, call.required_privilege,
                                                 std::get<EraseCustomer>(call.request).subject,
                                                 /*deleted_too=*/true));
    ErasedPerson out{
        .customer = found.record.id, .actor = pending.actor, .seen = found.record.version};
    out.mentions.add_text(found.record.uuid.text());
    return out;
  }
  Erasure counts;
  ErasedPerson out =
      person_of(reader, pending, TRY(plan(reader, pending, /*version_passed=*/false)), counts);
  out.version_passed = true;
  return out;
}

Result<Outcome> Erasures::commit(store::Transaction& transaction, const PendingCall& pending,
                                 ErasedPerson& person) const {
  // Replies and requests are gone by now, so a change since then does not make it stop halfway.
  PlannedChange planned = TRY(plan(transaction, pending, person.version_passed));
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
  // What changed since replies and requests were looked through.
  if (const Version newer = planned.after.version - person.seen; newer > 0)
    for (const Entry& each : transaction.history(
             planned.after.id, 0, std::min(static_cast<std::size_t>(newer), store::kPersonalMax)))
      person.mentions.add(each);
  erase_from_links(transaction, planned.after.id);
  const store::ErasedHistory gone =
      transaction.erase_personal(planned.after.id, store::kPersonalMax, [](const Value&) {});
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
  auto found = find_person(reader, *pending);
  if (!found) return pending->complete(std::unexpected(std::move(found.error())));
  const auto person = std::make_shared<ErasedPerson>(*std::move(found));
  const auto complete = std::make_shared<Completion>(std::move(pending->complete));
  pending->call.may_wait = false;  // it goes on from threads of the store
  pending->complete = [this, person, complete,
                       run_apart = pending->call.run_apart](Result<Outcome> outcome) {
    if (!outcome) return (*complete)(std::move(outcome));
    const auto kept = std::make_shared<Result<Outcome>>(std::move(outcome));
    const auto go_on = [this, person, complete, kept] { forget_rest(person, complete, kept); };
    if (run_apart) return run_apart(go_on);
    go_on();
  };
  // Replies and requests go first. If the server stops before history is erased, the same call
  // finds in history again what to look for.
  forget(reader, kept_, *person, Traces::stay, [this, pending, person](bool is_done) {
    if (!is_done) return pending->complete(std::unexpected(not_finished()));
    executor_.queue(pending, kept_.idempotency.do_once(
                                 [this, person](store::Transaction& transaction, PendingCall& one) {
                                   return commit(transaction, one, *person);
                                 }));
  })();
}

void Erasures::forget_rest(const std::shared_ptr<const ErasedPerson>& person,
                           const std::shared_ptr<Completion>& complete,
                           const std::shared_ptr<Result<Outcome>>& outcome) const {
  const auto end = [person, complete, outcome](bool is_done) {
    (*complete)(is_done ? std::move(*outcome) : std::unexpected(not_finished()));
  };
  std::function<void()> go_on;
  try {
    go_on = forget(*kept_.store.read(), kept_, *person, Traces::go, end);
  } catch (const std::exception&) {  // from the store
    go_on = [end] { end(false); };
  }
  go_on();
}

}  // namespace patchbay::core
