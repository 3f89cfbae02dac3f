// Handles a call and waits for its outcome.
#include <memory>

#include "core/awaited.h"
#include "record/fault.h"

namespace patchbay::core {
namespace {

struct Awaited {
  explicit Awaited(Threads& threads) : set(threads.condition()) {}

  std::mutex mutex;
  std::unique_ptr<Threads::Condition> set;
  Result<Outcome> outcome =
      std::unexpected(Fault(ErrorKind::unavailable, "the call was dropped: try again"));
  bool is_over = false;
};

// Ends the wait also if the completion is dropped without a call.
class Promise {
 public:
  explicit Promise(std::shared_ptr<Awaited> awaited) : awaited_(std::move(awaited)) {}
  ~Promise() {
    end([](Result<Outcome>&) {});
  }
  Promise(const Promise&) = delete;
  Promise& operator=(const Promise&) = delete;

  void settle(Result<Outcome> given) {
    end([&](Result<Outcome>& outcome) { outcome = std::move(given); });
  }

 private:
  template <class Set>
  void end(const Set& set) {
    {
      const std::lock_guard lock(awaited_->mutex);
      if (awaited_->is_over) return;
      set(awaited_->outcome);
      awaited_->is_over = true;
    }
    awaited_->set->notify_one();
  }

  const std::shared_ptr<Awaited> awaited_;
};

// Calls `begin` with a completion, and waits until that is called.
template <class Begin>
Result<Outcome> wait_for(const Begin& begin, Threads& threads) {
  const auto awaited = std::make_shared<Awaited>(threads);
  begin([promise = std::make_shared<Promise>(awaited)](Result<Outcome> given) {
    promise->settle(std::move(given));
  });
  std::unique_lock lock(awaited->mutex);
  awaited->set->wait(lock, [&] { return awaited->is_over; });
  return std::move(awaited->outcome);
}

}  // namespace

Result<Outcome> handle_and_wait(Service& service, Call call) {
  return wait_for(
      [&](Completion complete) { service.handle(std::move(call), std::move(complete)); },
      system_threads());
}

Result<Outcome> handle_as_owner_and_wait(Service& service, Call call, OwnerRights rights,
                                         Threads& threads) {
  return wait_for(
      [&](Completion complete) {
        service.handle_as_owner(std::move(call), std::move(rights), std::move(complete));
      },
      threads);
}

Result<Outcome> handle_as_owner_and_wait(Service& service, Call call, OwnerRights rights) {
  return handle_as_owner_and_wait(service, std::move(call), std::move(rights), system_threads());
}

Result<Outcome> handle_as_principal_and_wait(Service& service, Call call, std::int64_t principal,
                                             Threads& threads) {
  return wait_for(
      [&](Completion complete) {
        service.handle_as_principal(std::move(call), principal, std::move(complete));
      },
      threads);
}

Result<Outcome> handle_as_principal_and_wait(Service& service, Call call, std::int64_t principal) {
  return handle_as_principal_and_wait(service, std::move(call), principal, system_threads());
}

}  // namespace patchbay::core
