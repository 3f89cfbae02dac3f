// The journey of a call: who asks, then what it is; changes go through the store's queue.
#include "core/service.h"

#include <future>

#include "base/keys.h"
#include "core/authenticator.h"
#include "core/batch.h"
#include "core/lockout.h"
#include "core/reads.h"
#include "core/things.h"
#include "core/tokens.h"
#include "core/writing.h"

namespace patchbay::core {
namespace {

using store::Committed;
using store::Reader;
using store::Transaction;

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;

Fault unavailable() {
  Fault out(Wrong::unavailable, "the service cannot do this now; nothing was changed");
  out.retry_after_s = 1;
  return out;
}

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

class RealService : public Service {
 public:
  RealService(store::Store& store, const Clock& clock, Random& random, std::string sealing_key,
              Options options)
      : store_(store),
        clock_(clock),
        random_(random),
        options_(options),
        anchor_seed_(key_for(KeyUse::anchor, sealing_key)),
        sealer_(std::move(sealing_key), random),
        authenticator_(clock, random, options_),
        answers_(sealer_, clock, options_.idempotency_hours * kHour),
        writing_(store, clock, random, sealer_, answers_, options_) {}

  void handle(Call call, Answer answer) override {
    const auto one = std::make_shared<Pending>(
        Pending{.call = std::move(call), .actor = {}, .answer = std::move(answer)});
    try {
      one->request = writing_.request_id();
      take(one);
    } catch (const std::exception&) {  // the store's, or no memory for a password's hash
      one->answer(std::unexpected(unavailable()));
    }
  }

  [[nodiscard]] bool slow(const Call& call) override {
    return authenticator_.slow(store_, call.caller);
  }

  void admit(Caller caller, std::function<void(std::optional<Fault>)> answer) override try {
    std::unique_ptr<Reader> reader = store_.read();
    const auto actor = authenticator_.check(*reader, caller);
    reader.reset();
    if (!actor)
      return reject(actor.error(), caller,
                    [answer](const Result<Outcome>& outcome) { answer(outcome.error()); });
    if (actor->had_failures) forget_failures(caller);
    answer(std::nullopt);
  } catch (const std::exception&) {  // the store's, or no memory for a password's hash
    answer(unavailable());
  }

  void sweep() override {
    const Instant now = clock_.now();
    store_.write(
        [now, this](Transaction& transaction) {
          transaction.sweep(
              {.now = now,
               .attempts_before = now.plus_seconds(-kDay),
               .requests_before = now.plus_seconds(-options_.request_days * kDay),
               .answers_before = now.plus_seconds(-options_.idempotency_hours * kHour)});
          return true;
        },
        [](Committed) {});
    if (options_.history_days > 0)
      erase_history(now.plus_seconds(-options_.history_days * kDay), now);
  }

 private:
  // A little at a time, so that changes that wait get their turn in between.
  void erase_history(Instant before, Instant now) {
    const auto more = std::make_shared<bool>(false);
    store_.write(
        [before, now, more](Transaction& transaction) {
          *more = transaction.erase_history(before, now);
          return true;
        },
        [before, now, more, this](Committed committed) {
          if (committed == Committed::yes && *more) erase_history(before, now);
        });
  }

  using PendingPtr = std::shared_ptr<Pending>;

  [[nodiscard]] PendingPtr pending(Actor actor, Call call, Answer answer) const {
    return std::make_shared<Pending>(Pending{.call = std::move(call),
                                             .actor = std::move(actor),
                                             .answer = std::move(answer),
                                             .request = writing_.request_id()});
  }

  void reject(const Rejection& rejection, const Caller& caller, const Answer& answer) {
    const auto* given = std::get_if<NameAndSecret>(&caller.credentials);
    if (!rejection.is_failure || !given) return answer(std::unexpected(rejection.fault));
    const Instant now = clock_.now();
    store_.write(
        [name = given->name, source = caller.source, now, this](Transaction& transaction) {
          count_failure(transaction, name, source, now, options_);
          return true;
        },
        [fault = rejection.fault, answer](Committed) { answer(std::unexpected(fault)); });
  }

  void forget_failures(const Caller& caller) {
    const auto& given = std::get<NameAndSecret>(caller.credentials);
    store_.write(
        [key = attempts_key(given.name, caller.source)](Transaction& transaction) {
          transaction.remove_attempts(key);
          return true;
        },
        [](Committed) {});
  }

  void take(const PendingPtr& one) {
    const Call& call = one->call;
    if (call.how.rehearse && is_about_tokens(call.request))
      return one->answer(std::unexpected(
          Fault(Wrong::invalid, "a call about tokens cannot be rehearsed: none would be kept")));
    if (std::holds_alternative<Refresh>(call.request))
      return writing_.queue(one, [this](Transaction& transaction, Pending& pending) {
        return refresh(mint(transaction), std::get<Refresh>(pending.call.request));
      });
    std::unique_ptr<Reader> reader = store_.read();
    auto actor = authenticator_.check(*reader, call.caller);
    if (!actor) {
      reader.reset();
      return reject(actor.error(), call.caller, one->answer);
    }
    one->actor = *std::move(actor);
    if (one->actor.had_failures) forget_failures(call.caller);
    proceed(*reader, one);
  }

  static bool is_about_tokens(const Request& request) {
    return std::holds_alternative<SignIn>(request) || std::holds_alternative<SignOut>(request) ||
           std::holds_alternative<Refresh>(request);
  }

