// Who may see a webhook, and where delivery goes on.
#include "core/admin/webhooks.h"

#include <algorithm>

#include "base/result.h"
#include "core/access/subject.h"
#include "core/read/positions.h"
#include "core/read/reads.h"
#include "record/admin/webhook_keys.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kListedMax = 1000;

Result<Destination> find_destination(store::ReadTransaction& reader, const Webhook& webhook) {
  auto found = reader.destination(webhook.id);
  if (!found)
    return std::unexpected(Fault(ErrorKind::conflict, "nothing was ever sent to this webhook"));
  return *std::move(found);
}

// When the oldest change was made that is not delivered yet: one that waits, or the first after the
// position.
std::optional<Instant> behind_since(store::ReadTransaction& reader, const Webhook& webhook,
                                    const Destination& destination) {
  std::optional<Instant> out;
  const auto waits =
      std::ranges::find_if(destination.parked, [](const auto& each) { return each.dead.empty(); });
  if (waits != destination.parked.end())
    for (const Entry& each : reader.history(waits->customer, waits->version + 1, 1))
      out = each.by.time;
  FeedQuery query{.below = webhook.below, .after = destination.position, .limit = 1};
  FeedPage page = reader.feed(query);
  if (page.entries.empty() && page.more) {
    // Too many changes of others come first: the oldest of them stands for all.
    query.below = kRoot;
    page = reader.feed(query);
  }
  if (!page.entries.empty()) {
    const Instant time = page.entries.front().entry.by.time;
    out = out ? std::min(*out, time) : time;
  }
  return out;
}

bool is_wanted(const ListDeliveries& list, const DeliveryAttempt& attempt,
               const std::vector<ParkedDelivery>& parked) {
  if (list.customer && attempt.customer != *list.customer) return false;
  switch (list.which) {
    case ListDeliveries::Which::all:
      return true;
    case ListDeliveries::Which::delivered:
      return attempt.problem.empty();
    case ListDeliveries::Which::failed:
      return !attempt.problem.empty();
    case ListDeliveries::Which::dead: {
      const auto found = std::ranges::find(parked, attempt.entry, &ParkedDelivery::entry);
      return found != parked.end() && !found->dead.empty();
    }
  }
  return false;
}

// Makes it due now, as if it had not been tried. Returns whether it was not there before.
bool make_due(Destination& out, ParkedDelivery delivery, Instant now) {
  delivery.attempts = 0;
  delivery.due = now;
  delivery.dead.clear();
  const auto found = std::ranges::find(out.parked, delivery.entry, &ParkedDelivery::entry);
  if (found == out.parked.end()) {
    out.parked.push_back(std::move(delivery));
    return true;
  }
  *found = std::move(delivery);
  return false;
}

// The position directly before an entry. Numbers of entries may be missing, so it looks back.
FeedPosition position_before(store::ReadTransaction& reader, std::int64_t entry) {
  for (std::int64_t back = 1; back < entry; back *= 64) {
    const std::int64_t from = std::max<std::int64_t>(entry - 1 - back, 0);
    auto hashes = reader.entry_hashes(from, static_cast<std::size_t>(entry - 1 - from));
    while (!hashes.empty() && hashes.back().number >= entry) hashes.pop_back();
    if (!hashes.empty())
      return {.entry = hashes.back().number,
              .mark = hashes.back().hash.substr(0, FeedPosition::kMarkBytes)};
    if (from == 0) break;
  }
  return {};
}

// The position from which everything was changed at this time or later. It looks at the changes of
// all customers, because there may be none of the webhook's for as long as the journal is.
FeedPosition position_at(store::ReadTransaction& reader, Instant time) {
  FeedQuery query{.below = kRoot, .from = time, .limit = 1};
  FeedPage page = reader.feed(query);
  while (page.entries.empty() && page.more) {
    query.after = page.next;
    page = reader.feed(query);
  }
  if (page.entries.empty()) return page.next;
  return position_before(reader, page.entries.front().position.entry);
}

