// Has what was written to the database file brought to disk by a thread of its own.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

namespace patchbay::store::sqlite {

// Used by one thread. It keeps the file open, and closing a file lets go of every lock that the
// process has on it: it must outlive all connections to that file.
class Flusher {
 public:
  // Throws Unavailable where the file cannot be opened.
  explicit Flusher(const std::filesystem::path& file);
  ~Flusher();
  Flusher(const Flusher&) = delete;
  Flusher& operator=(const Flusher&) = delete;

  // What was written before the call is on disk once this is idle again, unless it failed. Does
  // nothing while it is not idle.
  void start();
  [[nodiscard]] bool idle() const;
  // Whether bringing something to disk failed since this was asked last: it may be lost.
  [[nodiscard]] bool failed();

 private:
  void run();

  const int file_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool wanted_ = false;
  bool failed_ = false;
  bool closed_ = false;
  std::thread thread_;
};

}  // namespace patchbay::store::sqlite
