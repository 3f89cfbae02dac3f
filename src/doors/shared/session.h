// The session of a browser: a token in a cookie, which counts only beside a header that no page of
// another site can send.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/call/call.h"
#include "http/message.h"

namespace patchbay::doors {

inline constexpr std::string_view kCsrfHeader = "X-CSRF-Token";

// The token in the request's session cookie; nothing if there is none or more than one, or if the
// request has an Authorization header, which counts instead.
[[nodiscard]] std::optional<std::string> session_token(const http::Request& request);
// The value that X-CSRF-Token must have in this session: 64 hexadecimal digits.
[[nodiscard]] std::string csrf_token(std::string_view session_token);
// The same token, if the request also has the right X-CSRF-Token.
[[nodiscard]] std::optional<std::string> confirmed_session_token(const http::Request& request);

// The same token as credentials, if `given` are absent; otherwise `given`.
[[nodiscard]] core::Credentials with_session(const http::Request& request, core::Credentials given);

// The header Set-Cookie that starts a session, or ends it if `token` is empty. `secure` says
// whether the request came over TLS; the cookie then goes over TLS only.
[[nodiscard]] std::string session_cookie(std::string_view token, bool secure);

}  // namespace patchbay::doors
