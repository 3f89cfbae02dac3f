// Which addresses the server may connect to on behalf of others.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/url.h"

namespace patchbay::http {

// Without exceptions, only addresses that are reachable all over the internet: none that are
// private, of this machine, of a link or a cloud's metadata, for documentation, multicast, or that
// hold another address (mapped, translated, 6to4). Threads: any.
class AddressPolicy {
 public:
  // `allowed`: address blocks that may be connected to all the same.
  explicit AddressPolicy(std::vector<std::string> allowed) : allowed_(std::move(allowed)) {}

  // `address` is an IPv4 or IPv6 literal without a zone.
  [[nodiscard]] bool permits(std::string_view address) const;
  // Whether a URL may be stored: its address is permitted, if it has one, and its name is not one
  // of this machine. The address of a name is looked at again when a connection is made.
  [[nodiscard]] bool permits(const Url& url) const;

 private:
  std::vector<std::string> allowed_;
};

}  // namespace patchbay::http
