// Seals committed entries in the background. Writers never wait for a seal.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "base/threads.h"
#include "store/integrity.h"
#include "store/store.h"

namespace patchbay::store {

// Returns the newest seal. Throws Unavailable if there is none or if its hash is wrong under `key`.
[[nodiscard]] AuditSeal newest_seal(ReadTransaction& reader, std::string_view key);
// Returns the seal of the entries that have none, at most kSealedMax; nothing if all are sealed.
[[nodiscard]] std::optional<AuditSeal> next_seal(ReadTransaction& reader, std::string_view key);
// Seals everything that was committed before the call. Returns false on failure. Must not be called
// on a thread of the store.
[[nodiscard]] bool seal_unsealed(Store& store, std::string_view key,
                                 Threads& threads = system_threads());

// Seals a store at intervals, on its own thread.
class AuditSealer {
 public:
  // `every`: maximum time that an entry waits for its seal, approximately; 0: no limit. The
  // arguments must outlive this object. It uses `store` only after start().
  AuditSealer(Store& store, const Integrity& integrity, std::chrono::milliseconds every,
              Threads& threads = system_threads());
  ~AuditSealer() { stop(); }
  AuditSealer(const AuditSealer&) = delete;
  AuditSealer& operator=(const AuditSealer&) = delete;

  // Starts the thread, which first seals what was left unsealed by a crash.
  void start();
  // To be called after a commit. Threads: any.
  void committed();
  // Seals all queued and committed entries, then stops the thread. May be called more than once.
  // Must not be called on a thread of the store.
  void finish();

 private:
  void run();
  void stop();
  [[nodiscard]] bool seal_now();

  Store& store_;
  const Integrity& integrity_;
  const std::chrono::milliseconds every_;
  Threads& threads_;
  std::mutex mutex_;
  const std::unique_ptr<Threads::Condition> wake_;
  std::atomic<bool> is_due_ = true;
  bool is_ended_ = false;
  std::mutex ending_;
  std::unique_ptr<Threads::Thread> thread_;  // null if it does not run
};

}  // namespace patchbay::store
