// The headers that override a method, and the methods they may name.
#include "http/method_override.h"

#include <algorithm>

#include "http/ascii.h"

namespace patchbay::http {
namespace {

constexpr std::string_view kHeaders[] = {"X-HTTP-Method-Override", "X-HTTP-Method",
                                         "X-Method-Override"};
// A POST may name POST itself.
constexpr std::string_view kMethods[] = {"PATCH", "PUT", "DELETE", "POST"};

}  // namespace

std::expected<std::optional<std::string_view>, std::string_view> overridden_method(
    const Request& request) {
  std::optional<std::string_view> out;
  if (request.method != "POST") return out;
  for (const auto& [name, value] : request.headers) {
    const auto is_it = [&](std::string_view known) {
      return ascii::equal_ignoring_case(name, known);
    };
    if (std::ranges::none_of(kHeaders, is_it)) continue;
    const auto found = std::ranges::find_if(kMethods, [&](std::string_view method) {
      return ascii::equal_ignoring_case(method, value);
    });
    if (found == std::end(kMethods))
      return std::unexpected("X-HTTP-Method-Override must be PATCH, PUT or DELETE");
    if (out && *out != *found)
      return std::unexpected("X-HTTP-Method-Override is given twice, for two methods");
    out = *found;
  }
  return out;
}

}  // namespace patchbay::http
