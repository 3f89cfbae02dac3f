// One request's way in and out.
#include "app/reception.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <optional>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include "app/kept_reply.h"
#include "app/password_threads.h"
#include "app/request_log.h"
#include "app/visit.h"

namespace patchbay::app {
namespace {

// The id of a request: of its lines in the log, and of the change it makes.
constexpr std::string_view kIdHeader = "X-Request-Id";

constexpr std::string_view kForeign =
    "this request came from a web page of another origin, as its header Origin or Sec-Fetch-Site "
    "says: changes are accepted only from pages of this server itself and of the hosts in the "
    "setting server.hosts; to allow that page, add its host there";

constexpr std::string_view kOtherHost =
    "this server does not answer to that host name: it answers to those of the setting "
    "server.hosts";

// The calls of one request, and the replies to the first of them.
struct Parts {
  explicit Parts(VisitPtr of) : whole(std::move(of)) {}

  // Together they may come to much; what is not asked for any more is told so.
  static constexpr std::size_t kBytesMax = 4 * 1024 * 1024;

  void add(http::Response reply) {
    bytes += reply.body.size();
    replies.push_back(std::move(reply));
  }
  // All have the credentials of the request: where the first has none that are good, none has, and
  // each one more would count as one more attempt.
  [[nodiscard]] bool is_stranger() const {
    return replies.size() == 1 && replies.front().status == 401;
  }
  [[nodiscard]] bool is_done(std::size_t all) const {
    return replies.size() == all || bytes > kBytesMax || is_stranger();
  }

  const VisitPtr whole;
  std::vector<http::Response> replies;
  std::size_t bytes = 0;
};

class RealReception : public Reception {
 public:
  RealReception(core::Service& service, const doors::Router& router, RequestCounts& counts,
                const Clock& clock, Random& random, const Log& log, Options options)
      : service_(service),
        router_(router),
        counts_(counts),
        clock_(clock),
        random_(random),
        request_log_(log, options.log_requests ? LogRequests::yes : LogRequests::no),
        proxies_(std::move(options.trusted_proxies)),
        hosts_(std::move(options.hosts)),
        passwords_(options.password_threads),
        bodies_(static_cast<std::size_t>(options.body_threads)) {}

  ~RealReception() override {
    bodies_.join();
    rest_.join();
  }

  [[nodiscard]] std::size_t passwords_waiting() const override { return passwords_.waiting(); }

  void look_behind(http::Request& request) const override { proxies_.look_behind(request); }

  [[nodiscard]] http::Response aside(Event event, http::Response response,
                                     std::vector<Log::Member> members) const override {
    const std::string id = new_id().text();
    response.set(kIdHeader, id);
    request_log_.tell_aside(event, id, response.status, std::move(members));
    return response;
  }

  // A long body is read on a thread of its own, so that others' requests, that of /healthz among
  // them, do not wait for it.
  void take(http::Request request, http::Reply reply) override {
    if (request.body.size() <= http::kUngatedBodyBytes) return receive(request, std::move(reply));
    const auto held = std::make_shared<http::Request>(std::move(request));
    boost::asio::post(bodies_, [this, held, reply = std::move(reply)]() mutable {
      receive(*held, std::move(reply));
    });
  }

  void judge(http::Request head, http::Reply reply) override {
    const VisitPtr visit = visit_of(head, std::move(reply), router_.route_head(head));
    if (!hosts_.answers_to(head)) return refuse(visit, 421, kOtherHost);
    if (auto* response = std::get_if<http::Response>(&visit->routed.then))
      return visit->reply(
          sent(*visit, std::move(*response), Verdict::of_status(response->status), {}));
    if (const auto& unheard = visit->routed.unheard)
      return finish(visit, std::unexpected(*unheard));
    const core::Call& call = std::get<doors::Asked>(visit->routed.then).call;
    if (std::holds_alternative<core::NoCredentials>(call.caller.credentials))
      return visit->reply({.status = http::kStranger, .headers = {}, .body = {}});
    when_checkable(visit, [this, visit] { admit(visit); });
  }

 private:
  VisitPtr visit_of(const http::Request& request, http::Reply reply, doors::Routed routed) const {
    return std::make_shared<Visit>(Visit{std::move(reply),
                                         request.method,
                                         request.source,
                                         std::move(routed),
                                         clock_.now(),
                                         new_id(),
                                         {},
                                         {},
                                         hosts_.is_foreign(request)});
  }

