// Sends calls, and reads back what has no clear reply.
#include "reach/systems/remote.h"

#include <algorithm>
#include <set>

#include "base/result.h"
#include "base/text.h"
#include "reach/systems/links.h"

namespace patchbay::reach {
namespace {

using doors::ClientCall;

constexpr std::size_t kPage = 100;
constexpr int kPauseSecondsMax = 60;
// How often a system that works in the background is asked whether it is done.
constexpr int kLooksMax = 60;

bool is_unclear(const Fault& fault) {
  return fault.kind == ErrorKind::unknown_outcome || fault.kind == ErrorKind::unavailable ||
         fault.kind == ErrorKind::damaged;
}

int seconds_of(const http::ClientReply& reply) {
  const auto given = parse_whole(reply.retry_after);
  return static_cast<int>(std::clamp<std::int64_t>(given.value_or(1), 1, kPauseSecondsMax));
}

bool writes(ClientCall kind) {
  return kind == ClientCall::update || kind == ClientCall::create || kind == ClientCall::remove ||
         kind == ClientCall::undelete || kind == ClientCall::move || kind == ClientCall::adjust;
}

Fault no_reply(const http::ClientReply& reply) {
  return Fault(ErrorKind::unknown_outcome, "no reply from the system: " + reply.problem);
}

// Edits of a field as the record of the system would show them.
bool shows(const RemoteCustomer& customer, const core::FieldEdit& edit) {
  return would_change_nothing(customer.record, edit.target, edit.edit);
}

bool shows_all(const RemoteCustomer& customer, const std::vector<core::FieldEdit>& edits) {
  return std::ranges::all_of(edits,
                             [&](const core::FieldEdit& each) { return shows(customer, each); });
}

// Whether the edited fields are as they were.
bool is_as_before(const RemoteCustomer& now, const RemoteCustomer& before,
                  const std::vector<core::FieldEdit>& edits) {
  return std::ranges::all_of(edits, [&](const core::FieldEdit& each) {
    return value_at(now.record, each.target) == value_at(before.record, each.target);
  });
}

core::Subject subject_or(const std::optional<core::Subject>& found, const core::Subject& other) {
  return found ? *found : other;
}

}  // namespace

bool RemoteSystem::has(ClientCall call) const {
  return !options_.client->calls[static_cast<std::size_t>(call)].name.empty();
}

bool RemoteSystem::signs_in() const { return options_.client->authorization.starts_with("Bearer"); }

Result<doors::Reply> RemoteSystem::send(ClientCall kind, http::Request request) {
  http::ClientRequest sent{.url = options_.address,
                           .method = std::move(request.method),
                           .headers = std::move(request.headers),
                           .body = std::move(request.body),
                           .is_sent_once = writes(kind)};
  if (sent.url.target.ends_with('/')) sent.url.target.pop_back();
  sent.url.target += request.path;
  if (!request.query.empty()) sent.url.target += '?' + request.query;
  const http::ClientReply reply = exchange_.exchange(std::move(sent));
  if (reply.status == 0) return std::unexpected(no_reply(reply));
  auto out = options_.transport->decode_reply(kind, {.status = reply.status, .body = reply.body});
  if (!out && (reply.status == 429 || out.error().kind == ErrorKind::too_many_requests)) {
    out.error().kind = ErrorKind::too_many_requests;
    out.error().retry_after_s = seconds_of(reply);
  }
  return out;
}

Result<void> RemoteSystem::sign_in() {
  core::Call call;
  call.request = core::SignIn{};
  auto encoded = options_.transport->encode_call(
      call, {.credentials = options_.who, .record = nullptr, .sends_secrets = true});
  if (!encoded.request)
    return std::unexpected(Fault(ErrorKind::bad_credentials, "the dialect has no sign-in"));
  auto reply = TRY(send(ClientCall::sign_in, std::move(*encoded.request)));
  auto* tokens = std::get_if<doors::GivenTokens>(&reply);
  if (!tokens) return std::unexpected(Fault(ErrorKind::bad_credentials, "no token was given"));
  token_ = std::move(tokens->token);
  return {};
}

Result<doors::Reply> RemoteSystem::call_once(const core::Call& call, ClientCall kind,
                                             const Record* record) {
  if (signs_in() && !token_) TRY_DO(sign_in());
  doors::ClientContext context{.credentials = options_.who, .record = record};
  if (token_) context.credentials = core::BearerToken{*token_};
  auto encoded = options_.transport->encode_call(call, context);
  if (!encoded.request)
    return std::unexpected(Fault(ErrorKind::invalid, encoded.losses.empty()
                                                         ? "the dialect has no such call"
                                                         : encoded.losses.front().why));
  if (!encoded.placeholders.empty())
    return std::unexpected(
        Fault(ErrorKind::invalid, "the request needs " + encoded.placeholders.front().meaning));
  return send(kind, std::move(*encoded.request));
}

// Nothing was done yet if the system asks for fewer requests, or for another token.
Result<doors::Reply> RemoteSystem::call(core::Request request, const Record* record) {
  const auto kind = doors::client_call(request);
  if (!kind || !has(*kind))
    return std::unexpected(Fault(ErrorKind::invalid, "the dialect has no such call"));
  core::Call call;
  call.request = std::move(request);
  for (int attempt = 1;; ++attempt) {
    auto reply = call_once(call, *kind, record);
    if (reply || attempt == kAttemptsMax) return reply;
    const ErrorKind wrong = reply.error().kind;
    const bool has_old_token =
        signs_in() && token_ &&
        (wrong == ErrorKind::bad_token || wrong == ErrorKind::no_credentials ||
         wrong == ErrorKind::bad_credentials);
    if (has_old_token)
      token_.reset();
    else if (wrong == ErrorKind::too_many_requests)
      exchange_.pause(reply.error().retry_after_s);
    else
      return reply;
  }
}

Result<std::vector<ListedCustomer>> RemoteSystem::list() {
  std::vector<ListedCustomer> out;
  std::set<std::string> known;
  std::optional<std::size_t> total;
  for (;;) {
    core::ListCustomers list{.below = options_.below};
    list.query.offset = out.size();
    list.query.limit = kPage;
    Result<doors::Reply> reply = call(list);
    for (int attempt = 1; !reply && is_unclear(reply.error()) && attempt < kAttemptsMax; ++attempt)
      reply = call(list);
    if (!reply) return std::unexpected(std::move(reply).error());
    auto* page = std::get_if<doors::ShownPage>(&*reply);
    if (!page) return std::unexpected(Fault(ErrorKind::unavailable, "the reply is no list"));
    if (page->total) total = page->total;
    const std::size_t size = page->customers.size();
    const std::size_t before = known.size();
    for (doors::ShownCustomer& each : page->customers) {
      ListedCustomer listed{subject_or(each.subject, core::Oneself{}), each.name, std::nullopt};
      known.insert(subject_text(listed.subject));
      if (!each.fields.empty()) listed.shown = to_remote(each);
      out.push_back(std::move(listed));
    }
    const bool may_have_more = page->more || (size == kPage && !total);
    if (size == 0 || !may_have_more) break;
    if (known.size() == before)
      return std::unexpected(Fault(ErrorKind::unavailable, "the list goes round in a circle"));
    if (out.size() > kListedMax)
      return std::unexpected(Fault(ErrorKind::unavailable, "the list has more than 1000000"));
  }
  if (total && out.size() < *total)
    return std::unexpected(Fault(
        ErrorKind::unavailable,
        "the list has " + std::to_string(out.size()) + " customers of " + std::to_string(*total)));
  return out;
}

Result<std::optional<RemoteCustomer>> RemoteSystem::get(const core::Subject& subject) {
  if (!is_readable()) {
    RemoteCustomer blind{.subject = subject, .is_readable = false};
    return blind;
  }
  auto reply = call(core::GetCustomer{.subject = subject});
  for (int attempt = 1; !reply && is_unclear(reply.error()) && attempt < kAttemptsMax; ++attempt)
    reply = call(core::GetCustomer{.subject = subject});
  if (!reply && reply.error().kind == ErrorKind::unknown_customer) return std::nullopt;
  if (!reply) return std::unexpected(std::move(reply).error());
  const auto* shown = std::get_if<doors::ShownCustomer>(&*reply);
  if (!shown) return std::unexpected(Fault(ErrorKind::unavailable, "the reply is no customer"));
  RemoteCustomer out = to_remote(*shown);
  out.subject = subject_or(shown->subject, subject);
  return out;
}

Result<RemoteCustomer> RemoteSystem::read_back(const core::Subject& subject) {
  auto found = TRY(get(subject));
  if (!found) return std::unexpected(Fault(ErrorKind::unknown_customer, "it is not there"));
  return std::move(*found);
}

// Some systems answer before the work is done. One that failed says so by its state only.
Result<void> RemoteSystem::await(const doors::Accepted& accepted) {
  if (!accepted.request || !has(ClientCall::request_status)) return {};
  for (int look = 0; look < kLooksMax; ++look) {
    const auto reply = call(core::RequestStatus{.id = *accepted.request});
    const auto* progress = reply ? std::get_if<doors::RequestProgress>(&*reply) : nullptr;
    if (progress && *progress == doors::RequestProgress::done) return {};
    if (progress && *progress == doors::RequestProgress::failed)
      return std::unexpected(Fault(ErrorKind::invalid, "the system says that its request " +
                                                           accepted.request->text() + " failed"));
    if (!reply && !is_unclear(reply.error())) return {};
    if (look > 0) exchange_.pause(1);
  }
  return std::unexpected(Fault(ErrorKind::unknown_outcome, "the system is still working on it"));
}

Result<RemoteCustomer> RemoteSystem::update(const RemoteCustomer& seen,
                                            std::vector<core::FieldEdit> edits) {
  Fault last;
  for (int attempt = 1; attempt <= kAttemptsMax; ++attempt) {
    auto reply = call(core::UpdateCustomer{.subject = seen.subject, .edits = edits},
                      seen.is_readable ? &seen.record : nullptr);
    if (reply) {
      if (const auto* accepted = std::get_if<doors::Accepted>(&*reply)) TRY_DO(await(*accepted));
      return read_back(seen.subject);
    }
    if (!is_unclear(reply.error())) return std::unexpected(std::move(reply).error());
    last = std::move(reply).error();
    // Nothing can be read: the same values once more change nothing.
    if (!seen.is_readable) continue;
    RemoteCustomer now = TRY(read_back(seen.subject));
    if (shows_all(now, edits)) return now;
    if (!is_as_before(now, seen, edits))
      return std::unexpected(
          Fault(ErrorKind::version_differs, "the system shows neither the old nor the new value"));
    exchange_.pause(1);
  }
  return std::unexpected(std::move(last));
}

Result<std::optional<RemoteCustomer>> RemoteSystem::find(
    const std::string& name, const IsIt& is_it, const std::vector<ListedCustomer>& listed) {
  std::optional<RemoteCustomer> out;
  for (const ListedCustomer& each : listed) {
    // A vendor may keep a name in another form, so it decides only where nothing else is known.
    if (!each.shown && each.name != name) continue;
    auto shown = each.shown ? each.shown : TRY(get(each.subject));
    if (!shown || !is_it(*shown)) continue;
    if (out) return std::unexpected(Fault(ErrorKind::conflict, "the system has several like it"));
    out = std::move(shown);
  }
  return out;
}

Result<std::optional<RemoteCustomer>> RemoteSystem::sample(
    const std::vector<ListedCustomer>& listed) {
  if (listed.empty()) return std::nullopt;
  if (listed.front().shown) return listed.front().shown;
  return get(listed.front().subject);
}

Result<RemoteSystem::Created> RemoteSystem::create(const std::string& name,
                                                   const std::vector<core::FieldEdit>& edits,
                                                   const IsIt& is_it) {
  Fault last;
  for (int attempt = 1; attempt <= kAttemptsMax; ++attempt) {
    auto reply = call(core::CreateCustomer{.parent = options_.below, .edits = edits});
    const auto* accepted = reply ? std::get_if<doors::Accepted>(&*reply) : nullptr;
    if (accepted) TRY_DO(await(*accepted));
    if (accepted && accepted->customer) return Created{TRY(read_back(*accepted->customer))};
    if (!reply && !is_unclear(reply.error())) return std::unexpected(std::move(reply).error());
    last = reply ? Fault(ErrorKind::unknown_outcome, "the reply names no customer")
                 : std::move(reply).error();
    if (!is_readable()) break;
    exchange_.pause(attempt);
    const auto listed = TRY(list());
    if (auto found = TRY(find(name, is_it, listed)))
      return Created{std::move(*found), /*is_certain=*/accepted != nullptr};
    if (accepted) break;  // it was made, though it cannot be found: another would be one too many
  }
  return std::unexpected(std::move(last));
}

}  // namespace patchbay::reach
