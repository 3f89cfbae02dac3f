// The decoders of the calls.
#pragma once

#include <expected>

#include "doors/door.h"
#include "doors/flolive/query.h"

namespace patchbay::doors::flolive {

// Why a request is refused before core is called, and the HTTP status of the reply.
struct Rejection {
  Fault fault;
  int status = 400;
  Rejection(Fault why, int with = 400) : fault(std::move(why)), status(with) {}
};
template <typename T>
using Decoded = std::expected<T, Rejection>;

// One request. A decoder adds problems, warnings and credentials to `call`.
struct CallInput {
  const RoutedRequest& routed;
  bool ignore_unknown;
  Paging paging;
  core::Call& call;
};

[[nodiscard]] Decoded<core::Request> read_sign_in(CallInput& input);
[[nodiscard]] Decoded<core::Request> read_refresh(CallInput& input);
[[nodiscard]] Decoded<core::Request> read_update(CallInput& input);
[[nodiscard]] Decoded<core::Request> read_create(CallInput& input);
[[nodiscard]] Decoded<core::Request> read_get(CallInput& input);
[[nodiscard]] Decoded<core::Request> read_children(CallInput& input);
[[nodiscard]] Decoded<core::Request> read_status(CallInput& input);

}  // namespace patchbay::doors::flolive
