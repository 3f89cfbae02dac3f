// Sends requests through the HTTP client and waits for their replies.
#include "cli/remote/session.h"

#include <future>
#include <memory>

#include "base/digest.h"
#include "base/result.h"
#include "base/text.h"
#include "cli/remote/terminal.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

// A reply may hold a thousand customers with all their parts.
constexpr wire::json::Bounds kReplyBounds{.depth_max = 32, .nodes_max = 4'000'000};

std::string text_member(const wire::Tree& tree, std::string_view name) {
  const wire::Tree* const found = tree.find(name);
  return found && found->text() ? *found->text() : std::string();
}

http::ClientReply send_and_wait(http::Client& client, http::ClientRequest request) {
  const auto promise = std::make_shared<std::promise<http::ClientReply>>();
  auto future = promise->get_future();
  client.send(std::move(request),
              [promise](http::ClientReply reply) { promise->set_value(std::move(reply)); });
  return future.get();
}

bool may_be_repeated(const ToServer& request) {
  if (request.method == "GET" || request.method == "HEAD") return true;
  for (const auto& [name, value] : request.headers)
    if (name == "Idempotency-Key") return true;
  return false;
}

FromServer read_reply(http::ClientReply reply) {
  FromServer out{.status = reply.status,
                 .headers = std::move(reply.headers),
                 .body = std::move(reply.body),
                 .tree = {}};
  if (out.header("Content-Type").find("json") != std::string::npos)
    if (auto tree = wire::json::parse(out.body, kReplyBounds)) out.tree = *std::move(tree);
  return out;
}

}  // namespace

std::string FromServer::header(std::string_view name) const {
  const std::string wanted = lower(name);
  for (const auto& [each, value] : headers)
    if (lower(each) == wanted) return value;
  return {};
}

Failure refusal(const FromServer& reply) {
  std::string what = text_member(reply.tree, "detail");
  if (what.empty()) what = text_member(reply.tree, "title");
  if (what.empty()) what = "the server answered with status " + std::to_string(reply.status);
  if (reply.status == 401) what += ": look at the profile, or use `patchbay login` again";
  const std::string id = reply.header("X-Request-Id");
  if (!id.empty()) what += " (request " + id + ")";
  what = on_one_line(what);  // the server's words do not steer the terminal
  switch (reply.status) {
    case 401:
    case 403:
      return {std::move(what), kNotAllowed};
    case 409:
    case 412:
    case 428:
      return {std::move(what), kRefused};
    default:
      return {std::move(what), kError};
  }
}

Answer<Session> Session::open(const Profile& profile, std::chrono::milliseconds timeout) {
  TRY_DO(check_secrecy(profile));
  Secret credential = TRY(credential_of(profile));
  // The address is one that this person chose, so it may be any.
  auto client = http::Client::open({.policy = http::AddressPolicy({"0.0.0.0/0", "::/0"}),
                                    .timeout = timeout,
                                    .reply_bytes_max = kServerReplyBytesMax,
                                    .kept_bytes_max = kServerReplyBytesMax,
                                    .authorities_file = profile.authorities});
  if (!client) return fail(client.error());
  return Session(profile, std::move(credential), std::move(*client));
}

http::ClientRequest Session::to_send(const ToServer& request, bool signs_in) const {
  http::ClientRequest out{.url = profile_.server,
                          .method = request.method,
                          .headers = request.headers,
                          .body = request.body};
  out.url.target = request.target;
  if (signs_in)
    out.headers.emplace_back("Authorization", "Basic " + base64(profile_.user + ':' +
                                                                std::string(credential_.reveal())));
  return out;
}

Answer<FromServer> Session::exchange(const ToServer& request) const {
  http::ClientReply reply = send_and_wait(*client_, to_send(request, /*signs_in=*/true));
  if (reply.status == 0 && may_be_repeated(request))
    reply = send_and_wait(*client_, to_send(request, /*signs_in=*/true));
  if (reply.status == 0)
    return fail("no reply from " + profile_.server.origin() + ": " + reply.problem);
  return read_reply(std::move(reply));
}

Answer<FromServer> Session::call(const ToServer& request) const {
  FromServer reply = TRY(exchange(request));
  if (reply.status >= 300) return std::unexpected(refusal(reply));
  return reply;
}

Answer<FromServer> Session::follow(const ToServer& request,
                                   std::function<bool(std::string_view)> take) const {
  http::ClientRequest sent = to_send(request, /*signs_in=*/true);
  sent.take = std::move(take);
  http::ClientReply reply = send_and_wait(*client_, std::move(sent));
  if (reply.status == 0)
    return fail("no reply from " + profile_.server.origin() + ": " + reply.problem);
  return read_reply(std::move(reply));
}

Answer<FromServer> Session::send_as_is(const ToServer& request) const {
  http::ClientReply reply = send_and_wait(*client_, to_send(request, /*signs_in=*/false));
  if (reply.status == 0)
    return fail("no reply from " + profile_.server.origin() + ": " + reply.problem);
  return read_reply(std::move(reply));
}

}  // namespace patchbay::app
