// A progress bar for long work, if standard error is a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace patchbay::app {

class Progress {
 public:
  // `what` is the work, and `unit` what is counted.
  Progress(std::string what, std::string unit);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `done` of `all`. Redrawn a few times a second.
  void update(std::uint64_t done, std::uint64_t all);
  // For work of unknown size.
  void update(std::uint64_t done);

 private:
  [[nodiscard]] bool is_time();

  const std::string what_;
  const std::string unit_;
  const bool sources_;
  std::chrono::steady_clock::time_point drawn_;
};

}  // namespace patchbay::app