  void proceed(Reader& reader, const PendingPtr& one) {
    std::visit(
        Overloaded{
            [&](const Amend&) { writing_.change(reader, one); },
            [&](const Create&) { writing_.change(reader, one); },
            [&](const Bulk&) { do_many(reader, one); },
            [&](const UndoMany&) { do_many(reader, one); },
            [&](const KeepReference&) { writing_.keep(one); },
            [&](const KeepPrincipal&) { writing_.keep(one); },
            [&](const SignIn&) { sign_in(one); },
            [&](const SignOut&) {
              writing_.queue(one, [this](Transaction& transaction, Pending& pending) {
                return core::sign_out(mint(transaction), pending.call.caller);
              });
            },
            [](const Refresh&) {},  // needs no credentials, and so does not come here
            [&](const ReadAnchor&) {
              one->answer(answer_anchor(reader, one->actor, one->call, clock_.now(), anchor_seed_));
            },
            [&](const auto& read) {
              one->answer(core::answer(reader, one->actor, one->call, read));
            },
        },
        one->call.request);
  }

  void sign_in(const PendingPtr& one) {
    if (!one->call.problems.empty()) return one->answer(std::unexpected(Fault(one->call.problems)));
    writing_.queue(one, [this](Transaction& transaction, Pending& pending) {
      return issue(mint(transaction), pending.actor.principal);
    });
  }

  // A batch as it is begun.
  struct Many {
    std::vector<Call> calls;
    Batch batch;
  };

  // What was begun before under the same key goes on with what it was of then: what its selection
  // comes to by now is not looked at.
  void do_many(Reader& reader, const PendingPtr& one) {
    if (auto may = may_begin(one->actor, one->call); !may)
      return one->answer(std::unexpected(std::move(may.error())));
    const How& how = one->call.how;
    if (how.once && !how.rehearse) {
      auto before = answers_.find(reader, one->actor.principal, *how.once);
      if (!before) return one->answer(std::unexpected(std::move(before.error())));
      if (*before) {
        Many again;
        go_on(again, **before, one->call);
        return do_all(std::move(again.calls), again.batch, doing(one, again.batch.id), one->answer);
      }
    }
    auto calls = expand(reader, one->actor, one->call);
    if (!calls) return one->answer(std::unexpected(std::move(calls.error())));
    if (how.rehearse)
      return do_all(std::move(*calls), Batch{.rehearsed = true}, rehearsing(reader, one),
                    one->answer);
    const auto many = std::make_shared<Many>(Many{std::move(*calls), Batch{.id = one->request}});
    if (!how.once)
      return do_all(std::move(many->calls), many->batch, doing(one, one->request), one->answer);
    // What the batch is of is kept before the first of it is done, so that a repeat goes on with
    // the same.
    const auto begun = pending(one->actor, one->call, [this, one, many](Result<Outcome> outcome) {
      if (!outcome) return one->answer(std::move(outcome));
      do_all(std::move(many->calls), many->batch, doing(one, many->batch.id), one->answer);
    });
    writing_.queue(begun, [this, many](Transaction& transaction, Pending& batch) {
      return begin(transaction, batch, *many);
    });
  }

  Result<Outcome> begin(Transaction& transaction, const Pending& pending, Many& many) const {
    const auto& once = pending.call.how.once;
    if (!once) return many.batch;
    const Principal& principal = pending.actor.principal;
    const auto found = answers_.find(transaction, principal, *once);
    if (!found) return std::unexpected(found.error());
    const std::optional<std::string>& before = *found;
    if (!before) {
      answers_.keep(transaction, principal, *once, remembered(many.batch.id, many.calls));
      return many.batch;
    }
    go_on(many, *before, pending.call);
    return many.batch;
  }

  static void go_on(Many& many, std::string_view before, const Call& call) {
    Remembered recalled = recall(before, call);
    many.calls = std::move(recalled.calls);
    many.batch = {.id = recalled.batch, .replayed = true};
  }

  [[nodiscard]] DoOne rehearsing(Reader& reader, const PendingPtr& whole) const {
    return [this, &reader, whole](std::size_t, Call call, Answer answer) {
      writing_.change(reader, pending(whole->actor, std::move(call), std::move(answer)));
    };
  }

  // Under a key each change has a request id that follows from the batch and its place there.
  [[nodiscard]] DoOne doing(const PendingPtr& whole, const Uuid& batch) const {
    return [this, whole, batch](std::size_t index, Call call, Answer answer) {
      const auto one = pending(whole->actor, std::move(call), std::move(answer));
      one->batch = batch;
      if (whole->call.how.once) {
        one->retried = true;
        one->request = Writing::request_id(batch, index);
      }
      writing_.queue_change(one);
    };
  }

  Mint mint(Transaction& transaction) { return {transaction, random_, clock_.now(), options_}; }

  store::Store& store_;
  const Clock& clock_;
  Random& random_;
  const Options options_;
  const std::string anchor_seed_;
  const Sealer sealer_;
  Authenticator authenticator_;
  const Answers answers_;
  const Writing writing_;
};

}  // namespace

std::unique_ptr<Service> Service::make(store::Store& store, const Clock& clock, Random& random,
                                       std::string sealing_key, Options options) {
  return std::make_unique<RealService>(store, clock, random, std::move(sealing_key), options);
}

Result<Outcome> handle_and_wait(Service& service, Call call) {
  // Shared with the answer, which may still be leaving `set_value` when this has what it waited
  // for.
  const auto answered = std::make_shared<std::promise<Result<Outcome>>>();
  auto outcome = answered->get_future();
  service.handle(std::move(call),
                 [answered](Result<Outcome> given) { answered->set_value(std::move(given)); });
  return outcome.get();
}

}  // namespace patchbay::core
