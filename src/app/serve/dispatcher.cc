// Takes one request in and its reply out.
#include "app/serve/dispatcher.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <optional>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include "app/observe/request_log.h"
#include "app/serve/batched_calls.h"
#include "app/serve/exchange.h"
#include "app/serve/live_reply.h"
#include "app/serve/password_threads.h"
#include "app/serve/refusals.h"
#include "app/serve/request_kinds.h"
#include "app/serve/saved_reply.h"
#include "app/serve/scripts.h"

namespace patchbay::app {
namespace {

// The id of a request. Its log lines and the change that it makes carry it.
constexpr std::string_view kIdHeader = "X-Request-Id";

class RequestDispatcher : public Dispatcher {
 public:
  RequestDispatcher(core::Service& service, const doors::Router& router, RequestCounts& counts,
                    const Clock& clock, Random& random, const Log& log, TrafficCapture& traffic,
                    LiveFeed& live, Options options)
      : service_(service),
        router_(router),
        counts_(counts),
        clock_(clock),
        random_(random),
        traffic_(traffic),
        live_(live),
        request_log_(log, options.log_requests ? LogRequests::yes : LogRequests::no),
        proxies_(std::move(options.trusted_proxies)),
        hosts_(std::move(options.hosts)),
        open_body_file_(std::move(options.open_body_file)),
        passwords_(options.password_threads),
        long_(static_cast<std::size_t>(options.long_threads)) {}

  ~RequestDispatcher() override {
    long_.join();
    continuations_.join();
  }

  [[nodiscard]] std::size_t passwords_waiting() const override { return passwords_.waiting(); }

  void apply_forwarded(http::Request& request) const override { proxies_.apply_forwarded(request); }

  [[nodiscard]] http::Response finish_undispatched(
      LogEvent event, http::Response response, std::vector<Log::Member> members) const override {
    const std::string id = new_id().text();
    response.set(kIdHeader, id);
    request_log_.log_undispatched(event, id, response.status, std::move(members));
    return response;
  }

  // A long body is decoded on a separate thread, so that other requests, such as /healthz, need not
  // wait.
  void dispatch(http::Request request, http::Reply reply) override {
    if (request.body.size() <= http::kUngatedBodyBytes) return receive(request, std::move(reply));
    const auto held = std::make_shared<http::Request>(std::move(request));
    boost::asio::post(long_, [this, held, reply = std::move(reply)]() mutable {
      receive(*held, std::move(reply));
    });
  }

  void check_head(http::Request head, http::Reply reply) override {
    const ExchangePtr exchange = make_exchange(head, std::move(reply), router_.route_head(head));
    if (!hosts_.serves_host(head)) return refuse(exchange, 421, kOtherHost);
    if (answer_unread(exchange)) return;
    const auto& decoded = std::get<doors::DecodedRequest>(exchange->routing.result);
    if (std::holds_alternative<core::NoCredentials>(decoded.call.caller.credentials))
      return exchange->reply({.status = http::kAnonymousCaller, .headers = {}, .body = {}});
    after_password_check(exchange, [this, exchange] { admit(exchange); });
  }

 private:
  ExchangePtr make_exchange(const http::Request& request, http::Reply reply,
                            doors::RoutingResult routing) const {
    return std::make_shared<Exchange>(Exchange{std::move(reply),
                                               request.method,
                                               request.source,
                                               std::move(routing),
                                               clock_.now(),
                                               new_id(),
                                               {},
                                               {},
                                               hosts_.is_cross_site(request),
                                               is_by_script(request),
                                               {}});
  }

  // If this throws, the request has no reply, and the server then sends 503.
  void receive(const http::Request& request, http::Reply reply) noexcept try {
    const ExchangePtr exchange = make_exchange(request, std::move(reply), router_.route(request));
    exchange->captured = traffic_.capture(request);
    if (!hosts_.serves_host(request)) return refuse(exchange, 421, kOtherHost);
    if (exchange->routing.door->known_pages_only && hosts_.is_unknown_page(request))
      return refuse(exchange, 403, kUnknownPage);
    begin(exchange);
  } catch (const std::exception&) {
    std::fputs("patchbay: a request could not be taken\n", stderr);
  }

