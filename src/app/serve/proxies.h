// The client's address behind proxies: from Forwarded (RFC 7239) and X-Forwarded-For of trusted
// proxies only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace patchbay::app {

// Thread-safe.
class Proxies {
 public:
  // `trusted`: address blocks.
  explicit Proxies(std::vector<std::string> trusted) : trusted_(std::move(trusted)) {}

  // If a trusted proxy sent `request`, sets its source and whether it came over TLS to those of the
  // client, as reported by the chain of trusted proxies. Headers that are malformed or contradict
  // each other change nothing.
  void apply_forwarded(http::Request& request) const;

 private:
  [[nodiscard]] bool trusts(std::string_view address) const;

  const std::vector<std::string> trusted_;
};

}  // namespace patchbay::app
