// The thread of the engine sleeps until something is due, or until a reply wakes it.
#include "app/deliveries/webhook_deliveries.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/uuid.h"
#include "core/access/roles.h"
#include "record/admin/webhook_keys.h"

namespace patchbay::app {
namespace {

using std::chrono::microseconds;

LogEvent event_of(reach::DeliveryNotice::Kind kind) {
  using Kind = reach::DeliveryNotice::Kind;
  switch (kind) {
    case Kind::stopped:
      return LogEvent::webhook_stopped;
    case Kind::failing:
      return LogEvent::webhook_failing;
    case Kind::working:
      return LogEvent::webhook_working;
    case Kind::taken_over:
      return LogEvent::webhook_taken_over;
    case Kind::dead:
      return LogEvent::delivery_dead;
  }
  return LogEvent::webhook_failing;
}

}  // namespace

std::expected<std::unique_ptr<WebhookDeliveries>, std::string> WebhookDeliveries::open(
    Sources sources, const DeliveryOptions& options) {
  const http::AddressPolicy policy(parse_address_blocks(options.allow).value());
  auto client = http::Client::open({.policy = policy,
                                    .timeout = options.answer_within,
                                    .cuts_replies = true,
                                    .authorities_file = options.authorities_file});
  if (!client) return std::unexpected(std::move(client.error()));
  return std::unique_ptr<WebhookDeliveries>(
      new WebhookDeliveries(std::move(sources), options, *std::move(client)));
}

WebhookDeliveries::WebhookDeliveries(Sources sources, const DeliveryOptions& options,
                                     std::unique_ptr<http::Client> client)
    : sources_(std::move(sources)),
      policy_(parse_address_blocks(options.allow).value()),
      sealer_(sources_.keys, sources_.random),
      messages_([this](std::string_view sealed, std::int64_t webhook) {
        return sealer_.open(sealed, WebhookKeys::bound(webhook));
      }),
      ledger_(sources_.store),
      client_(std::move(client)),
      network_(*client_) {
  if (!options.delivers) return;
  engine_ = reach::Engine::make(
      {.store = sources_.store,
       .ledger = ledger_,
       .clock = sources_.clock,
       .random = sources_.random,
       .network = network_,
       .messages = messages_,
       .node = Uuid::make(sources_.random).text(),
       .is_alone = sources_.is_alone,
       .may_deliver =
           [](store::ReadTransaction& reader, const Principal& principal) {
             return core::privileges_of(reader, principal).has(core::Privilege::administrator);
           },
       .notice = [this](const auto& notice) { note(notice); },
       .wake =
           [this] {
             const std::lock_guard lock(mutex_);
             is_woken_ = true;
             waking_.notify_one();
           }});
  thread_ = std::thread([this] { run(); });
}

void WebhookDeliveries::run() {
  std::unique_lock lock(mutex_);
  while (!is_ending_) {
    is_woken_ = false;
    lock.unlock();
    const Instant next = engine_->step();
    const std::int64_t us = next.us - sources_.clock.now().us;
    lock.lock();
    waking_.wait_for(lock, microseconds(std::clamp<std::int64_t>(us, 0, reach::Engine::kLookUs)),
                     [this] { return is_woken_ || is_ending_; });
  }
}

void WebhookDeliveries::end() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  waking_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
    engine_->finish();
  }
  client_.reset();  // what is under way calls back no more
}

std::string WebhookDeliveries::objection_to(const std::string& url) const {
  const auto parsed = http::parse_url(url);
  if (!parsed) return parsed.error();
  if (policy_.permits(*parsed)) return {};
  return "must not be an address of this machine or of a private network, unless the setting "
         "deliveries.allow lists it";
}

bool WebhookDeliveries::test(const Webhook& webhook,
                             std::function<void(core::DeliveryAnswer)> done) {
  if (tests_.fetch_add(1) >= kTestsMax) {
    --tests_;
    return false;
  }
  const Instant now = sources_.clock.now();
  const auto finish = [this, now, done = std::move(done)](core::DeliveryAnswer answer) {
    --tests_;
    answer.us = std::max<std::int64_t>(sources_.clock.now().us - now.us, 0);
    done(std::move(answer));
  };
  if (webhook.has_own_addresses()) {
    finish({.problem = "each customer has an address of its own: change one, and look at the "
                       "deliveries"});
    return true;
  }
  auto message = messages_.test_message(webhook, "test_" + Uuid::make(sources_.random).text(), now);
  if (!message) {
    finish({.problem = "the keys of the webhook cannot be read"});
    return true;
  }
  auto request = to_request(*std::move(message));
  if (!request) {
    finish({.problem = std::move(request.error())});
    return true;
  }
  client_->send(*std::move(request), [finish](http::ClientReply reply) {
    finish({.status = reply.status,
            .problem = reach::problem_of({.status = reply.status, .problem = reply.problem}),
            .body = std::move(reply.body)});
  });
  return true;
}

reach::DeliveryCounts WebhookDeliveries::counts() const {
  return engine_ ? engine_->counts() : reach::DeliveryCounts{};
}

void WebhookDeliveries::note(const reach::DeliveryNotice& notice) const {
  sources_.log.write(event_of(notice.kind),
                     {{"webhook", notice.webhook}, {"name", notice.name}, {"what", notice.what}});
}

}  // namespace patchbay::app
