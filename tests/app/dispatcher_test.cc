// The reception when what is behind it fails: every request is let go, and the process lives.
#include "app/serve/dispatcher.h"

#include <latch>
#include <stdexcept>

#include <gtest/gtest.h>

#include "app/failing_store.h"

namespace patchbay::app {
namespace {

// Throws where it is told to.
class Throwing : public core::Service {
 public:
  explicit Throwing(bool find_password_check) : slow_(find_password_check) {}
  void handle(core::Call, core::Completion) override { throw std::bad_alloc(); }
  void handle_as_owner(core::Call, core::OwnerRights, core::Completion) override {
    throw std::bad_alloc();
  }
  void handle_as_principal(core::Call, std::int64_t, core::Completion) override {
    throw std::bad_alloc();
  }
  std::optional<core::PasswordCheck> find_password_check(const core::Call&) override {
    return slow_ ? std::optional(core::PasswordCheck{}) : std::nullopt;
  }
  void check_caller(core::Call, std::function<void(std::optional<Fault>)>) override {
    throw std::bad_alloc();
  }
  void sweep() override {}
  void finish() override {}

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
  bool count_reply = false;
  const auto random = seeded_random(1);
  TrafficCapture traffic(nullptr, clock, 0);
  FailingStore store;
  LiveFeed live(store, 1);
  const auto dispatcher = Dispatcher::make(service, router, counts, clock, *random, log, traffic,
                                           live, {.password_threads = 1});
  {
    std::shared_ptr<void> held(nullptr, [&](void*) { gone.count_down(); });
    dispatcher->dispatch(who_am_i(),
                         http::Reply([&, held = std::move(held)](const http::Reply::Compose&) {
                           count_reply = true;
                         }));
  }
  gone.wait();
  EXPECT_FALSE(count_reply);
}

INSTANTIATE_TEST_SUITE_P(OnEitherThread, Letting, testing::Bool(), [](const auto& each) {
  return each.param ? "PasswordThread" : "CallersThread";
});

}  // namespace
}  // namespace patchbay::app