  // Answers a request that did not become a call. Returns whether it did so.
  bool answer_unread(const ExchangePtr& exchange) {
    if (auto* response = std::get_if<http::Response>(&exchange->routing.result)) {
      exchange->reply(count_and_log(*exchange, std::move(*response),
                                    RequestResult::of_status(response->status), {}));
      return true;
    }
    const auto& refused = std::get<doors::DecodedRequest>(exchange->routing.result).refused;
    const auto& caller_fault = exchange->routing.caller_fault;
    if (!caller_fault && !refused) return false;
    finish(exchange, std::unexpected(caller_fault ? *caller_fault : *refused));
    return true;
  }

  void begin(const ExchangePtr& exchange) {
    if (answer_unread(exchange)) return;
    const auto& decoded = std::get<doors::DecodedRequest>(exchange->routing.result);
    if (!decoded.parts.empty()) return run_next_part(std::make_shared<BatchedCalls>(exchange));
    if (exchange->is_cross_site && changes_something(decoded.call.request))
      return finish(exchange,
                    std::unexpected(Fault(ErrorKind::not_allowed_here, std::string(kForeign))));
    after_password_check(exchange, [this, exchange] {
      const auto& call = std::get<doors::DecodedRequest>(exchange->routing.result).call;
      if (!reads_many(call.request)) return execute(exchange);
      boost::asio::post(long_, [this, exchange] { execute(exchange); });
    });
  }

  // Runs `act` at once, or on a password thread if a password must be checked.
  void after_password_check(const ExchangePtr& exchange, std::function<void()> act) {
    auto check = service_.find_password_check(
        std::get<doors::DecodedRequest>(exchange->routing.result).call);
    if (!check) return act();
    passwords_.add({.check = *std::move(check),
                    .proceed = std::move(act),
                    .reject = [this, exchange] { reject(exchange); }});
  }

  // Ids are ordered by time, as ids of changes are.
  [[nodiscard]] Uuid new_id() const { return Uuid::make_ordered(clock_.now().us / 1000, random_); }

  void reject(const ExchangePtr& exchange, std::string_view what = kManySignIns) noexcept {
    finish(exchange, std::unexpected(passing_fault(ErrorKind::unavailable, std::string(what))));
  }

  // Replies in the door's format without a call.
  void refuse(const ExchangePtr& exchange, int status, std::string_view what) const {
    http::Response response = exchange->routing.door->refuse(status, what);
    const Result<core::Outcome> outcome = std::unexpected(Fault(ErrorKind::malformed));
    exchange->reply(
        count_and_log(*exchange, std::move(response), RequestResult::of(outcome), outcome));
  }

  // Each call is a separate exchange. The next one starts when the reply of the one before is
  // ready, on a thread that no other work waits for. The whole request has the id of the first
  // call.
  void run_next_part(const std::shared_ptr<BatchedCalls>& parts) {
    const doors::RoutingResult& parent = parts->parent->routing;
    const auto& decoded = std::get<doors::DecodedRequest>(parent.result);
    if (parts->is_done(decoded.parts.size())) {
      if (parts->is_stranger()) return parts->parent->reply(std::move(parts->replies.front()));
      http::Response joined = router_.join(*parent.door, decoded, parts->replies);
      joined.set(kIdHeader, parts->parent->id.text());
      return parts->parent->reply(std::move(joined));
    }
    http::Reply reply([this, parts](http::Reply::Compose compose) {
      boost::asio::post(continuations_, [this, parts, compose = std::move(compose)]() mutable {
        parts->add(composed(*parts->parent, compose));
        run_next_part(parts);
      });
    });
    begin(std::make_shared<Exchange>(
        Exchange{std::move(reply),
                 parts->parent->method,
                 parts->parent->source,
                 {parent.door, parent.pattern, decoded.parts[parts->replies.size()], {}},
                 clock_.now(),
                 parts->replies.empty() ? parts->parent->id : new_id(),
                 {},
                 {},
                 parts->parent->is_cross_site,
                 parts->parent->is_by_script}));
  }

  [[nodiscard]] http::Response composed(const Exchange& parent,
                                        http::Reply::Compose& compose) const {
    try {
      return compose();
    } catch (const std::exception&) {  // the thrower has logged it
      return parent.routing.door->refuse(503, "not available now");
    }
  }

