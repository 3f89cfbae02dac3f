// Draws on standard error.
#include "cli/progress.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

namespace patchbay::app {
namespace {

using std::chrono::steady_clock;

constexpr int kBarWidth = 30;
constexpr std::chrono::milliseconds kBetween{100};
constexpr std::chrono::seconds kBetweenLines{10};

}  // namespace

Progress::Progress(std::string what, std::string unit)
    : what_(std::move(what)),
      unit_(std::move(unit)),
      is_terminal_(::isatty(STDERR_FILENO) == 1),
      begun_(steady_clock::now()),
      drawn_(is_terminal_ ? Time() : begun_) {}

Progress::~Progress() {
  if (is_terminal_) std::fputs("\r\033[K", stderr);
}

bool Progress::is_time() {
  const Time now = steady_clock::now();
  if (now - drawn_ < (is_terminal_ ? steady_clock::duration(kBetween) : kBetweenLines))
    return false;
  drawn_ = now;
  return true;
}

std::string Progress::pace(std::uint64_t done, std::uint64_t all) const {
  const double seconds = std::chrono::duration<double>(steady_clock::now() - begun_).count();
  if (seconds < 1 || done == 0) return {};
  const double rate = static_cast<double>(done) / seconds;
  std::string out = fmt::format(", {:.0f} a second", rate);
  if (all > done) out += fmt::format(", {:.0f} s left", static_cast<double>(all - done) / rate);
  return out;
}

void Progress::print(const std::string& line) const {
  const std::string whole = is_terminal_ ? "\r\033[K" + line : line + '\n';
  std::fputs(whole.c_str(), stderr);
}

void Progress::update(std::uint64_t done, std::uint64_t all) {
  if (!is_time()) return;
  const double part =
      all == 0 ? 1 : static_cast<double>(std::min(done, all)) / static_cast<double>(all);
  const auto full = static_cast<std::size_t>(part * kBarWidth);
  const std::string bar = std::string(full, '#') + std::string(kBarWidth - full, ' ');
  const std::string counts =
      fmt::format("{:3.0f} %  {} of {} {}{}", part * 100, done, all, unit_, pace(done, all));
  print(is_terminal_ ? fmt::format("{} [{}] {}", what_, bar, counts)
                     : fmt::format("{}: {}", what_, counts));
}

void Progress::update(std::uint64_t done) {
  if (is_time()) print(fmt::format("{}: {} {}{}", what_, done, unit_, pace(done, 0)));
}

}  // namespace patchbay::app