  // What is thrown lets the request go unanswered, and the server then says 503.
  void receive(const http::Request& request, http::Reply reply) noexcept try {
    const VisitPtr visit = visit_of(request, std::move(reply), router_.route(request));
    if (!hosts_.answers_to(request)) return refuse(visit, 421, kOtherHost);
    begin(visit);
  } catch (const std::exception&) {
    std::fputs("patchbay: a request could not be taken\n", stderr);
  }

  void begin(const VisitPtr& visit) {
    if (auto* response = std::get_if<http::Response>(&visit->routed.then))
      return visit->reply(
          sent(*visit, std::move(*response), Verdict::of_status(response->status), {}));
    if (const auto& unheard = visit->routed.unheard)
      return finish(visit, std::unexpected(*unheard));
    const auto& asked = std::get<doors::Asked>(visit->routed.then);
    if (asked.refused) return finish(visit, std::unexpected(*asked.refused));
    if (!asked.parts.empty()) return ask_next(std::make_shared<Parts>(visit));
    if (visit->is_foreign && changes_something(asked.call.request))
      return finish(visit, std::unexpected(Fault(Wrong::not_allowed_here, std::string(kForeign))));
    when_checkable(visit, [this, visit] { ask(visit); });
  }

  // Runs `act` at once, or where a password has to be checked on a thread for that.
  void when_checkable(const VisitPtr& visit, std::function<void()> act) {
    auto check = service_.slow(std::get<doors::Asked>(visit->routed.then).call);
    if (!check) return act();
    passwords_.add({.check = *std::move(check),
                    .go_on = std::move(act),
                    .turn_away = [this, visit] { turn_away(visit); }});
  }

  // In the order of time, as ids of changes are.
  [[nodiscard]] Uuid new_id() const { return Uuid::make_ordered(clock_.now().us / 1000, random_); }

  void turn_away(const VisitPtr& visit) noexcept {
    Fault busy(Wrong::unavailable, "too many sign-ins at once; try again");
    busy.retry_after_s = 1;
    finish(visit, std::unexpected(std::move(busy)));
  }

  // A reply in the door's words that needs no call.
  void refuse(const VisitPtr& visit, int status, std::string_view what) const {
    http::Response response = visit->routed.door->refuse(status, what);
    const Result<core::Outcome> outcome = std::unexpected(Fault(Wrong::malformed));
    visit->reply(sent(*visit, std::move(response), Verdict::of(outcome), outcome));
  }

  // Each part is a visit of its own, and the next one begins when its reply is made: on a thread
  // that nobody else waits for, however the one before came to its end. The whole has the id of the
  // first.
  void ask_next(const std::shared_ptr<Parts>& parts) {
    const doors::Routed& whole = parts->whole->routed;
    const auto& asked = std::get<doors::Asked>(whole.then);
    if (parts->is_done(asked.parts.size())) {
      if (parts->is_stranger()) return parts->whole->reply(std::move(parts->replies.front()));
      http::Response joined = router_.join(*whole.door, asked, parts->replies);
      joined.set(kIdHeader, parts->whole->id.text());
      return parts->whole->reply(std::move(joined));
    }
    http::Reply reply([this, parts](http::Reply::Compose compose) {
      boost::asio::post(rest_, [this, parts, compose = std::move(compose)]() mutable {
        parts->add(composed(*parts->whole, compose));
        ask_next(parts);
      });
    });
    begin(std::make_shared<Visit>(
        Visit{std::move(reply),
              parts->whole->method,
              parts->whole->source,
              {whole.door, whole.pattern, asked.parts[parts->replies.size()], {}},
              clock_.now(),
              parts->replies.empty() ? parts->whole->id : new_id(),
              {},
              {},
              parts->whole->is_foreign}));
  }

  [[nodiscard]] http::Response composed(const Visit& whole, http::Reply::Compose& compose) const {
    try {
      return compose();
    } catch (const std::exception&) {  // complained of where it was thrown
      return whole.routed.door->refuse(503, "not available now");
    }
  }