  void admit(const ExchangePtr& exchange) noexcept try {
    core::Call call = std::get<doors::DecodedRequest>(exchange->routing.result).call;
    call.id = exchange->id;
    call.trace = std::shared_ptr<core::Trace>(exchange, &exchange->trace);
    service_.check_caller(std::move(call), [this, exchange](std::optional<Fault> fault) {
      if (fault) return finish(exchange, std::unexpected(*std::move(fault)));
      let_in(exchange);
    });
  } catch (const std::exception& error) {
    request_log_.log_failure(*exchange, error);
  }

  void let_in(const ExchangePtr& exchange) {
    const core::Call& call = std::get<doors::DecodedRequest>(exchange->routing.result).call;
    http::Response response{.status = http::kAuthenticatedCaller, .headers = {}, .body = {}};
    if (open_body_file_ && takes_file(call.request)) {
      auto file = open_body_file_(call.request);
      if (!file) return finish(exchange, std::unexpected(std::move(file.error())));
      response.body_file = std::move(*file);
    }
    request_log_.log_security_events(*exchange);
    exchange->reply(std::move(response));
  }

  void execute(const ExchangePtr& exchange) noexcept try {
    core::Call call = call_of(*exchange);
    call.id = exchange->id;
    call.may_wait = exchange->reply.may_wait();
    call.run_apart = [this](std::function<void()> task) {
      boost::asio::post(long_, std::move(task));
    };
    call.trace = std::shared_ptr<core::Trace>(exchange, &exchange->trace);
    if (call.options.idempotency_key)
      call.options.idempotency_key->render = [this, exchange](const core::Outcome& outcome) {
        exchange->rendered = encode(*exchange, outcome);
        return to_saved_text(*exchange->rendered);
      };
    service_.handle(std::move(call),
                    [this, exchange, seen = live_.growths()](Result<core::Outcome> outcome) {
                      if (is_followed(*exchange) && outcome)
                        return follow(exchange, seen, *std::move(outcome));
                      finish(exchange, std::move(outcome));
                    });
  } catch (const std::exception& error) {
    request_log_.log_failure(*exchange, error);
  }

  static bool is_followed(const Exchange& exchange) {
    const auto* decoded = std::get_if<doors::DecodedRequest>(&exchange.routing.result);
    return decoded && decoded->following;
  }

  // Sends the outcome if it has news or begins an endless reply. Otherwise makes the call again
  // once something was committed.
  void follow(const ExchangePtr& exchange, std::uint64_t seen, core::Outcome outcome) noexcept try {
    auto& decoded = std::get<doors::DecodedRequest>(exchange->routing.result);
    if (!decoded.following) return finish(exchange, std::move(outcome));
    const doors::Following& following = *decoded.following;
    following.move_on(decoded.call, outcome);
    if (!following.is_endless && following.has_news(outcome))
      return finish(exchange, std::move(outcome));
    if (!exchange->place) {
      exchange->place = live_.enter();
      if (!exchange->place) return reject(exchange, "too many readers wait for changes; try again");
      exchange->waits_until = LiveFeed::SteadyClock::now() + std::chrono::seconds(following.wait_s);
    }
    if (following.is_endless || live_.stopped() ||
        LiveFeed::SteadyClock::now() >= exchange->waits_until)
      return finish(exchange, std::move(outcome));
    live_.wait(seen, exchange->waits_until, [this, exchange] { repeat(exchange); });
  } catch (const std::exception& error) {
    request_log_.log_failure(*exchange, error);
  }

  void repeat(const ExchangePtr& exchange) {
    boost::asio::post(long_, [this, exchange] {
      after_password_check(exchange, [this, exchange] { execute(exchange); });
    });
  }

  // Makes the call of an endless reply again. If too many passwords wait, the reply ends.
  void repeat_endless(const ExchangePtr& exchange, core::Completion complete) {
    boost::asio::post(long_, [this, exchange, complete = std::move(complete)] {
      core::Call call = std::get<doors::DecodedRequest>(exchange->routing.result).call;
      call.id = exchange->id;
      auto check = service_.find_password_check(call);
      const auto act = [this, call = std::move(call), complete] {
        service_.handle(call, complete);
      };
      if (!check) return act();
      passwords_.add({.check = *std::move(check), .proceed = act, .reject = [complete] {
                        complete(std::unexpected(
                            passing_fault(ErrorKind::unavailable, std::string(kManySignIns))));
                      }});
    });
  }

