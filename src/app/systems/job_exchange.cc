// Checks before each request.
#include "app/systems/job_exchange.h"

namespace patchbay::app {

std::optional<Refusal> JobExchange::refusal(bool writes) const {
  if (clock_.now() > end_)
    return Refusal{"this took longer than " + std::to_string(kSecondsMax) + " seconds"};
  if (bytes_ > kBytesMax)
    return Refusal{"the system sent more than " + std::to_string(kBytesMax) + " bytes"};
  if (auto refused = before_any_()) return refused;
  return writes ? before_write_() : std::nullopt;
}

http::ClientReply JobExchange::exchange(http::ClientRequest request) {
  if (!stopped_.empty()) return {.problem = stopped_};
  if (auto refused = refusal(request.is_sent_once)) {
    if (refused->is_final) stopped_ = refused->why;
    return {.problem = "nothing was sent: " + refused->why};
  }
  ++sent_;
  http::ClientReply reply = below_.exchange(std::move(request));
  bytes_ += reply.body.size();
  return reply;
}

void JobExchange::pause(int seconds) {
  if (stopped_.empty()) below_.pause(seconds);
}

}  // namespace patchbay::app
