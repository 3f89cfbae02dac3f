// Reads a page when the connection wants one, and tells it once it holds something.
#include "app/serve/live_reply.h"

#include <utility>

namespace patchbay::app {
namespace {

class LiveReply final : public http::BodySource, public std::enable_shared_from_this<LiveReply> {
 public:
  LiveReply(ExchangePtr exchange, LiveFeed& live, RepeatCall repeat)
      : exchange_(std::move(exchange)), live_(live), repeat_(std::move(repeat)) {}

  void next(Take take) override {
    if (is_over_) return take({});
    const auto until = LiveFeed::SteadyClock::now() + kHeartbeat;
    read({.until = until, .take = std::make_shared<Take>(std::move(take))});
  }

 private:
  struct Waiting {
    LiveFeed::SteadyClock::time_point until;
    std::shared_ptr<Take> take;
  };

  // The first page is read without waiting: the feed may have grown while the piece before was
  // written.
  void read(Waiting waiting) {
    if (live_.stopped()) return (*waiting.take)({});
    const std::uint64_t seen = live_.growths();
    repeat_(exchange_, [self = shared_from_this(), seen,
                        waiting = std::move(waiting)](Result<core::Outcome> outcome) mutable {
      self->tell(seen, std::move(waiting), outcome);
    });
  }

  void tell(std::uint64_t seen, Waiting waiting, const Result<core::Outcome>& outcome) {
    auto& decoded = std::get<doors::DecodedRequest>(exchange_->routing.result);
    if (!decoded.following) return (*waiting.take)({});
    const doors::Following& following = *decoded.following;
    if (!outcome) {
      is_over_ = true;
      return (*waiting.take)(following.piece(outcome));
    }
    following.move_on(decoded.call, *outcome);
    if (following.has_news(*outcome) || LiveFeed::SteadyClock::now() >= waiting.until)
      return (*waiting.take)(following.piece(outcome));
    const auto until = waiting.until;
    // Holds nothing of a reader that closes meanwhile, so that its place is free at once.
    live_.wait(seen, until, [reply = weak_from_this(), waiting = std::move(waiting)] {
      if (const auto self = reply.lock()) self->read(waiting);
    });
  }

  const ExchangePtr exchange_;
  LiveFeed& live_;
  const RepeatCall repeat_;
  bool is_over_ = false;  // a fault was written
};

}  // namespace

std::shared_ptr<http::BodySource> live_reply(ExchangePtr exchange, LiveFeed& live,
                                             RepeatCall repeat) {
  return std::make_shared<LiveReply>(std::move(exchange), live, std::move(repeat));
}

}  // namespace patchbay::app
