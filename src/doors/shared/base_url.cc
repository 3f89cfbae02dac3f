// Reads the header Host.
#include "doors/shared/base_url.h"

#include <string_view>

namespace patchbay::doors {

std::string base_url_of(const http::Request& request) {
  constexpr std::string_view kOfHosts =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_~:[]";
  const std::string_view host = request.header("Host").value_or("");
  if (host.empty() || host.find_first_not_of(kOfHosts) != std::string_view::npos) return {};
  return (request.secure ? "https://" : "http://") + std::string(host);
}

}  // namespace patchbay::doors
