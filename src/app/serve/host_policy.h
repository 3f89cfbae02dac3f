// Which hosts the server answers to, and which requests a browser sent for a page of another site:
// such pages must not change anything with credentials that a browser keeps.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace patchbay::app {

// Thread-safe.
class HostPolicy {
 public:
  // The names the server answers to, without ports; empty: any name.
  explicit HostPolicy(std::vector<std::string> names) : names_(std::move(names)) {}

  // Whether the request's Host is one of the names.
  [[nodiscard]] bool serves_host(const http::Request& request) const;
  // Whether a browser says that it sent `request` for a page of another site. A client that sends
  // neither Origin nor Sec-Fetch-Site is not a browser.
  [[nodiscard]] bool is_cross_site(const http::Request& request) const;
  // Whether a browser sent `request` for a page that may be of another site: also one under a name
  // that only seems to be the server's own, because somebody else may have pointed it here.
  [[nodiscard]] bool is_unknown_page(const http::Request& request) const;

 private:
  [[nodiscard]] bool holds(std::string_view host) const;

  const std::vector<std::string> names_;
};

// The names of a comma-separated list, in lower case. The error is the first item that is not a
// host name.
[[nodiscard]] std::expected<std::vector<std::string>, std::string> host_names(
    std::string_view list);

}  // namespace patchbay::app
