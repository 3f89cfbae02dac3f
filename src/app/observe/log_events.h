// The table of log events.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/call/trace.h"

namespace patchbay::app {

enum class Level : std::uint8_t { debug, info, warning, error };
[[nodiscard]] std::string_view word(Level level);

enum class LogEvent : std::uint8_t {
#define EVENT(name, word, level, members, meaning) name,
#include "app/observe/log_events.def"
#undef EVENT
};

struct LogEventRow {
  std::string_view word;
  Level level;
  std::string_view members;  // members it may have beside time, level and event
  std::string_view meaning;
};
[[nodiscard]] std::span<const LogEventRow> events();
[[nodiscard]] const LogEventRow& row(LogEvent event);

// The log event of a notice of core.
[[nodiscard]] LogEvent to_log_event(core::Notice::Kind kind);

}  // namespace patchbay::app
