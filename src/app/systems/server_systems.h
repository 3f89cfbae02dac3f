// Speaks to outside systems for the server: some threads, and a queue for each system. The jobs of
// a system run one after another.
#pragma once

#include <condition_variable>
#include <deque>
#include <expected>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/config/config.h"
#include "core/access/secret_sealer.h"
#include "core/call/systems.h"
#include "core/service.h"
#include "http/client.h"
#include "reach/systems/exchange.h"

namespace patchbay::app {

// Threads: any.
class ServerSystems final : public core::Systems {
 public:
  // What is referred to must outlive this.
  struct Sources {
    store::Store& store;
    const Clock& clock;
    Random& random;
    core::SealingKeys keys;
    const DeliveryOptions& options;  // which addresses are allowed, and whose certificates count
  };
  static constexpr std::size_t kThreads = 4;
  static constexpr std::size_t kWaitingMax = 64;  // jobs of all systems
  static constexpr std::size_t kQueueMax = 8;     // of one

  explicit ServerSystems(Sources sources);
  ~ServerSystems() override { end(); }
  ServerSystems(const ServerSystems&) = delete;
  ServerSystems& operator=(const ServerSystems&) = delete;

  // Starts to work. `service` must outlive the jobs. Jobs before that are refused.
  void start(core::Service& service);
  // Gives up the requests under way, and waits for the jobs, which end with what they did. To be
  // called before the service and the store end.
  void end();

  [[nodiscard]] std::vector<Problem> objections_to(const OutsideSystem& system) const override;
  bool use(Job job, std::function<void(Result<core::Outcome>)> done) override;

 private:
  struct Task {
    Job job;
    std::function<void(Result<core::Outcome>)> done;
  };
  struct Queue {
    std::deque<Task> tasks;
    bool is_running = false;
    std::int64_t timeout_s = 0;
    std::int64_t per_second = 0;
    std::mutex mutex;  // of `client`
    std::unique_ptr<http::Client> client;
    std::unique_ptr<reach::Exchange> exchange;
  };

  void run();
  Result<core::Outcome> run(Queue& queue, const Job& job);
  Result<core::Outcome> run_open(Queue& queue, const Job& job);
  Result<void> open(Queue& queue, const OutsideSystem& system);
  void sleep(std::chrono::milliseconds time);

  Sources sources_;
  const http::AddressPolicy policy_;
  const core::SecretSealer sealer_;
  const std::string digest_key_;
  core::Service* service_ = nullptr;
  std::mutex mutex_;
  std::condition_variable waking_;
  std::map<std::int64_t, Queue> queues_;  // by the number of the system
  std::deque<std::int64_t> ready_;        // queues that wait for a thread
  std::size_t waiting_ = 0;
  bool is_ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace patchbay::app
