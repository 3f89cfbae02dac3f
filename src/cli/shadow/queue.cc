// Counts what waits.
#include "cli/shadow/queue.h"

#include <utility>

namespace patchbay::app {
namespace {

std::size_t bytes_of(const http::Headers& headers) {
  std::size_t out = 0;
  for (const auto& [name, value] : headers) out += name.size() + value.size();
  return out;
}

std::size_t bytes_of(const http::Passed& passed) {
  return sizeof passed + passed.request.path.size() + passed.request.query.size() +
         passed.request.body.size() + passed.response.body.size() +
         bytes_of(passed.request.headers) + bytes_of(passed.response.headers);
}

}  // namespace

bool PassedQueue::put(http::Passed passed) {
  const std::size_t bytes = bytes_of(passed);
  {
    const std::scoped_lock lock(mutex_);
    if (ended_ || waiting_.size() >= count_max_ || bytes_ + bytes > bytes_max_) return false;
    bytes_ += bytes;
    waiting_.push_back(std::move(passed));
  }
  changed_.notify_one();
  return true;
}

std::optional<http::Passed> PassedQueue::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
  if (waiting_.empty()) return std::nullopt;
  http::Passed out = std::move(waiting_.front());
  waiting_.pop_front();
  bytes_ -= bytes_of(out);
  return out;
}

void PassedQueue::end() {
  {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
}

std::size_t PassedQueue::drop_all() {
  const std::scoped_lock lock(mutex_);
  bytes_ = 0;
  return std::exchange(waiting_, {}).size();
}

}  // namespace patchbay::app
