// One thread at a time works on a queue. Its client is replaced when the description changes.
#include "app/systems/server_systems.h"

#include <algorithm>

#include "app/systems/http_exchange.h"
#include "app/systems/store_links.h"
#include "app/systems/system_jobs.h"
#include "base/key_derivation.h"
#include "base/result.h"

namespace patchbay::app {
namespace {

Fault stopping() { return Fault(ErrorKind::unavailable, "the server is stopping"); }

}  // namespace

ServerSystems::ServerSystems(Sources sources)
    : sources_(std::move(sources)),
      policy_(parse_address_blocks(sources_.options.allow).value()),
      sealer_(sources_.keys, sources_.random),
      digest_key_(derive_key(KeyPurpose::systems, sources_.keys.first())) {}

void ServerSystems::start(core::Service& service) {
  const std::lock_guard lock(mutex_);
  service_ = &service;
  for (std::size_t i = 0; i < kThreads; ++i) threads_.emplace_back([this] { run(); });
}

void ServerSystems::end() {
  std::vector<std::thread> threads;
  std::deque<Task> left;
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
    threads.swap(threads_);
    for (auto& [id, queue] : queues_) {
      const std::lock_guard client(queue.mutex);
      queue.client.reset();  // what is under way calls back no more
      std::ranges::move(queue.tasks, std::back_inserter(left));
      queue.tasks.clear();
    }
  }
  waking_.notify_all();
  for (Task& each : left) each.done(std::unexpected(stopping()));
  for (std::thread& each : threads) each.join();
}

std::vector<Problem> ServerSystems::objections_to(const OutsideSystem& system) const {
  std::vector<Problem> out;
  const auto found = described(system, Secret("unknown"));
  if (!found)
    for (const auto& [member, what] : found.error())
      out.push_back({ErrorKind::invalid, member, what, 0});
  else if (!policy_.permits(found->remote.address))
    out.push_back({ErrorKind::invalid, "address",
                   "must not be an address of this machine or of a private network, unless the "
                   "setting deliveries.allow lists it",
                   0});
  return out;
}

bool ServerSystems::use(Job job, std::function<void(Result<core::Outcome>)> done) {
  const std::lock_guard lock(mutex_);
  if (is_ending_ || !service_ || waiting_ >= kWaitingMax) return false;
  const std::int64_t id = job.system.id;
  // Systems come and go, and their numbers are not used again.
  if (!queues_.contains(id) && queues_.size() >= OutsideSystem::kMax)
    std::erase_if(queues_, [](const auto& each) {
      return !each.second.is_running && each.second.tasks.empty();
    });
  Queue& queue = queues_[id];
  if (queue.tasks.size() >= kQueueMax) return false;
  queue.tasks.push_back({std::move(job), std::move(done)});
  ++waiting_;
  if (!queue.is_running && queue.tasks.size() == 1) ready_.push_back(id);
  waking_.notify_one();
  return true;
}

void ServerSystems::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    waking_.wait(lock, [this] { return is_ending_ || !ready_.empty(); });
    if (is_ending_) return;
    const std::int64_t id = ready_.front();
    ready_.pop_front();
    Queue& queue = queues_[id];
    Task task = std::move(queue.tasks.front());
    queue.tasks.pop_front();
    queue.is_running = true;
    --waiting_;
    lock.unlock();
    task.done(run(queue, task.job));
    task = {};
    lock.lock();
    queue.is_running = false;
    if (!queue.tasks.empty()) {
      ready_.push_back(id);
      waking_.notify_one();
    }
  }
}

Result<core::Outcome> ServerSystems::run(Queue& queue, const Job& job) {
  try {
    return run_open(queue, job);
  } catch (const std::exception&) {  // from the store, or out of memory
    return std::unexpected(
        Fault(ErrorKind::unavailable, "the store cannot be read or written now: try again"));
  }
}

Result<core::Outcome> ServerSystems::run_open(Queue& queue, const Job& job) {
  if (!StoreLinks::is_current(*sources_.store.read(), job.system.id, job.system.version))
    return std::unexpected(Fault(ErrorKind::conflict, kDescriptionChanged));
  auto secret = sealer_.open(job.system.secret, OutsideSystem::bound(job.system.id));
  if (!secret)
    return std::unexpected(
        Fault(ErrorKind::conflict, "the secret of the system cannot be read: set it again"));
  auto found = described(job.system, Secret(*std::move(secret)));
  if (!found)
    return std::unexpected(
        Fault(ErrorKind::conflict,
              "the description of the system is not valid: " + found.error().front().member + ' ' +
                  found.error().front().what + ": correct it with PATCH"));
  TRY_DO(open(queue, job.system));
  const SystemJobContext context{.service = *service_,
                                 .store = sources_.store,
                                 .clock = sources_.clock,
                                 .digest_key = digest_key_,
                                 .exchange = *queue.exchange};
  return run_system_job(context, job, *std::move(found));
}

Result<void> ServerSystems::open(Queue& queue, const OutsideSystem& system) {
  if (queue.exchange && queue.timeout_s == system.timeout_s &&
      queue.per_second == system.per_second)
    return {};
  auto client = http::Client::open({.policy = policy_,
                                    .timeout = std::chrono::seconds(system.timeout_s),
                                    .reply_bytes_max = kSystemReplyBytesMax,
                                    .kept_bytes_max = kSystemReplyBytesMax,
                                    .authorities_file = sources_.options.authorities_file});
  if (!client) return std::unexpected(Fault(ErrorKind::conflict, client.error()));
  const std::lock_guard all(mutex_);
  if (is_ending_) return std::unexpected(stopping());
  const std::lock_guard one(queue.mutex);
  queue.client = *std::move(client);
  queue.timeout_s = system.timeout_s;
  queue.per_second = system.per_second;
  queue.exchange = http_exchange(
      [&queue](http::ClientRequest request, std::function<void(http::ClientReply)> done) {
        const std::lock_guard lock(queue.mutex);
        if (queue.client) queue.client->send(std::move(request), std::move(done));
      },
      {.now = [] { return std::chrono::steady_clock::now(); },
       .sleep = [this](std::chrono::milliseconds time) { sleep(time); },
       .per_second = static_cast<int>(system.per_second)});
  return {};
}

void ServerSystems::sleep(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  waking_.wait_for(lock, time, [this] { return is_ending_; });
}

}  // namespace patchbay::app
