// The reception when what is behind it fails: every request is let go, and the process lives.
#include "app/reception.h"

#include <latch>
#include <stdexcept>

#include <gtest/gtest.h>

namespace patchbay::app {
namespace {

// Throws where it is told to.
class Throwing : public core::Service {
 public:
  explicit Throwing(bool slow) : slow_(slow) {}
  void handle(core::Call, core::Answer) override { throw std::bad_alloc(); }
  std::optional<core::PasswordCheck> slow(const core::Call&) override {
    return slow_ ? std::optional(core::PasswordCheck{}) : std::nullopt;
  }
  void admit(core::Call, std::function<void(std::optional<Fault>)>) override {
    throw std::bad_alloc();
  }
  void sweep() override {}

 private:
  const bool slow_;
};

http::Request who_am_i() { return {.method = "GET", .path = "/v1/me", .source = "192.0.2.1"}; }

class Letting : public testing::TestWithParam<bool> {};

// A callback that goes away unused is the server's word to answer 503.
TEST_P(Letting, GoOfARequestThatCannotBeAnswered) {
  Throwing service(GetParam());
  const doors::Settings settings;
  const doors::Router router(doors::all_doors(), settings);
  RequestCounts counts(doors::all_doors());
  const ManualClock clock;
  const Log log(clock, "error");
  std::latch gone(1);
  bool answered = false;
  const auto random = seeded_random(1);
  const auto reception = Reception::make(service, router, counts, clock, *random, log, {});
  {
    std::shared_ptr<void> held(nullptr, [&](void*) { gone.count_down(); });
    reception->take(
        who_am_i(),
        http::Reply([&, held = std::move(held)](const http::Reply::Compose&) { answered = true; }));
  }
  gone.wait();
  EXPECT_FALSE(answered);
}

INSTANTIATE_TEST_SUITE_P(OnEitherThread, Letting, testing::Bool(), [](const auto& each) {
  return each.param ? "PasswordThread" : "CallersThread";
});

}  // namespace
}  // namespace patchbay::app
