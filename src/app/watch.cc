// A thread of its own: a disk that hangs holds up nothing else.
#include "app/watch.h"

#include <chrono>
#include <string_view>

#include "app/key_file.h"

namespace patchbay::app {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{500};
constexpr std::chrono::seconds kBetweenRefusals{10};

}  // namespace

Watch::Watch(const store::Store& store, std::filesystem::path key_file, const Log& log)
    : store_(store), key_file_(std::move(key_file)), log_(log), thread_([this] { run(); }) {}

void Watch::end() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  ending_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Watch::run() {
  std::unique_lock lock(mutex_);
  while (!is_ending_) {
    lock.unlock();
    look();
    lock.lock();
    ending_.wait_for(lock, kBetweenLooks, [this] { return is_ending_; });
  }
}

void Watch::look_at_writes() {
  const store::WriteFailures failures = store_.write_failures();
  const auto now = std::chrono::steady_clock::now();
  if (failures.jobs > refused_ && (!is_refusing_ || now - refusal_told_ >= kBetweenRefusals)) {
    log_.write(Event::writes_refused,
               {{"where", failures.where},
                {"why", failures.why},
                {"changes", static_cast<std::int64_t>(failures.jobs - refused_)}});
    refused_ = failures.jobs;
    refusal_told_ = now;
    is_refusing_ = true;
  }
  if (!is_refusing_ || failures.going_on) return;
  log_.write(Event::writes_taken, {{"where", failures.where}});
  refused_ = failures.jobs;
  is_refusing_ = false;
}

void Watch::look() {
  const char* now = store_.trouble();
  if (now && (!trouble_ || std::string_view(now) != trouble_))
    log_.write(Event::store_gone, {{"why", std::string(now)}});
  if (!now && trouble_) log_.write(Event::store_back, {});
  trouble_ = now;
  look_at_writes();
  const bool has_key = key_file_.empty() || is_there(key_file_);
  if (has_key_ && !has_key)
    log_.write(Event::key_gone,
               {{"file", key_file_.string()},
                {"why", "the server keeps running, but it cannot start again without this file"}});
  if (!has_key_ && has_key) log_.write(Event::key_back, {{"file", key_file_.string()}});
  has_key_ = has_key;
}

}  // namespace patchbay::app
