// Checks before each request.
#include "app/systems/job_exchange.h"

namespace patchbay::app {

std::string JobExchange::remedy(const char* of_new_start) const {
  return again_ == Again::goes_on ? "send the request again to go on" : of_new_start;
}

std::optional<Refusal> JobExchange::refusal(bool writes) const {
  if (clock_.now() > end_)
    return Refusal{"the job ran for an hour, which is the limit: " +
                   remedy("send the request again, or raise `per_second` of the system")};
  if (bytes_ > kBytesMax)
    return Refusal{"the system's replies exceed 512 MiB, which is the limit for one job: " +
                   remedy("name a `there` of the system that has fewer customers below it")};
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
