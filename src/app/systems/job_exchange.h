// The requests of one job: bounded in time and bytes, and none after its reason has gone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "reach/systems/exchange.h"

namespace patchbay::app {

// Why a request is not sent. If it is final, the job sends no other one either.
struct Refusal {
  std::string why;  // a clause for people
  bool is_final = true;
};

class JobExchange final : public reach::Exchange {
 public:
  using Check = std::function<std::optional<Refusal>()>;
  // Whether the same job, done again, goes on where it ended.
  enum class Again : std::uint8_t { goes_on, starts_anew };
  static constexpr std::int64_t kSecondsMax = 3600;
  static constexpr std::size_t kBytesMax = std::size_t{512} << 20;  // of all replies

  // Asks `before_any` before each request, and `before_write` before each that writes. What is
  // referred to must outlive this.
  JobExchange(reach::Exchange& below, const Clock& clock, Check before_any, Check before_write,
              Again again = Again::goes_on)
      : below_(below),
        clock_(clock),
        again_(again),
        before_any_(std::move(before_any)),
        before_write_(std::move(before_write)),
        end_(clock.now().plus_seconds(kSecondsMax)) {}

  [[nodiscard]] http::ClientReply exchange(http::ClientRequest request) override;
  void pause(int seconds) override;

  // Why no more is sent; empty if more may be.
  [[nodiscard]] const std::string& stopped() const { return stopped_; }
  [[nodiscard]] std::size_t sent() const { return sent_; }  // requests

 private:
  [[nodiscard]] std::optional<Refusal> refusal(bool writes) const;
  [[nodiscard]] std::string remedy(const char* of_new_start) const;

  reach::Exchange& below_;
  const Clock& clock_;
  const Again again_;
  Check before_any_;
  Check before_write_;
  const Instant end_;
  std::string stopped_;
  std::size_t sent_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace patchbay::app
