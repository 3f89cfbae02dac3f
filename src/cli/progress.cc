// Draws on standard error.
#include "cli/progress.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>

#include <unistd.h>

namespace patchbay::app {
namespace {

constexpr int kBarWidth = 30;
constexpr std::chrono::milliseconds kBetween{100};

}  // namespace

Progress::Progress(std::string what, std::string unit)
    : what_(std::move(what)), unit_(std::move(unit)), sources_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (sources_) std::fputs("\r\033[K", stderr);
}

bool Progress::is_time() {
  const auto now = std::chrono::steady_clock::now();
  if (!sources_ || now - drawn_ < kBetween) return false;
  drawn_ = now;
  return true;
}

void Progress::update(std::uint64_t done, std::uint64_t all) {
  if (!is_time()) return;
  const double part =
      all == 0 ? 1 : static_cast<double>(std::min(done, all)) / static_cast<double>(all);
  const auto full = static_cast<std::size_t>(part * kBarWidth);
  const std::string bar = std::string(full, '#') + std::string(kBarWidth - full, ' ');
  std::fprintf(stderr, "\r\033[K%s [%s] %3.0f %%  %" PRIu64 " of %" PRIu64 " %s", what_.c_str(),
               bar.c_str(), part * 100, done, all, unit_.c_str());
}

void Progress::update(std::uint64_t done) {
  if (is_time())
    std::fprintf(stderr, "\r\033[K%s: %" PRIu64 " %s", what_.c_str(), done, unit_.c_str());
}

}  // namespace patchbay::app
