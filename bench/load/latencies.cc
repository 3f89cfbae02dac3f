// Percentiles by rank.
#include "load/latencies.h"

#include <algorithm>
#include <cmath>

namespace patchbay::bench {

double Latencies::at(double share) {
  if (ns_.empty()) return 0;
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(ns_.size())));
  const auto found = ns_.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
  std::nth_element(ns_.begin(), found, ns_.end());
  return static_cast<double>(*found) / 1000;
}

}  // namespace patchbay::bench
