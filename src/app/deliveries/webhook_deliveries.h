// Delivers to webhooks: the engine on a thread, its network, and what core asks of both.
#pragma once

#include <atomic>
#include <condition_variable>
#include <expected>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "app/config/config.h"
#include "app/deliveries/client_network.h"
#include "app/observe/log.h"
#include "core/access/secret_sealer.h"
#include "core/call/deliveries.h"
#include "reach/delivery/store_ledger.h"
#include "reach/webhooks/webhook_messages.h"

namespace patchbay::app {

// Threads: any.
class WebhookDeliveries final : public core::Deliveries {
 public:
  // What is referred to must outlive this.
  struct Sources {
    store::Store& store;
    const Clock& clock;
    Random& random;
    const Log& log;
    core::SealingKeys keys;
    bool is_alone = false;  // no other node uses the store
  };
  // Tests under way at the same time.
  static constexpr int kTestsMax = 16;

  // Starts to deliver, if the settings say so. The error is an English sentence.
  static std::expected<std::unique_ptr<WebhookDeliveries>, std::string> open(
      Sources sources, const DeliveryOptions& options);
  ~WebhookDeliveries() override { end(); }
  WebhookDeliveries(const WebhookDeliveries&) = delete;
  WebhookDeliveries& operator=(const WebhookDeliveries&) = delete;

  // Keeps what was delivered and gives leases back. Drops what is under way. To be called before
  // the store is closed.
  void end();

  [[nodiscard]] std::string objection_to(const std::string& url) const override;
  bool test(const Webhook& webhook, std::function<void(core::DeliveryAnswer)> done) override;
  [[nodiscard]] reach::DeliveryCounts counts() const;

 private:
  WebhookDeliveries(Sources sources, const DeliveryOptions& options,
                    std::unique_ptr<http::Client> client);
  void run();
  void note(const reach::DeliveryNotice& notice) const;

  Sources sources_;
  const http::AddressPolicy policy_;
  const core::SecretSealer sealer_;
  const reach::WebhookMessages messages_;
  reach::StoreLedger ledger_;
  std::unique_ptr<http::Client> client_;
  ClientNetwork network_;
  std::unique_ptr<reach::Engine> engine_;
  std::atomic<int> tests_ = 0;
  std::mutex mutex_;
  std::condition_variable waking_;
  bool is_woken_ = false;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace patchbay::app
