// Signs in through the client half of a dialect.
#include "cli/remote/door_session.h"

#include "base/result.h"
#include "doors/shared/http_text.h"

namespace patchbay::app {

ToServer to_server(const http::Request& request, const http::Headers& more) {
  ToServer out{.method = request.method,
               .target = doors::target_of(request),
               .headers = request.headers,
               .body = request.body};
  out.headers.insert(out.headers.end(), more.begin(), more.end());
  return out;
}

Answer<core::Credentials> credentials_for(const Session& session, const std::string& door,
                                          const doors::ClientTransport& transport) {
  const core::NameAndSecret own{session.profile().user, session.credential()};
  if (!doors::speaking_client_of(door)->authorization.starts_with("Bearer"))
    return core::Credentials(own);
  core::Call call;
  call.request = core::SignIn{};
  call.caller.credentials = own;
  const doors::EncodedCall encoded = transport.encode_call(call, {.credentials = own});
  if (!encoded.request) return fail(door + " has no call that signs in");
  const FromServer reply = TRY(session.send_as_is(to_server(*encoded.request, {})));
  auto given = transport.decode_reply(
      doors::ClientCall::sign_in,
      {.status = reply.status, .headers = reply.headers, .body = reply.body});
  if (!given) {
    const ErrorKind kind = given.error().kind;
    const bool is_busy = kind == ErrorKind::unavailable || kind == ErrorKind::too_many_requests;
    return fail(given.error().sentence(), is_busy ? kError : kNotAllowed);
  }
  auto* const tokens = std::get_if<doors::GivenTokens>(&*given);
  if (!tokens) return fail(door + " answered the sign-in without a token", kNotAllowed);
  return core::Credentials(core::BearerToken{tokens->token});
}

}  // namespace patchbay::app