class Replayer {
 public:
  Replayer(store::Transaction& transaction, const Webhook& webhook, Destination& destination,
           const SecretSealer& sealer, Instant now)
      : transaction_(transaction),
        webhook_(webhook),
        destination_(destination),
        sealer_(sealer),
        now_(now) {}

  // Each returns how many changes are delivered again, or nothing if they are not counted.
  using Count = std::optional<std::size_t>;

  Result<Count> operator()(std::int64_t number) {
    const auto found = transaction_.delivery_attempts(webhook_.id, number + 1, 1);
    if (found.empty() || found.front().number != number)
      return std::unexpected(Fault(
          ErrorKind::invalid, "is not the number of a delivery that is still kept", "delivery"));
    make_due(destination_,
             {.entry = found.front().entry,
              .customer = found.front().customer,
              .version = found.front().version},
             now_);
    return 1;
  }
  Result<Count> operator()(const ReplayDeliveries::Failed&) {
    const auto parked = destination_.parked;
    for (const ParkedDelivery& each : parked) make_due(destination_, each, now_);
    return parked.size();
  }
  Result<Count> operator()(const ReplayDeliveries::SincePosition& since) {
    const auto position = open_position(sealer_, since.position);
    const FeedPage page =
        transaction_.feed({.below = webhook_.below, .after = position, .limit = 1});
    if (!position || page.lost)
      return std::unexpected(Fault(ErrorKind::invalid, "is not a position in this store", "after"));
    return go_on(*position);
  }
  Result<Count> operator()(const Instant& time) { return go_on(position_at(transaction_, time)); }

 private:
  // A later position than the present one would leave out what is still to be delivered.
  Count go_on(FeedPosition position) {
    const auto parked = destination_.parked;
    for (const ParkedDelivery& each : parked)
      if (each.entry > position.entry) make_due(destination_, each, now_);
    if (position.entry < destination_.position.entry) destination_.position = std::move(position);
    return std::nullopt;
  }

  store::Transaction& transaction_;
  const Webhook& webhook_;
  Destination& destination_;
  const SecretSealer& sealer_;
  const Instant now_;
};

}  // namespace

Result<Webhook> find_webhook(store::ReadTransaction& reader, const Actor& actor, std::int64_t id,
                             const std::optional<std::string>& format) {
  const auto found = reader.reference(ReferenceKind::webhook, id);
  std::optional<Webhook> out;
  if (found && may_see(reader, actor, *found)) out = to_webhook(*found);
  if (!out || (format && out->format != *format))
    return std::unexpected(no_such_object(ReferenceKind::webhook, std::to_string(id)));
  return *std::move(out);
}

WebhookView view_of(store::ReadTransaction& reader, Webhook webhook, const SecretSealer& sealer) {
  const auto opened = sealer.open(webhook.secret, WebhookKeys::bound(webhook.id));
  const auto keys = opened ? WebhookKeys::parse(*opened) : std::nullopt;
  WebhookView out{.webhook = std::move(webhook),
                  .public_key = keys ? keys->public_text() : std::string(),
                  .destination = std::nullopt};
  out.webhook.secret.clear();
  // The time until which older keys sign shows whether there are some.
  out.webhook.old_secret.clear();
  if (out.webhook.id != 0) out.destination = reader.destination(out.webhook.id);
  if (out.destination) out.behind_since = behind_since(reader, out.webhook, *out.destination);
  return out;
}

Result<Outcome> get_webhook(store::ReadTransaction& reader, const PendingCall& pending,
                            const SecretSealer& sealer) {
  TRY_DO(may_administer(pending.actor, pending.call, Access::read));
  const auto& get = std::get<GetWebhook>(pending.call.request);
  Webhook webhook = TRY(find_webhook(reader, pending.actor, get.id, get.format));
  Webhooks out{.webhooks = {}, .one = true, .new_secret = {}};
  out.webhooks.push_back(view_of(reader, std::move(webhook), sealer));
  return out;
}

