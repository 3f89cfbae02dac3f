// Reads lists with weights: RFC 9110, section 12.4.2.
#include "http/accepted.h"

#include <algorithm>

#include "base/text.h"
#include "http/ascii.h"

namespace patchbay::http {
namespace {

// Whether a parameter of a list's member is the weight 0.
bool is_weight_of_zero(std::string_view parameter) {
  const std::string weight = lower(trim(parameter));
  return weight.starts_with("q=0") &&
         std::ranges::all_of(weight.substr(3), [](char c) { return c == '0' || c == '.'; });
}

}  // namespace

std::optional<bool> accepts(const Request& request, std::string_view name, std::string_view value) {
  std::optional<bool> accepted;
  for (const auto& [header, list] : request.headers) {
    if (!ascii::equal_ignoring_case(header, name)) continue;
    for (const std::string_view member : split(list, ',')) {
      const auto parts = split(member, ';');
      if (!ascii::equal_ignoring_case(trim(parts.front()), value)) continue;
      accepted = accepted.value_or(false) || !std::ranges::any_of(parts, is_weight_of_zero);
    }
  }
  return accepted;
}

}  // namespace patchbay::http
