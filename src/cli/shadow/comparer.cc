// One request after another, in the order in which the vendor answered.
#include "cli/shadow/comparer.h"

#include <algorithm>
#include <future>
#include <utility>

#include "app/report_failure.h"
#include "base/text.h"
#include "cli/remote/door_session.h"
#include "doors/shared/http_text.h"
#include "doors/shared/redact.h"
#include "doors/shared/reply_decoding.h"
#include "http/content_coding.h"

namespace patchbay::app {
namespace {

using doors::NotCompared;

constexpr std::size_t kPlainBytesMax = std::size_t{16} << 20;

// Makes a body as it was before it was compressed, if it was.
template <class Message>
bool decompress_body(Message& message) {
  for (const auto& [name, value] : message.headers) {
    if (lower(name) != "content-encoding" || message.body.empty()) continue;
    const auto coding = http::find_coding(value);
    if (!coding) return false;
    auto plain = http::decompress(message.body, *coding, kPlainBytesMax);
    if (!plain) return false;
    message.body = *std::move(plain);
    return true;
  }
  return true;
}

std::optional<Fault> fault_of(const doors::ShadowRequest& request, const http::Response& response) {
  auto reply = request.transport->decode_reply(request.call, response);
  if (reply) return std::nullopt;
  return std::move(reply.error());
}

std::optional<ErrorKind> fault_kind(const doors::ShadowRequest& request,
                                    const http::Response& response) {
  const auto fault = fault_of(request, response);
  if (!fault) return std::nullopt;
  return fault->kind;
}

bool is_about_caller(std::optional<ErrorKind> kind) {
  return kind == ErrorKind::no_credentials || kind == ErrorKind::bad_credentials ||
         kind == ErrorKind::bad_token;
}

bool is_about_rights(std::optional<ErrorKind> kind) {
  return is_about_caller(kind) || kind == ErrorKind::not_allowed_here ||
         kind == ErrorKind::role_denied || kind == ErrorKind::own_record;
}

// A failure of the moment, which says nothing about the request. Some dialects answer all with 200.
bool is_busy(const doors::ShadowRequest& request, const http::Response& response) {
  const auto fault = fault_of(request, response);
  if (!fault) return false;
  if (response.status >= 400) return response.status >= 500 || response.status == 429;
  return !doors::is_unreadable_reply(*fault) &&
         (fault->kind == ErrorKind::too_many_requests || fault->kind == ErrorKind::unavailable ||
          fault->kind == ErrorKind::unknown_outcome);
}

std::string line_of(const http::Request& request) {
  return request.method + ' ' + doors::redacted_target(request);
}

http::ClientReply send_again(http::Client& client, const http::Url& upstream,
                             const http::Request& asked) {
  http::ClientRequest request{.url = upstream, .method = asked.method, .body = asked.body};
  request.url.target = doors::target_of(asked);
  for (const auto& [name, value] : asked.headers) {
    const std::string lowered = lower(name);
    if (lowered != "host" && lowered != "content-length") request.headers.emplace_back(name, value);
  }
  const auto promise = std::make_shared<std::promise<http::ClientReply>>();
  auto future = promise->get_future();
  client.send(std::move(request),
              [promise](http::ClientReply reply) { promise->set_value(std::move(reply)); });
  return future.get();
}

}  // namespace

std::optional<NotCompared> Comparer::sign_in(const doors::ClientTransport& transport) {
  auto given = credentials_for(here_, std::string(door_.name), transport);
  if (given) {
    own_ = *std::move(given);
    return std::nullopt;
  }
  if (given.error().code != kNotAllowed) return NotCompared::no_answer;
  if (++refused_ == kRefusedMax) stop(NotCompared::not_signed_in);
  return NotCompared::not_signed_in;
}

// A server that does not know the header that rehearses would carry out what it is sent. Asked
// without credentials, so that nothing counts as a failed attempt.
std::optional<NotCompared> Comparer::check_server() {
  if (is_checked_) return std::nullopt;
  const auto reply = here_.send_as_is({.target = "/v1/session"});
  if (!reply) return NotCompared::no_answer;
  const wire::Tree* const type = reply->tree.find("type");
  const std::string* const said = type ? type->text() : nullptr;
  if (!said || !said->starts_with("urn:patchbay:")) {
    stop(NotCompared::not_rehearsed);
    return NotCompared::not_rehearsed;
  }
  is_checked_ = true;
  return std::nullopt;
}

std::expected<doors::ShadowRequest, NotCompared> Comparer::prepare(const http::Request& asked) {
  if (stopped_) return std::unexpected(*stopped_);
  if (const auto reason = check_server()) return std::unexpected(*reason);
  if (rules_.same_credentials) return doors::shadow_request(door_, asked, std::nullopt);
  if (!own_)
    if (const auto reason = sign_in(doors::client_of(door_.name)->transports.front()))
      return std::unexpected(*reason);
  return doors::shadow_request(door_, asked, own_);
}

std::expected<http::Response, NotCompared> Comparer::rehearse(const http::Request& asked,
                                                              doors::ShadowRequest& request) {
  for (bool is_again = false;; is_again = true) {
    const auto reply = here_.send_as_is(to_server(request.request, {}));
    if (!reply) return std::unexpected(NotCompared::no_answer);
    http::Response out{.status = reply->status, .headers = reply->headers, .body = reply->body};
    if (is_busy(request, out)) return std::unexpected(NotCompared::no_answer);
    const auto kind = fault_kind(request, out);
    if (!kind && !request.is_read && reply->header("Patchbay-Rehearsed").empty()) {
      // It may have written: perhaps it is not of Patchbay, or the vendor's server itself.
      stop(NotCompared::not_rehearsed);
      return std::unexpected(NotCompared::not_rehearsed);
    }
    if (!is_about_caller(kind)) {
      refused_ = 0;
      return out;
    }
    if (++refused_ == kRefusedMax) stop(NotCompared::not_signed_in);
    // A token may have run out.
    const bool has_token = own_ && std::holds_alternative<core::BearerToken>(*own_);
    own_.reset();
    if (is_again || !has_token) return std::unexpected(NotCompared::not_signed_in);
    auto prepared = prepare(asked);
    if (!prepared) return std::unexpected(prepared.error());
    request = *std::move(prepared);
  }
}

bool Comparer::was_renamed(const doors::ShadowRequest& request) const {
  return renamed_.contains(request.subject) || renamed_.contains(request.new_name);
}

Comparer::Differences Comparer::differences(const doors::ShadowRequest& request,
                                            const http::Response& there,
                                            const http::Response& here) const {
  const doors::ChangedSince since{.has_values =
                                      [this](const core::Subject& subject) {
                                        const std::string text = doors::subject_text(subject);
                                        return everything_changed_ || changed_.contains(text) ||
                                               renamed_.contains(text);
                                      },
                                  .has_customers = customers_changed_ || everything_changed_};
  auto out = doors::reply_differences(*request.transport, request.call, there, here, since);
  std::erase_if(out, [this](const auto& each) { return is_ignored(each); });
  return out;
}

bool Comparer::is_ignored(const doors::ReplyDifference& difference) const {
  const std::string cause(word(difference.cause));
  return findings_.is_noise({difference.field, difference.cause}) ||
         std::ranges::any_of(rules_.ignore, [&](const std::string& each) {
           return each == cause || (!difference.field.empty() && each == difference.field) ||
                  each == difference.field + ':' + cause;
         });
}

void Comparer::learn_noise(const http::Passed& passed, const doors::ShadowRequest& request) {
  http::ClientReply reply = send_again(*there_, upstream_, passed.request);
  http::Response again{
      .status = reply.status, .headers = std::move(reply.headers), .body = std::move(reply.body)};
  if (again.status == 0 || !decompress_body(again)) return;
  // A refusal of the moment says nothing about other replies.
  if (is_busy(request, again) || is_about_rights(fault_kind(request, again))) return;
  for (const auto& each : differences(request, passed.response, again))
    if (!each.field.empty()) findings_.add_noise({each.field, each.cause});
}

void Comparer::note(std::unordered_set<std::string>& set, const std::string& subject) {
  if (subject.empty() || set.size() >= kChangedMax)
    everything_changed_ = true;
  else
    set.insert(subject);
}

void Comparer::note_change(const doors::ShadowRequest& request, const http::Response& there) {
  if (request.is_read || !request.has_call) return;
  const auto reply = request.transport->decode_reply(request.call, there);
  if (!reply) return;
  if (!request.changes_identity) return note(changed_, request.subject);
  customers_changed_ = true;
  const auto* accepted = std::get_if<doors::Accepted>(&*reply);
  if (accepted && accepted->customer) note(renamed_, doors::subject_text(*accepted->customer));
  if (!request.subject.empty()) note(renamed_, request.subject);
  if (!request.new_name.empty()) note(renamed_, request.new_name);
}

void Comparer::stop(NotCompared reason) {
  stopped_ = reason;
  (void)report_failure("nothing is compared any more: " + std::string(meaning(reason)));
}

// No fault of a comparison may end the process, through which the vendor's clients go.
void Comparer::compare(http::Passed passed) {
  const bool may_change = passed.request.method != "GET" && passed.request.method != "HEAD";
  std::optional<NotCompared> reason;
  try {
    reason = try_to_compare(passed);
  } catch (const std::exception&) {
    reason = NotCompared::failed_here;
  }
  if (!reason) return;
  const bool is_of_customers =
      *reason != NotCompared::sign_in && *reason != NotCompared::another_path;
  if (may_change && is_of_customers && !is_noted_) everything_changed_ = true;
  findings_.add_not_compared(*reason);
}

void Comparer::add_missing_call(const http::Passed& passed) {
  Differences found;
  if (passed.response.status < 400)
    found.push_back({doors::ReplyCause::no_call,
                     {},
                     "status " + std::to_string(passed.response.status),
                     "no such call"});
  std::erase_if(found, [this](const auto& each) { return is_ignored(each); });
  findings_.add("none", line_of(passed.request), found);
}

std::optional<NotCompared> Comparer::try_to_compare(http::Passed& passed) {
  is_noted_ = false;
  if (was_left_out_.exchange(false)) everything_changed_ = true;
  if (!passed.is_whole) return NotCompared::not_kept;
  http::Request asked = passed.request;
  if (!decompress_body(asked) || !decompress_body(passed.response)) return NotCompared::not_decoded;
  auto request = prepare(asked);
  if (!request) return request.error();
  if (!request->has_call) {
    add_missing_call(passed);
    return std::nullopt;
  }
  const bool was_known = !was_renamed(*request);
  const auto here = was_known ? answer_here(asked, passed.response, *request)
                              : std::unexpected(NotCompared::after_change);
  const bool is_new_there = customers_changed_ && request->is_read && here &&
                            fault_kind(*request, *here) == ErrorKind::unknown_customer;
  Differences found = here ? differences(*request, passed.response, *here) : Differences();
  if (!found.empty() && is_new_there) return NotCompared::after_change;
  if (!found.empty() && request->is_read && there_) {
    learn_noise(passed, *request);
    found = differences(*request, passed.response, *here);
  }
  note_change(*request, passed.response);
  is_noted_ = true;
  if (!here) return here.error();
  findings_.add(word(request->call), line_of(passed.request), found);
  return std::nullopt;
}

std::expected<http::Response, NotCompared> Comparer::answer_here(const http::Request& asked,
                                                                 const http::Response& there,
                                                                 doors::ShadowRequest& request) {
  if (is_about_rights(fault_kind(request, there)))
    return std::unexpected(NotCompared::refused_caller);
  if (is_busy(request, there)) return std::unexpected(NotCompared::vendor_busy);
  return rehearse(asked, request);
}

}  // namespace patchbay::app
