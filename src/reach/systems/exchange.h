// Requests to the server of an outside system.
#pragma once

#include "http/client.h"

namespace patchbay::reach {

// One caller at a time.
class Exchange {
 public:
  virtual ~Exchange() = default;
  // Sends a request and waits for its reply, at most as long as the client's timeout. A reply
  // without a status means that the request may or may not have arrived.
  [[nodiscard]] virtual http::ClientReply exchange(http::ClientRequest request) = 0;
  // Waits, before a request that was refused for now is sent again.
  virtual void pause(int seconds) = 0;
};

}  // namespace patchbay::reach
