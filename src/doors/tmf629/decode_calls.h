// The decoders of the calls.
#pragma once

#include "doors/door.h"
#include "doors/tmf629/query.h"
#include "doors/tmf629/release.h"

namespace patchbay::doors::tmf629 {

// A request that is being read. What is wrong with it goes to `decoded`.
struct CallInput {
  const RoutedRequest& routed;
  Release release;
  const Query& query;
  DecodedRequest& decoded;
};

[[nodiscard]] core::Request read_list(CallInput& input);
[[nodiscard]] core::Request read_create(CallInput& input);
[[nodiscard]] core::Request read_get(CallInput& input);
[[nodiscard]] core::Request read_patch(CallInput& input);
[[nodiscard]] core::Request read_remove(CallInput& input);

}  // namespace patchbay::doors::tmf629
