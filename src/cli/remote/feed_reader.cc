// Connects, reads events, and connects again.
#include "cli/remote/feed_reader.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include "base/result.h"
#include "base/text.h"
#include "cli/remote/event_stream.h"
#include "wire/form.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

constexpr int kAttemptsMax = 10;
constexpr std::chrono::milliseconds kPauseMax{5000};

class FeedReader {
 public:
  FeedReader(const Session& session, const FeedOptions& options, const TakeChange& take)
      : session_(session), options_(options), take_(take) {}

  Answer<void> run() {
    for (int failed = 0; failed < kAttemptsMax;) {
      const std::uint64_t before = taken_;
      const auto ended = read_once();
      if (is_done_ || failure_) break;
      if (!ended) last_ = ended.error();
      failed = taken_ == before ? failed + 1 : 1;
      if (failed < kAttemptsMax) pause(failed);
    }
    if (failure_) return std::unexpected(*failure_);
    if (is_done_) return {};
    return std::unexpected(last_);
  }

 private:
  // Reads until the connection ends.
  Answer<void> read_once() {
    EventStream stream([this](const StreamEvent& event) { return take_event(event); });
    const FromServer reply = TRY(session_.follow(request(), [&](std::string_view piece) {
      const bool goes_on = stream.feed(piece);
      if (!stream.last_id().empty()) position_ = stream.last_id();
      return goes_on;
    }));
    if (reply.status == 200) return {};
    const bool may_pass = reply.status >= 500 || reply.status == 429;
    if (!may_pass) failure_ = refusal(reply);
    return std::unexpected(refusal(reply));
  }

  [[nodiscard]] ToServer request() const {
    std::string query = options_.query;
    if (!options_.after.empty())
      query +=
          (query.empty() ? "after=" : "&after=") + wire::form::encode_component(options_.after);
    ToServer out{.target = "/v1/changes" + (query.empty() ? "" : '?' + query)};
    out.headers.emplace_back("Accept", "text/event-stream");
    if (!position_.empty()) out.headers.emplace_back("Last-Event-ID", position_);
    return out;
  }

  bool take_event(const StreamEvent& event) {
    const auto tree = wire::json::parse(event.data);
    if (!tree) return true;
    if (event.name == "error") {
      const wire::Tree* const status = tree->find("status");
      const auto number = status && status->number() ? parse_whole(status->number()->text) : 0;
      const Failure why = refusal({.status = static_cast<int>(number.value_or(0)), .tree = *tree});
      if (why.code == kNotAllowed) failure_ = why;
      last_ = why;
      return false;
    }
    if (const auto taken = take_(*tree); !taken) {
      failure_ = taken.error();
      return false;
    }
    position_ = event.id;
    is_done_ = ++taken_ == options_.count;
    return !is_done_;
  }

  void pause(int failed) const {
    const std::chrono::milliseconds wanted(100 << std::min(failed, 8));
    std::this_thread::sleep_for(std::min(wanted, kPauseMax));
  }

  const Session& session_;
  const FeedOptions& options_;
  const TakeChange& take_;
  std::string position_;
  std::uint64_t taken_ = 0;
  bool is_done_ = false;
  std::optional<Failure> failure_;
  Failure last_{"the server ended the feed again and again"};
};

}  // namespace

Answer<void> follow_feed(const Session& session, const FeedOptions& options,
                         const TakeChange& take) {
  return FeedReader(session, options, take).run();
}

}  // namespace patchbay::app
