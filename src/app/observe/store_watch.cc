// Runs on its own thread, so that a hanging disk delays nothing else.
#include "app/observe/store_watch.h"

#include <chrono>
#include <string_view>

#include "app/key_file.h"

namespace patchbay::app {
namespace {

constexpr std::chrono::milliseconds kCheckInterval{500};
constexpr std::chrono::seconds kBetweenRefusals{10};

}  // namespace

StoreWatch::StoreWatch(const store::Store& store, std::filesystem::path key_file, const Log& log)
    : store_(store), key_file_(std::move(key_file)), log_(log), thread_([this] { run(); }) {}

void StoreWatch::end() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  ending_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void StoreWatch::run() {
  std::unique_lock lock(mutex_);
  while (!is_ending_) {
    lock.unlock();
    check();
    lock.lock();
    ending_.wait_for(lock, kCheckInterval, [this] { return is_ending_; });
  }
}

void StoreWatch::check_writes() {
  const store::WriteFailures failures = store_.write_failures();
  const auto now = std::chrono::steady_clock::now();
  if (failures.jobs > refused_ && (!is_refusing_ || now - refusal_logged_at_ >= kBetweenRefusals)) {
    log_.write(LogEvent::writes_refused,
               {{"where", failures.where},
                {"why", failures.why},
                {"changes", static_cast<std::int64_t>(failures.jobs - refused_)}});
    refused_ = failures.jobs;
    refusal_logged_at_ = now;
    is_refusing_ = true;
  }
  if (!is_refusing_ || failures.going_on) return;
  log_.write(LogEvent::writes_taken, {{"where", failures.where}});
  refused_ = failures.jobs;
  is_refusing_ = false;
}

void StoreWatch::check() {
  const char* now = store_.storage_problem();
  if (now && (!problem_ || std::string_view(now) != problem_))
    log_.write(LogEvent::store_gone, {{"why", std::string(now)}});
  if (!now && problem_) log_.write(LogEvent::store_back, {});
  problem_ = now;
  check_writes();
  const bool has_key = key_file_.empty() || file_exists(key_file_);
  if (has_key_ && !has_key)
    log_.write(LogEvent::key_gone,
               {{"file", key_file_.string()},
                {"why", "the server keeps running, but it cannot start again without this file"}});
  if (!has_key_ && has_key) log_.write(LogEvent::key_back, {{"file", key_file_.string()}});
  has_key_ = has_key;
}

}  // namespace patchbay::app
