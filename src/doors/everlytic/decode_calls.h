// The decoders of the calls.
#pragma once

#include "doors/door.h"
#include "doors/everlytic/property_reader.h"
#include "doors/everlytic/rest_input.h"

namespace patchbay::doors::everlytic {

// One request. Its body and its query are read at most once.
struct CallInput {
  const RoutedRequest& routed;
  const DialectSettings& settings;
  PropertyReader& reader;
  DecodedRequest& decoded;

  // No customer has the number 0, so an id that is not a number is unknown like any other.
  [[nodiscard]] CustomerId id() const;
  [[nodiscard]] GivenProperties body() const;
  [[nodiscard]] GivenProperties query() const;
};

[[nodiscard]] core::Request read_home(CallInput& input);
[[nodiscard]] core::Request read_get(CallInput& input);
[[nodiscard]] core::Request read_update(CallInput& input);
[[nodiscard]] core::Request read_list(CallInput& input);
[[nodiscard]] core::Request read_create(CallInput& input);
[[nodiscard]] core::Request read_remove(CallInput& input);
[[nodiscard]] core::Request read_email_package(CallInput& input);
// The XML-RPC call in the body. Its method says which privilege it needs.
[[nodiscard]] core::Request read_rpc_call(CallInput& input);

}  // namespace patchbay::doors::everlytic
