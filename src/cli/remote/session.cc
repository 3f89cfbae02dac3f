// Sends requests through the HTTP client and waits for their replies.
#include "cli/remote/session.h"

#include <algorithm>
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

// What the options are called that send a header or a member of a body.
struct Option {
  std::string_view sent;
  std::string_view typed;
};
constexpr Option kOptions[] = {
    {"Patchbay-Reason", "--reason"},
    {"Patchbay-If-Version", "--if-version"},
    {"Idempotency-Key", "--idempotency-key"},
    {"paths", "--path"},
    {"q", "the words"},
};

// `sentences` with `typed` for `sent`, or for one of its items, where one of them begins with it.
std::string renamed(std::string sentences, std::string_view sent, std::string_view typed) {
  constexpr std::string_view kBetween = "; ";
  for (std::size_t at = 0; at < sentences.size();) {
    const std::string_view rest = std::string_view(sentences).substr(at);
    const std::string_view behind = rest.substr(std::min(sent.size(), rest.size()));
    const std::size_t item = behind.starts_with('[') ? behind.find(']') + 1 : 0;
    if (rest.starts_with(sent) && behind.substr(item).starts_with(' '))
      sentences.replace(at, sent.size() + item, typed);
    const auto next = sentences.find(kBetween, at);
    at = next == std::string::npos ? next : next + kBetween.size();
  }
  return sentences;
}

// What the server says of a request to `target`, whose parameters are those of options.
std::string with_options(std::string sentences, std::string_view target) {
  for (const Option& each : kOptions)
    sentences = renamed(std::move(sentences), each.sent, each.typed);
  const auto query = target.find('?');
  if (query == std::string_view::npos) return sentences;
  for (const std::string_view each : split(target.substr(query + 1), '&')) {
    const std::string_view name = each.substr(0, each.find('='));
    std::string option = "--" + std::string(name);
    std::ranges::replace(option, '_', '-');
    if (!name.empty()) sentences = renamed(std::move(sentences), name, option);
  }
  return sentences;
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

Failure refusal(const FromServer& reply, std::string_view target) {
  std::string what = with_options(text_member(reply.tree, "detail"), target);
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
  if (reply.status >= 300) return std::unexpected(refusal(reply, request.target));
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
