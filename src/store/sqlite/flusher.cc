// One fdatasync at a time.
#include "store/sqlite/flusher.h"

#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "store/store.h"

namespace patchbay::store::sqlite {

Flusher::Flusher(const std::filesystem::path& file)
    : file_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (file_ < 0) throw Unavailable("it cannot be opened");
  thread_ = std::thread([this] { run(); });
}

Flusher::~Flusher() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  wake_.notify_one();
  thread_.join();
  ::close(file_);
}

void Flusher::start() {
  {
    const std::lock_guard lock(mutex_);
    if (wanted_) return;
    wanted_ = true;
  }
  wake_.notify_one();
}

bool Flusher::idle() const {
  const std::lock_guard lock(mutex_);
  return !wanted_;
}

bool Flusher::failed() {
  const std::lock_guard lock(mutex_);
  return std::exchange(failed_, false);
}

void Flusher::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return wanted_ || closed_; });
    if (closed_) return;
    lock.unlock();
    const bool done = ::fdatasync(file_) == 0;
    lock.lock();
    failed_ = failed_ || !done;
    wanted_ = false;
  }
}

}  // namespace patchbay::store::sqlite