Result<Outcome> list_webhooks(store::ReadTransaction& reader, const PendingCall& pending,
                              const SecretSealer& sealer) {
  TRY_DO(may_administer(pending.actor, pending.call, Access::read));
  const auto& list = std::get<ListWebhooks>(pending.call.request);
  const std::size_t limit = std::clamp<std::size_t>(list.limit, 1, kListedMax);
  Webhooks out;
  for (const Reference& each :
       reader.references(ReferenceKind::webhook, list.after, Webhook::kMax)) {
    if (!may_see(reader, pending.actor, each)) continue;
    out.more = out.webhooks.size() == limit;
    if (out.more) break;
    out.webhooks.push_back(view_of(reader, to_webhook(each), sealer));
  }
  return out;
}

Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                        const ListDeliveries& list) {
  TRY_DO(may_administer(actor, call, Access::read));
  const Webhook webhook = TRY(find_webhook(reader, actor, list.id));
  const std::size_t limit = std::clamp<std::size_t>(list.limit, 1, kListedMax);
  DeliveryPage out;
  if (auto destination = reader.destination(webhook.id))
    out.parked = std::move(destination->parked);
  // The store keeps a bounded number, so it ends.
  std::int64_t before = list.before > 0 ? list.before : INT64_MAX;
  for (bool is_end = false; !is_end && out.attempts.size() <= limit;) {
    auto some = reader.delivery_attempts(webhook.id, before, kListedMax + 1);
    is_end = some.size() <= kListedMax;
    if (!some.empty()) before = some.back().number;
    for (DeliveryAttempt& each : some)
      if (out.attempts.size() <= limit && is_wanted(list, each, out.parked))
        out.attempts.push_back(std::move(each));
  }
  if (out.attempts.size() > limit) {
    out.attempts.resize(limit);
    out.next = out.attempts.back().number;
  }
  return out;
}

void test_webhook(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending,
                  Deliveries* deliveries) {
  const auto refuse = [&](Fault fault) { pending->complete(std::unexpected(std::move(fault))); };
  const auto allowed = may_administer(pending->actor, pending->call, Access::change);
  if (!allowed) return refuse(allowed.error());
  const auto webhook =
      find_webhook(reader, pending->actor, std::get<TestWebhook>(pending->call.request).id);
  if (!webhook) return refuse(webhook.error());
  if (pending->call.options.rehearse)
    return pending->complete(WebhookTest{.answer = {}, .rehearsed = true});
  if (!deliveries) return refuse(Fault(ErrorKind::conflict, "this server does not deliver"));
  if (!deliveries->test(*webhook, [pending](DeliveryAnswer answer) {
        pending->complete(WebhookTest{.answer = std::move(answer)});
      }))
    refuse(Fault(ErrorKind::too_many_requests, "too many webhooks are being tested: try again"));
}

Result<Outcome> replay_deliveries(store::Transaction& transaction, const PendingCall& pending,
                                  const SecretSealer& sealer, Instant now) {
  TRY_DO(may_administer(pending.actor, pending.call, Access::change));
  const auto& replay = std::get<ReplayDeliveries>(pending.call.request);
  const Webhook webhook = TRY(find_webhook(transaction, pending.actor, replay.id));
  Destination destination = TRY(find_destination(transaction, webhook));
  if (!destination.stopped.empty())
    return std::unexpected(
        Fault(ErrorKind::conflict,
              "the webhook is stopped (" + destination.stopped + "): set `enabled` to true first"));
  const auto again =
      TRY(std::visit(Replayer(transaction, webhook, destination, sealer, now), replay.what));
  destination.paused_until = {};
  ++destination.generation;
  const bool is_rehearsed = pending.call.options.rehearse;
  if (!is_rehearsed) transaction.save(destination);
  return DeliveryReplay{.again = again, .rehearsed = is_rehearsed};
}

}  // namespace patchbay::core
