// A bar for long work, where there is a terminal to show it on.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace patchbay::app {

class Progress {
 public:
  // `what` is being done, in `unit`s.
  Progress(std::string what, std::string unit);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // How much of `all` is done; drawn a few times a second.
  void update(std::uint64_t done, std::uint64_t all);
  // Where nobody knows how much there is.
  void update(std::uint64_t done);

 private:
  [[nodiscard]] bool is_time();

  const std::string what_;
  const std::string unit_;
  const bool sources_;
  std::chrono::steady_clock::time_point drawn_;
};

}  // namespace patchbay::app
