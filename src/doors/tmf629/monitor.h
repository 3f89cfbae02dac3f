// Monitors of changes, for callers who prefer not to wait for the reply (`Prefer: respond-async`).
// A change is made before it is answered, so each monitor is complete: it is the request as the
// store keeps it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "doors/tmf629/decode_calls.h"

namespace patchbay::doors::tmf629 {

struct Finished {
  enum class Kind : std::uint8_t { created, changed, removed };
  Uuid request;
  CustomerId customer;
  Kind kind = Kind::changed;
};

[[nodiscard]] Finished finished(const core::RequestState& state);

[[nodiscard]] core::Request read_monitor(CallInput& input);

// {"id":…,"href":…,"sourceHref":…,"state":"Completed","request":{"method":"PATCH","to":…},
//  "response":{"statusCode":"200"}}
[[nodiscard]] wire::Tree monitor_json(const Finished& change, Release release,
                                      std::string_view base_url);
// The path of a monitor: "/tmf-api/customer/v5/monitor/ff74dca6-8e7f-4b85-a42b-13860913b370".
[[nodiscard]] std::string monitor_path(const Uuid& request, Release release);

}  // namespace patchbay::doors::tmf629
