// Keeps browsers from asking for passwords on behalf of scripts.
#include "app/serve/scripts.h"

#include <algorithm>

#include "doors/shared/session.h"

namespace patchbay::app {

bool is_by_script(const http::Request& request) {
  return request.header(doors::kCsrfHeader).has_value() ||
         request.header("Sec-Fetch-Dest") == std::string_view("empty");
}

void ask_for_token(http::Response& response) {
  const auto asks = [](const auto& header) { return header.first == "WWW-Authenticate"; };
  if (std::ranges::any_of(response.headers, asks))
    response.set("WWW-Authenticate", R"(Bearer realm="patchbay")");
}

}  // namespace patchbay::app
