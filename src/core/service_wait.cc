// Handles a call and waits for its outcome.
#include <future>
#include <memory>

#include "core/service.h"

namespace patchbay::core {
namespace {

// Calls `begin` with a completion, and waits until that is called.
template <class Begin>
Result<Outcome> wait_for(const Begin& begin) {
  // Shared with the completion, which may still be in `set_value` when the wait here has ended.
  const auto answered = std::make_shared<std::promise<Result<Outcome>>>();
  auto outcome = answered->get_future();
  begin([answered](Result<Outcome> given) { answered->set_value(std::move(given)); });
  return outcome.get();
}

}  // namespace

Result<Outcome> handle_and_wait(Service& service, Call call) {
  return wait_for(
      [&](Completion complete) { service.handle(std::move(call), std::move(complete)); });
}

Result<Outcome> handle_as_owner_and_wait(Service& service, Call call, OwnerRights rights) {
  return wait_for([&](Completion complete) {
    service.handle_as_owner(std::move(call), std::move(rights), std::move(complete));
  });
}

Result<Outcome> handle_as_principal_and_wait(Service& service, Call call, std::int64_t principal) {
  return wait_for([&](Completion complete) {
    service.handle_as_principal(std::move(call), principal, std::move(complete));
  });
}

}  // namespace patchbay::core
