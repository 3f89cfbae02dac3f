// Writes events in the format of the HTML standard, section "Server-sent events".
#include "doors/native/history/events.h"

#include "doors/native/faults.h"
#include "doors/native/history/history_json.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

// How long a client waits before it connects again.
constexpr std::string_view kRetry = "retry: 3000\n\n";

const FeedPage& page_of(const core::Outcome& outcome) { return std::get<FeedPage>(outcome); }

bool has_news(const core::Outcome& outcome) {
  const FeedPage& page = page_of(outcome);
  return !page.entries.empty() || page.more;
}

void move_on(core::Call& call, const core::Outcome& outcome) {
  auto& changes = std::get<core::ListChanges>(call.request);
  changes.after = page_of(outcome).sealed_position;
  changes.from_now = false;
}

// JSON has no line breaks, so the data is one line.
std::string events(const FeedPage& page) {
  std::string out;
  for (const FeedEntry& each : page.entries)
    out.append("id: ")
        .append(each.sealed_position)
        .append("\nevent: change\ndata: ")
        .append(wire::json::write(entry_json(each)))
        .append("\n\n");
  // An event without data is not dispatched, but the client keeps its id.
  if (out.empty()) out.append(": nothing came\nid: ").append(page.sealed_position).append("\n\n");
  return out;
}

std::string piece(const Result<core::Outcome>& outcome) {
  if (outcome) return events(page_of(*outcome));
  return "event: error\ndata: " + wire::json::write(wire::Tree(problem_json(outcome.error()))) +
         "\n\n";
}

}  // namespace

Following endless_feed() {
  return {.is_endless = true, .has_news = has_news, .move_on = move_on, .piece = piece};
}

Following awaited_feed(std::int64_t wait_s) {
  return {.wait_s = wait_s, .has_news = has_news, .move_on = move_on, .piece = piece};
}

http::Response first_events(const FeedPage& page) {
  return {.status = 200,
          .headers = {{"Content-Type", std::string(kEventStream)},
                      {"Cache-Control", "no-store"},
                      {"X-Accel-Buffering", "no"}},
          .body = std::string(kRetry) + events(page)};
}

}  // namespace patchbay::doors::native
