// Header lookup, and the credentials that a request carries in its headers.
#include "http/message.h"

#include <algorithm>

#include <sodium.h>

#include "base/text.h"
#include "base/utf8.h"
#include "http/ascii.h"

namespace patchbay::http {
namespace {

// The text after `scheme` in the only Authorization header. Two such headers count as none: a proxy
// may have checked one of them and this server would check the other.
std::optional<std::string_view> authorization(const Request& request, std::string_view scheme) {
  const std::string_view value = request.header("Authorization").value_or("");
  if (request.count("Authorization") != 1 || value.size() <= scheme.size() ||
      value[scheme.size()] != ' ')
    return std::nullopt;
  if (!ascii::equal_ignoring_case(value.substr(0, scheme.size()), scheme)) return std::nullopt;
  return trim(value.substr(scheme.size()));
}

std::optional<std::string> decoded_base64(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

bool is_token68(char c) {
  return ascii::is_alphanumeric(c) || std::string_view{"-._~+/="}.contains(c);
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (ascii::equal_ignoring_case(key, name)) return value;
  }
  return std::nullopt;
}

std::size_t Request::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      headers, [&](const auto& header) { return ascii::equal_ignoring_case(header.first, name); }));
}

std::string Request::content_type() const {
  const std::string_view value = header("Content-Type").value_or("");
  return lower(trim(value.substr(0, value.find(';'))));
}

std::string Request::charset() const {
  constexpr std::string_view kName = "charset=";
  std::string_view rest = header("Content-Type").value_or("");
  while (!rest.empty()) {
    const std::string_view parameter = trim(rest.substr(0, rest.find(';')));
    rest.remove_prefix(std::min(rest.find(';'), rest.size() - 1) + 1);
    if (!ascii::equal_ignoring_case(parameter.substr(0, kName.size()), kName)) continue;
    std::string_view value = parameter.substr(kName.size());
    if (value.size() > 1 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    return lower(value);
  }
  return {};
}

Response& Response::set(std::string_view name, std::string value) {
  const auto is_named = [&](const auto& header) {
    return ascii::equal_ignoring_case(header.first, name);
  };
  const auto found = std::ranges::find_if(headers, is_named);
  if (found == headers.end()) {
    headers.emplace_back(name, std::move(value));
    return *this;
  }
  found->second = std::move(value);
  headers.erase(std::remove_if(found + 1, headers.end(), is_named), headers.end());
  return *this;
}

std::optional<BasicCredentials> basic_credentials(const Request& request) {
  const auto encoded = authorization(request, "Basic");
  if (!encoded || encoded->empty()) return std::nullopt;
  const auto pair = decoded_base64(*encoded);
  // RFC 7617, section 2: neither the name nor the password may contain control characters.
  if (!pair || !utf8::is_valid(*pair) || std::ranges::any_of(*pair, ascii::is_control)) {
    return std::nullopt;
  }
  const std::size_t colon = pair->find(':');
  if (colon == std::string::npos) return std::nullopt;
  return BasicCredentials{pair->substr(0, colon), pair->substr(colon + 1)};
}

std::optional<std::string> bearer_token(const Request& request) {
  const auto token = authorization(request, "Bearer");
  if (!token || token->empty() || !std::ranges::all_of(*token, is_token68)) return std::nullopt;
  return std::string{*token};
}

}  // namespace patchbay::http
