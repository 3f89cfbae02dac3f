// The times of all replies. Every one is kept, so that percentiles are exact.
#pragma once

#include <cstdint>
#include <vector>

namespace patchbay::bench {

class Latencies {
 public:
  void add(std::int64_t ns) { ns_.push_back(ns); }
  void clear() { ns_.clear(); }
  [[nodiscard]] std::size_t count() const { return ns_.size(); }
  // In microseconds. `share` is 0.5 for the median and 1 for the longest. 0 if there are none.
  // Sorts the times.
  [[nodiscard]] double at(double share);

 private:
  std::vector<std::int64_t> ns_;
};

}  // namespace patchbay::bench
