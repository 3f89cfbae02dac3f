// The limit of the operating system for this process.
#include "app/descriptor_limit.h"

#include <algorithm>

namespace patchbay::app {

std::size_t raise_descriptor_limit(std::size_t wanted, rlim_t own, std::size_t each) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  const rlim_t needed = wanted * each + own;
  if (limit.rlim_cur < needed) {
    limit.rlim_cur = std::min(needed, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
  }
  if (limit.rlim_cur >= needed) return wanted;
  // With a low limit, connections get half of the descriptors.
  return static_cast<std::size_t>(
             std::max(limit.rlim_cur / 2, limit.rlim_cur - std::min(limit.rlim_cur, own))) /
         each;
}

}  // namespace patchbay::app
