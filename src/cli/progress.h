// How far long work is, on standard error: a bar on a terminal, and now and then a line elsewhere.
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

  // `done` of `all`, with the rate and the time that is left. Drawn ten times a second on a
  // terminal, and every ten seconds elsewhere.
  void update(std::uint64_t done, std::uint64_t all);
  // For work of unknown size.
  void update(std::uint64_t done);

 private:
  using Time = std::chrono::steady_clock::time_point;
  [[nodiscard]] bool is_time();
  // ", 1200 a second", and ", 40 s left" if `all` is known; empty in the first second.
  [[nodiscard]] std::string pace(std::uint64_t done, std::uint64_t all) const;
  void print(const std::string& line) const;

  const std::string what_;
  const std::string unit_;
  const bool is_terminal_;
  const Time begun_;
  Time drawn_;
};

}  // namespace patchbay::app
