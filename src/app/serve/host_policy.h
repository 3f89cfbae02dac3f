// What browsers tell of the page that makes them ask, and of the name they believe to ask: pages of
// others must not change anything with what a browser remembers of its user.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "core/call/call.h"
#include "http/message.h"

namespace patchbay::app {

// Threads: any.
class HostPolicy {
 public:
  // The names the server answers to, without ports; none: to any.
  explicit HostPolicy(std::vector<std::string> names) : names_(std::move(names)) {}

  // Whether the request's Host is one of the names.
  [[nodiscard]] bool serves_host(const http::Request& request) const;
  // Whether a browser says that a page of another site made it send `request`. Whoever sends
  // neither Origin nor Sec-Fetch-Site is no browser, and nobody's page.
  [[nodiscard]] bool is_cross_site(const http::Request& request) const;

 private:
  [[nodiscard]] bool holds(std::string_view host) const;

  const std::vector<std::string> names_;
};

// The names of a list with commas, in lower case, or the one that is none as the error.
[[nodiscard]] std::expected<std::vector<std::string>, std::string> host_names(
    std::string_view list);

// Whether `request` changes something, or signs somebody in or out: by what it is, not by the
// method it came with.
[[nodiscard]] bool changes_something(const core::Request& request);

}  // namespace patchbay::app
