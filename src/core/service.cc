// The journey of a call: who asks, then what it is; changes go through the store's queue.
#include "core/service.h"

#include <atomic>
#include <future>

#include "base/keys.h"
#include "core/authenticator.h"
#include "core/batch.h"
#include "core/damage.h"
#include "core/failures.h"
#include "core/reads.h"
#include "core/sign_in_notices.h"
#include "core/sources.h"
#include "core/things.h"
#include "core/tokens.h"
#include "core/writing.h"

namespace patchbay::core {
namespace {

using store::Committed;
using store::Reader;
using store::Transaction;

constexpr std::int64_t kHourSeconds = 3600;
constexpr std::int64_t kDay = 24 * kHourSeconds;

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
        keys_(sealing_key),
        failures_(store, clock, options_, keys_),
        anchor_seed_(key_for(KeyUse::anchor, sealing_key)),
        sealer_(std::move(sealing_key), random),
        authenticator_(clock, random, options_, keys_, failures_),
        answers_(sealer_, clock, options_.idempotency_hours * kHourSeconds),
        writing_(store, clock, random, sealer_, answers_, probes_, keys_, failures_, options_) {}

  void handle(Call call, Answer answer) override {
    const auto one = std::make_shared<Pending>(
        Pending{.call = std::move(call), .actor = {}, .answer = std::move(answer)});
    try {
      one->request = one->call.id.nil() ? writing_.request_id() : one->call.id;
      take(one);
    } catch (const store::Damaged& damage) {
      one->answer(std::unexpected(damaged(options_, one->request, damage)));
    } catch (const std::exception&) {  // the store's, or no memory for a password's hash
      one->answer(std::unexpected(unavailable()));
    }
  }

  [[nodiscard]] std::optional<PasswordCheck> slow(const Call& call) override {
    auto check = authenticator_.slow(store_, call.caller);
    return check ? check : slow_wish(call);
  }

  void admit(Call call, std::function<void(std::optional<Fault>)> answer) override {
    const auto one = std::make_shared<Pending>(
        Pending{.call = std::move(call), .actor = {}, .answer = [answer](Result<Outcome> outcome) {
                  answer(outcome ? std::nullopt : std::optional(std::move(outcome.error())));
                }});
    try {
      std::unique_ptr<Reader> reader = store_.read();
      const auto actor = authenticator_.check(*reader, one->call.caller);
      if (!actor) return reject(*reader, actor.error(), one);
      if (const auto& trace = one->call.trace) tell(*trace, *actor);
      if (actor->had_failures) forget_failures(one->call.caller);
    } catch (const store::Damaged& damage) {
      return answer(damaged(options_, one->call.id, damage));
    } catch (const std::exception&) {  // the store's, or no memory for a password's hash
      return answer(unavailable());
    }
    answer(std::nullopt);
  }

  void finish() override { failures_.write_rest(); }
  void sweep() override {
    const Instant now = clock_.now();
    failures_.write_rest();
    store_.write(
        [now, this](Transaction& transaction) {
          transaction.sweep(
              {.now = now,
               .attempts_before = now.plus_seconds(-kDay),
               .attempts_after = now.plus_seconds(kDay),
               .requests_before = now.plus_seconds(-options_.request_days * kDay),
               .answers_before = now.plus_seconds(-options_.idempotency_hours * kHourSeconds)});
          return true;
        },
        [](Committed) {});
    if (options_.history_days > 0)
      erase_history(now.plus_seconds(-options_.history_days * kDay), now);
  }

 private:
  // The hash of a password that an administrator gives to somebody.
  std::optional<PasswordCheck> slow_wish(const Call& call) {
    const auto* wanted = std::get_if<KeepPrincipal>(&call.request);
    if (!wanted || !wanted->password) return std::nullopt;
    try {
      const std::unique_ptr<Reader> reader = store_.read();
      const auto actor = authenticator_.check(*reader, call.caller);
      if (!actor) return std::nullopt;
      const Pending one{.call = call, .actor = *actor, .answer = {}};
      if (!writing_.takes_hash(*reader, one).value_or(false)) return std::nullopt;
      return PasswordCheck{.source = source_block(call.caller.source),
                           .name = keys_.of_guesses(actor->principal.name),
                           .is_known = true};
    } catch (const store::Unavailable&) {
      return std::nullopt;  // and `handle` will find it so
    }
  }

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