  // May run on the store's thread, so the reply is composed on the connection's thread. If this
  // throws, the exchange has no reply, and the server then sends 503 in the door's format.
  // Exceptions must not leave this function.
  void finish(const ExchangePtr& exchange, Result<core::Outcome> outcome) noexcept try {
    exchange->reply.later([this, exchange, outcome = std::move(outcome)] {
      try {
        http::Response response = count_and_log(*exchange, reply_to(*exchange, outcome),
                                                RequestResult::of(outcome), outcome);
        add_rest(exchange, outcome, response);
        return response;
      } catch (const std::exception& error) {
        request_log_.log_failure(*exchange, error);
        throw;
      }
    });
  } catch (const std::exception& error) {
    request_log_.log_failure(*exchange, error);
  }

  http::Response reply_to(Exchange& exchange, const Result<core::Outcome>& outcome) const {
    if (!outcome) return encode(exchange, outcome);
    if (const auto* replay = std::get_if<core::Replay>(&*outcome))
      return replayed(exchange, *replay);
    if (exchange.rendered) return std::move(*exchange.rendered);  // sends exactly what was saved
    return encode(exchange, outcome);
  }

  // Adds what follows the first piece of an endless reply.
  void add_rest(const ExchangePtr& exchange, const Result<core::Outcome>& outcome,
                http::Response& response) {
    const auto* decoded = std::get_if<doors::DecodedRequest>(&exchange->routing.result);
    if (!outcome || !decoded || !decoded->following || !decoded->following->is_endless) return;
    response.rest = live_reply(exchange, live_, [this](const ExchangePtr& one, auto complete) {
      repeat_endless(one, std::move(complete));
    });
  }

  [[nodiscard]] http::Response encode(const Exchange& exchange,
                                      const Result<core::Outcome>& outcome) const {
    return router_.encode(*exchange.routing.door,
                          std::get<doors::DecodedRequest>(exchange.routing.result), outcome);
  }

  [[nodiscard]] http::Response replayed(const Exchange& exchange,
                                        const core::Replay& replay) const {
    auto response = parse_saved_reply(replay.reply);
    if (!response)
      return encode(exchange, std::unexpected(Fault(ErrorKind::conflict,
                                                    "what was answered before cannot be read")));
    return response->set("Idempotency-Replayed", "true");
  }

  // Counts and logs the reply that is about to be sent.
  [[nodiscard]] http::Response count_and_log(const Exchange& exchange, http::Response response,
                                             RequestResult result,
                                             const Result<core::Outcome>& outcome) const {
    // The clock may have been set back in the meantime.
    const std::int64_t us = std::max<std::int64_t>(clock_.now().us - exchange.received_at.us, 0);
    counts_.count_reply(*exchange.routing.door, result, static_cast<std::uint64_t>(us));
    if (const auto* decoded = std::get_if<doors::DecodedRequest>(&exchange.routing.result))
      counts_.count_work(*exchange.routing.door, decoded->call, outcome);
    response.set(kIdHeader, exchange.id.text());
    if (exchange.is_by_script) ask_for_token(response);
    request_log_.log_security_events(exchange);
    request_log_.log_request(exchange, response.status, us, outcome);
    traffic_.keep(exchange, response, us, outcome);
    return response;
  }

  core::Service& service_;
  const doors::Router& router_;
  RequestCounts& counts_;
  const Clock& clock_;
  Random& random_;
  TrafficCapture& traffic_;
  LiveFeed& live_;
  const RequestLog request_log_;
  const Proxies proxies_;
  const HostPolicy hosts_;
  const OpenBodyFile open_body_file_;
  // The last members: they use the others, and each uses those before it.
  boost::asio::thread_pool continuations_{1};  // runs the next call after the reply to one
  PasswordThreads passwords_;
  boost::asio::thread_pool
      long_;  // for what other connections of the same thread must not wait for
};

}  // namespace

std::unique_ptr<Dispatcher> Dispatcher::make(core::Service& service, const doors::Router& router,
                                             RequestCounts& counts, const Clock& clock,
                                             Random& random, const Log& log,
                                             TrafficCapture& traffic, LiveFeed& live,
                                             Options options) {
  return std::make_unique<RequestDispatcher>(service, router, counts, clock, random, log, traffic,
                                             live, std::move(options));
}

}  // namespace patchbay::app
