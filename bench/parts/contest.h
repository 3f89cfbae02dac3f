// Measures several ways of doing one job beside one another.
#pragma once

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

namespace patchbay::bench {

// The processor time of this thread in seconds, the kernel's part included. Other work on the
// machine does not count.
[[nodiscard]] inline double thread_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// `samples` must not be empty.
[[nodiscard]] inline double median(std::vector<double> samples) {
  const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
  std::nth_element(samples.begin(), middle, samples.end());
  return *middle;
}

struct Contestant {
  std::string name;
  std::function<void()> job;
};

struct Standing {
  std::string name;
  double seconds = 0;  // median of the rounds
  double ratio = 0;    // median of its time divided by the first contestant's time in that round
};

// Runs every job once in each round. Each round begins with another contestant, so that what the
// machine does meanwhile affects all of them alike.
[[nodiscard]] inline std::vector<Standing> contest(const std::vector<Contestant>& contestants,
                                                   std::size_t rounds) {
  const std::size_t count = contestants.size();
  std::vector<std::vector<double>> seconds(count), ratios(count);
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t turn = 0; turn < count; ++turn) {
      const std::size_t who = (turn + round) % count;
      const double start = thread_seconds();
      contestants[who].job();
      seconds[who].push_back(thread_seconds() - start);
    }
    for (std::size_t who = 0; who < count; ++who)
      ratios[who].push_back(seconds[who].back() / seconds[0].back());
  }
  std::vector<Standing> out;
  for (std::size_t who = 0; who < count; ++who)
    out.push_back({contestants[who].name, median(seconds[who]), median(ratios[who])});
  return out;
}

// Where results go, so that the compiler keeps the work.
inline volatile std::size_t kept = 0;

}  // namespace patchbay::bench