  void admit(const VisitPtr& visit) noexcept try {
    core::Call call = std::get<doors::Asked>(visit->routed.then).call;
    call.id = visit->id;
    call.trace = std::shared_ptr<core::Trace>(visit, &visit->trace);
    service_.admit(std::move(call), [this, visit](std::optional<Fault> fault) {
      if (fault) return finish(visit, std::unexpected(*std::move(fault)));
      request_log_.tell_notices(*visit);
      visit->reply({.status = http::kKnown, .headers = {}, .body = {}});
    });
  } catch (const std::exception& error) {
    request_log_.tell_failure(*visit, error);
  }

  void ask(const VisitPtr& visit) noexcept try {
    core::Call call = std::get<doors::Asked>(visit->routed.then).call;
    call.id = visit->id;
    call.trace = std::shared_ptr<core::Trace>(visit, &visit->trace);
    if (call.how.once)
      call.how.once->render = [this, visit](const core::Outcome& outcome) {
        visit->rendered = encode(*visit, outcome);
        return kept_text(*visit->rendered);
      };
    service_.handle(std::move(call), [this, visit](Result<core::Outcome> outcome) {
      finish(visit, std::move(outcome));
    });
  } catch (const std::exception& error) {
    request_log_.tell_failure(*visit, error);
  }

  // This may be the store's thread, for which others wait: the reply is made on the connection's.
  // What is thrown leaves the visit without a reply, and the server then says 503 in the door's
  // words. It must go no further.
  void finish(const VisitPtr& visit, Result<core::Outcome> outcome) noexcept try {
    visit->reply.later([this, visit, outcome = std::move(outcome)] {
      try {
        return sent(*visit, reply_to(*visit, outcome), Verdict::of(outcome), outcome);
      } catch (const std::exception& error) {
        request_log_.tell_failure(*visit, error);
        throw;
      }
    });
  } catch (const std::exception& error) {
    request_log_.tell_failure(*visit, error);
  }

  http::Response reply_to(Visit& visit, const Result<core::Outcome>& outcome) const {
    if (!outcome) return encode(visit, outcome);
    if (const auto* replay = std::get_if<core::Replay>(&*outcome)) return replayed(visit, *replay);
    if (visit.rendered) return std::move(*visit.rendered);  // what was kept is what is sent
    return encode(visit, outcome);
  }

  [[nodiscard]] http::Response encode(const Visit& visit,
                                      const Result<core::Outcome>& outcome) const {
    return router_.encode(*visit.routed.door, std::get<doors::Asked>(visit.routed.then), outcome);
  }

  [[nodiscard]] http::Response replayed(const Visit& visit, const core::Replay& replay) const {
    auto response = parse_kept(replay.reply);
    if (!response)
      return encode(visit, std::unexpected(
                               Fault(Wrong::conflict, "what was answered before cannot be read")));
    return response->set("Idempotency-Replayed", "true");
  }

  // Counts and logs what is about to be sent.
  [[nodiscard]] http::Response sent(const Visit& visit, http::Response response, Verdict verdict,
                                    const Result<core::Outcome>& outcome) const {
    // The clock may have been set back in between.
    const std::int64_t us = std::max<std::int64_t>(clock_.now().us - visit.arrived.us, 0);
    counts_.answered(*visit.routed.door, verdict, static_cast<std::uint64_t>(us));
    response.set(kIdHeader, visit.id.text());
    request_log_.tell_notices(visit);
    request_log_.tell_request(visit, response.status, us, outcome);
    return response;
  }

  core::Service& service_;
  const doors::Router& router_;
  RequestCounts& counts_;
  const Clock& clock_;
  Random& random_;
  const RequestLog request_log_;
  const Proxies proxies_;
  const HostNames hosts_;
  // The last members: they work with the others, and each with those before it.
  boost::asio::thread_pool rest_{1};  // what goes on behind the reply to a part
  PasswordThreads passwords_;
  boost::asio::thread_pool bodies_;
};

}  // namespace

std::unique_ptr<Reception> Reception::make(core::Service& service, const doors::Router& router,
                                           RequestCounts& counts, const Clock& clock,
                                           Random& random, const Log& log, Options options) {
  return std::make_unique<RealReception>(service, router, counts, clock, random, log,
                                         std::move(options));
}

}  // namespace patchbay::app
