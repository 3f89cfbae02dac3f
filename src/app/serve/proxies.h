// Who asks, where proxies stand in between: Forwarded (RFC 7239) and X-Forwarded-For, taken from
// those that are trusted and from nobody else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace patchbay::app {

// Threads: any.
class Proxies {
 public:
  // `trusted`: address blocks.
  explicit Proxies(std::vector<std::string> trusted) : trusted_(std::move(trusted)) {}

  // Where a trusted proxy sent `request`, its source and whether it came over TLS become those of
  // the client, as far as proxies that are trusted tell: the address that the last of them saw.
  // What cannot be read, or contradicts itself, leaves them as they are.
  void apply_forwarded(http::Request& request) const;

 private:
  [[nodiscard]] bool trusts(std::string_view address) const;

  const std::vector<std::string> trusted_;
};

}  // namespace patchbay::app
