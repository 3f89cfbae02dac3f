// The log: one line of JSON per event on standard error.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "app/observe/log_events.h"
#include "base/clock.h"

namespace patchbay::app {

class Log {
 public:
  Log(const Clock& clock, std::string_view level);

  using Member = std::pair<std::string_view, std::variant<std::string, std::int64_t>>;
  // Writes {"time":"…","level":"info","event":"request","door":"flolive",…}. Any thread. Values
  // must hold no secret and no query string.
  void write(LogEvent event, const std::vector<Member>& members) const;
  // Whether such an event is written at the current level.
  [[nodiscard]] bool is_logged(LogEvent event) const { return row(event).level >= level_; }
  void flush() const;
  // Sets the least important level, as one of the words of log.level. Any thread.
  void set_level(std::string_view level);

 private:
  const Clock& clock_;
  std::atomic<Level> level_;
};

}  // namespace patchbay::app
