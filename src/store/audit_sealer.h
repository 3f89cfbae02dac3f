// Sealing what was committed: beside the writers, which never wait for it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "store/integrity.h"
#include "store/store.h"

namespace patchbay::store {

// The newest seal. Throws Unavailable where there is none, or it does not hold under `key`.
[[nodiscard]] AuditSeal newest_seal(ReadTransaction& reader, std::string_view key);
// The seal of what is not sealed yet, or the first kSealedMax entries of it; nothing where all is.
[[nodiscard]] std::optional<AuditSeal> next_seal(ReadTransaction& reader, std::string_view key);
// Seals what was committed before. False where it could not be done; not on a thread of the store.
[[nodiscard]] bool seal_unsealed(Store& store, std::string_view key);

// Seals a store now and then, on a thread of its own.
class AuditSealer {
 public:
  // `every`: how long entries wait for their seal at most, about; 0: for ever. What is handed in
  // outlives this; `store` may be used once `start` was called.
  AuditSealer(Store& store, const Integrity& integrity, std::chrono::milliseconds every);
  ~AuditSealer() { stop(); }
  AuditSealer(const AuditSealer&) = delete;
  AuditSealer& operator=(const AuditSealer&) = delete;

  // Begins with what an end without warning left unsealed.
  void start();
  // To be called after commits. Threads: any.
  void committed();
  // Seals what is queued and committed so far, and ends. Any number of times; not on a thread of
  // the store.
  void finish();

 private:
  void run();
  void stop();
  [[nodiscard]] bool seal_now();

  Store& store_;
  const Integrity& integrity_;
  const std::chrono::milliseconds every_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::atomic<bool> is_due_ = true;
  bool is_ended_ = false;
  std::mutex ending_;
  std::thread thread_;
};

}  // namespace patchbay::store
