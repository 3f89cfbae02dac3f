// Parses host [ ":" port ]. A host that could be read in two ways is refused.
#include "http/authority.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

#include "http/ascii.h"

namespace patchbay::http {
namespace {

constexpr std::size_t kNameMax = 253;
// RFC 3986, section 3.2.2, without the comma, because a comma shows that two header lines were
// joined.
constexpr std::string_view kSigns = "-._~!$&'()*+;=";
constexpr std::size_t kPortDigitsMax = 5;

bool is_hex(char c) {
  return ascii::is_digit(c) || (ascii::lower(c) >= 'a' && ascii::lower(c) <= 'f');
}

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > kNameMax) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (ascii::is_alphanumeric(text[i]) || kSigns.contains(text[i])) continue;
    if (text[i] != '%' || text.size() - i < 3 || !is_hex(text[i + 1]) || !is_hex(text[i + 2]))
      return false;
    i += 2;
  }
  return true;
}

bool is_ipv6(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  if (text.size() >= terminated.size()) return false;
  std::ranges::copy(text, terminated.begin());
  std::array<unsigned char, 16> parsed;
  return inet_pton(AF_INET6, terminated.data(), parsed.data()) == 1;
}

// Whether `text`, which follows the host, is empty or a colon with a port. The port may be empty.
bool is_port(std::string_view text) {
  if (text.empty()) return true;
  return text.front() == ':' && text.size() <= 1 + kPortDigitsMax &&
         std::ranges::all_of(text.substr(1), ascii::is_digit);
}

}  // namespace

bool is_authority(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    return end != std::string_view::npos && is_ipv6(text.substr(1, end - 1)) &&
           is_port(text.substr(end + 1));
  }
  const std::size_t end = std::min(text.find(':'), text.size());
  return is_name(text.substr(0, end)) && is_port(text.substr(end));
}

}  // namespace patchbay::http
