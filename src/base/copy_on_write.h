// A value that copies share until one of them is changed.
#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

namespace patchbay {

// Copies cost a counter. The first change of a shared value copies it. An instance without a value
// reads as T{}. Threads: as of a plain T; instances that share a value may belong to different
// threads.
template <class T>
class CopyOnWrite {
 public:
  CopyOnWrite() = default;
  CopyOnWrite(const CopyOnWrite& other) : shared_(other.shared_) {
    if (shared_) shared_->owners.fetch_add(1, std::memory_order_relaxed);
  }
  CopyOnWrite(CopyOnWrite&& other) noexcept : shared_(std::exchange(other.shared_, nullptr)) {}
  CopyOnWrite& operator=(CopyOnWrite other) noexcept {
    std::swap(shared_, other.shared_);
    return *this;
  }
  ~CopyOnWrite() {
    if (shared_ && shared_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) delete shared_;
  }

  [[nodiscard]] const T& read() const {
    static const T kEmpty{};
    return shared_ ? shared_->value : kEmpty;
  }
  // Returns the value for changes, which no other instance sees.
  [[nodiscard]] T& change() {
    if (!shared_)
      shared_ = new Shared;
    else if (shared_->owners.load(std::memory_order_acquire) != 1)
      *this = CopyOnWrite(shared_->value);
    return shared_->value;
  }
  // Whether both share one value, so that they are equal.
  [[nodiscard]] bool shares_with(const CopyOnWrite& other) const {
    return shared_ == other.shared_;
  }

 private:
  struct Shared {
    T value{};
    std::atomic<std::size_t> owners = 1;
  };
  explicit CopyOnWrite(const T& value) : shared_(new Shared{.value = value}) {}

  Shared* shared_ = nullptr;
};

template <class T>
bool operator==(const CopyOnWrite<T>& one, const CopyOnWrite<T>& other) {
  return one.shares_with(other) || one.read() == other.read();
}

}  // namespace patchbay
