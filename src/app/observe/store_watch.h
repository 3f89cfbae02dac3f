// Checks the files of the server at intervals, so that the operator learns of a problem even when
// no request comes.
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

// Twice a second: logs when the store is no longer at its path, when it refuses changes, when that
// ends, and when the key file is missing. `store` and `log` must outlive this.
class StoreWatch {
 public:
  // `key_file` is empty if there is none.
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
  bool is_refusing_ = false;   // and this was logged
  std::uint64_t refused_ = 0;  // changes that could not be written, as last logged
  std::chrono::steady_clock::time_point refusal_logged_at_;
  std::mutex mutex_;
  std::condition_variable ending_;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace patchbay::app
