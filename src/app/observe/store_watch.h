// Looking again and again at what the server stands on, so that the operator hears of what is wrong
// also while nobody asks.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

#include "app/observe/log.h"
#include "store/store.h"

namespace patchbay::app {

// Twice a second: logs when the store is no longer in its place, when it refuses changes, when that
// is over, and when the key file is gone. `store` and `log` outlive this.
class StoreWatch {
 public:
  // `key_file`: empty where there is none.
  StoreWatch(const store::Store& store, std::filesystem::path key_file, const Log& log);
  ~StoreWatch() { end(); }
  StoreWatch(const StoreWatch&) = delete;
  StoreWatch& operator=(const StoreWatch&) = delete;
  void end();

 private:
  void run();
  void check();
  void check_writes();

  const store::Store& store_;
  const std::filesystem::path key_file_;
  const Log& log_;
  const char* problem_ = nullptr;
  bool has_key_ = true;
  bool is_refusing_ = false;   // and that was told
  std::uint64_t refused_ = 0;  // changes that could not be written, as far as they were told
  std::chrono::steady_clock::time_point refusal_logged_at_;
  std::mutex mutex_;
  std::condition_variable ending_;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace patchbay::app
