// The rows, and which of them core's notices are.
#include "app/events.h"

namespace patchbay::app {
namespace {

constexpr EventRow kEvents[] = {
#define EVENT(name, word, level, members, meaning) {word, Level::level, members, meaning},
#include "app/events.def"
#undef EVENT
};

}  // namespace

std::string_view word(Level level) {
  constexpr std::string_view kWords[] = {"debug", "info", "warning", "error"};
  return kWords[static_cast<std::size_t>(level)];
}

std::span<const EventRow> events() { return kEvents; }

const EventRow& row(Event event) { return kEvents[static_cast<std::size_t>(event)]; }

Event event_of(core::Notice::Kind kind) {
  using Kind = core::Notice::Kind;
  switch (kind) {
    case Kind::signed_in:
      return Event::signed_in;
    case Kind::sign_in_failed:
      return Event::sign_in_failed;
    case Kind::locked_out:
      return Event::locked_out;
    case Kind::throttled:
      return Event::throttled;
    case Kind::slowed:
      return Event::slowed;
    case Kind::token_issued:
      return Event::token_issued;
    case Kind::token_refreshed:
      return Event::token_refreshed;
    case Kind::token_revoked:
      return Event::token_revoked;
    case Kind::token_reused:
      return Event::token_reused;
    case Kind::administered:
      return Event::administered;
  }
  return Event::request_failed;
}

}  // namespace patchbay::app
