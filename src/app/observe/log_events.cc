// The table of events, and the event of each notice of core.
#include "app/observe/log_events.h"

namespace patchbay::app {
namespace {

constexpr LogEventRow kEvents[] = {
#define EVENT(name, word, level, members, meaning) {word, Level::level, members, meaning},
#include "app/observe/log_events.def"
#undef EVENT
};

}  // namespace

std::string_view word(Level level) {
  constexpr std::string_view kWords[] = {"debug", "info", "warning", "error"};
  return kWords[static_cast<std::size_t>(level)];
}

std::span<const LogEventRow> events() { return kEvents; }

const LogEventRow& row(LogEvent event) { return kEvents[static_cast<std::size_t>(event)]; }

LogEvent to_log_event(core::Notice::Kind kind) {
  using Kind = core::Notice::Kind;
  switch (kind) {
    case Kind::signed_in:
      return LogEvent::signed_in;
    case Kind::sign_in_failed:
      return LogEvent::sign_in_failed;
    case Kind::locked_out:
      return LogEvent::locked_out;
    case Kind::throttled:
      return LogEvent::throttled;
    case Kind::slowed:
      return LogEvent::slowed;
    case Kind::token_issued:
      return LogEvent::token_issued;
    case Kind::token_refreshed:
      return LogEvent::token_refreshed;
    case Kind::token_revoked:
      return LogEvent::token_revoked;
    case Kind::token_reused:
      return LogEvent::token_reused;
    case Kind::administered:
      return LogEvent::administered;
  }
  return LogEvent::request_failed;
}

}  // namespace patchbay::app
