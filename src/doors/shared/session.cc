// Reads and writes the session cookie.
#include "doors/shared/session.h"

#include <sodium.h>

#include "base/digest.h"
#include "base/text.h"

namespace patchbay::doors {
namespace {

// Browsers keep a cookie whose name begins with "__Host-" from being set by other hosts or without
// TLS.
constexpr std::string_view kSecureName = "__Host-patchbay_session";
constexpr std::string_view kPlainName = "patchbay_session";

std::string_view cookie_name(bool secure) { return secure ? kSecureName : kPlainName; }

bool are_absent(const core::Credentials& credentials) {
  if (const auto* given = std::get_if<core::NameAndSecret>(&credentials))
    return given->name.empty() && given->secret.empty();
  return std::holds_alternative<core::NoCredentials>(credentials);
}

}  // namespace

std::optional<std::string> session_token(const http::Request& request) {
  if (request.count("Authorization") != 0 || request.count("Cookie") != 1) return std::nullopt;
  std::optional<std::string> out;
  for (const std::string_view each : split(request.header("Cookie").value_or(""), ';')) {
    const std::string_view pair = trim(each);
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != cookie_name(request.secure))
      continue;
    if (out) return std::nullopt;
    out = pair.substr(equals + 1);
  }
  return out && !out->empty() ? out : std::nullopt;
}

std::string csrf_token(std::string_view session_token) {
  return hex(blake2b(session_token, "patchbay session csrf"));
}

std::optional<std::string> confirmed_session_token(const http::Request& request) {
  auto token = session_token(request);
  if (!token || request.count(kCsrfHeader) != 1) return std::nullopt;
  const std::string wanted = csrf_token(*token);
  const std::string_view given = request.header(kCsrfHeader).value_or("");
  const bool same = given.size() == wanted.size() &&
                    sodium_memcmp(given.data(), wanted.data(), given.size()) == 0;
  return same ? token : std::nullopt;
}

core::Credentials with_session(const http::Request& request, core::Credentials given) {
  if (!are_absent(given)) return given;
  if (auto token = confirmed_session_token(request))
    return core::BearerToken{Secret(std::move(*token))};
  return given;
}

std::string session_cookie(std::string_view token, bool secure) {
  std::string out(cookie_name(secure));
  out.append("=").append(token).append("; Path=/; HttpOnly; SameSite=Strict");
  if (secure) out += "; Secure";
  if (token.empty()) out += "; Max-Age=0";
  return out;
}

}  // namespace patchbay::doors