  // Answered when the failure is counted on disk, or cannot be: then it counts in memory.
  void reject(Reader& reader, const Rejection& rejection, const PendingPtr& one) {
    const Caller& caller = one->call.caller;
    const auto* given = std::get_if<NameAndSecret>(&caller.credentials);
    if (!rejection.is_failure || !given) return one->answer(std::unexpected(rejection.fault));
    std::optional<std::string> name;
    if (given->name.size() <= kNameBytesMax) name = given->name;
    const auto answer = [one, fault = rejection.fault] { one->answer(std::unexpected(fault)); };
    if (!one->call.trace) {
      failures_.count(reader, name, caller.source, answer);
      return;
    }
    // What is told is told before the answer, which may come at once.
    const auto settled = std::make_shared<std::atomic<int>>(2);
    const auto last = [settled, answer] {
      if (settled->fetch_sub(1) == 1) answer();
    };
    const auto after = failures_.count(reader, name, caller.source, last);
    tell(*one->call.trace, rejection, *given, after, keys_);
    last();
  }

  void forget_failures(const Caller& caller) {
    const auto& given = std::get<NameAndSecret>(caller.credentials);
    const std::string at_source = keys_.of(given.name, caller.source);
    failures_.forget(at_source);
    store_.write(
        [key = at_source](Transaction& transaction) {
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
        return refreshed(transaction, pending);
      });
    std::unique_ptr<Reader> reader = store_.read();
    auto actor = authenticator_.check(*reader, call.caller);
    if (!actor) return reject(*reader, actor.error(), one);
    one->actor = *std::move(actor);
    if (call.trace) tell(*call.trace, one->actor);
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
            [&](const KeepReference&) { writing_.keep(reader, one); },
            [&](const KeepPrincipal&) { writing_.keep(reader, one); },
            [&](const SignIn&) { sign_in(one); },
            [&](const SignOut&) {
              writing_.queue(one, [this](Transaction& transaction, Pending& pending) {
                note(pending, Notice::Kind::token_revoked);
                return core::sign_out(mint(transaction), pending.call.caller);
              });
            },
            [&](const Changes& changes) {
              one->answer(follow(reader, one->actor, one->call, changes, sealer_));
            },
            [&](const GetThing& get) {
              one->answer(with_lockouts(reader, core::answer(reader, one->actor, one->call, get)));
            },
            [&](const ListThings& list) {
              one->answer(with_lockouts(reader, core::answer(reader, one->actor, one->call, list)));
            },
            [&](const ReadAnchor&) {
              one->answer(answer_anchor(reader, one->actor, one->call, clock_.now(), anchor_seed_));
            },
            [](const Refresh&) {},  // needs no credentials, and so does not come here
            [&](const auto& read) {
              one->answer(core::answer(reader, one->actor, one->call, read));
            },
        },
        one->call.request);
  }

  void sign_in(const PendingPtr& one) {
    if (!one->call.problems.empty()) return one->answer(std::unexpected(Fault(one->call.problems)));
    writing_.queue(one, [this](Transaction& transaction, Pending& pending) {
      note(pending, Notice::Kind::token_issued);
      return issue(mint(transaction), pending.actor.principal);
    });
  }

  // What the store's queue did with a call, once, however often it did it.
  static void note(const Pending& pending, Notice::Kind kind) {
    if (pending.call.trace) pending.call.trace->done = {{.kind = kind}};
  }

  Result<Outcome> refreshed(Transaction& transaction, Pending& pending) {
    auto done = refresh(mint(transaction), std::get<Refresh>(pending.call.request));
    pending.kept_anyway = done.reused;
    if (auto& trace = pending.call.trace) {
      trace->done.clear();
      if (done.principal) trace->name = done.principal->name;
      if (done.principal) trace->principal = done.principal->id;
      if (done.reused) note(pending, Notice::Kind::token_reused);
      if (done.outcome) note(pending, Notice::Kind::token_refreshed);
    }
    return std::move(done.outcome);
  }

  // Where a principal is locked out now, and until when: for those who look after principals.
  Result<Outcome> with_lockouts(Reader& reader, Result<Outcome> outcome) const {
    if (!outcome) return outcome;
    auto& things = std::get<Things>(*outcome);
    for (const Principal& each : things.principals) {
      auto& lockouts = things.lockouts[each.id];
      for (const Attempts& attempts : failures_.locks_of(reader, each.name))
        lockouts.push_back({attempts.source, attempts.locked_until, attempts.failures});
    }
    return outcome;
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
      if (const auto& kept = *before) {
        Many again;
        go_on(again, *kept, one->call);
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
    // What the batch is of is kept before the first is done: a repeat goes on with the same.
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
  const AttemptsKeys keys_;
  Failures failures_;
  const std::string anchor_seed_;
  const Sealer sealer_;
  Authenticator authenticator_;
  const Answers answers_;
  Probes probes_;
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
