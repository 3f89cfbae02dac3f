// The journey of a call: who asks, then what it is; changes go through the store's queue.
#include "core/service.h"

#include <future>

#include "base/digest.h"
#include "core/authenticator.h"
#include "core/change.h"
#include "core/lockout.h"
#include "core/password.h"
#include "core/reads.h"
#include "core/things.h"
#include "core/tokens.h"

namespace patchbay::core {
namespace {

using store::Committed;
using store::Reader;
using store::Transaction;

constexpr std::int64_t kDay = 86400;

Fault unavailable() {
  Fault out(Wrong::unavailable, "the service cannot do this now; nothing was changed");
  out.retry_after_s = 1;
  return out;
}

Fault unknown_outcome(const Uuid& request) {
  return Fault(Wrong::unknown_outcome,
               "the change may or may not have been made; ask for request " + request.text());
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
        sealer_(std::move(sealing_key), random),
        authenticator_(clock, random, options_) {}

  void handle(Call call, Answer answer) override {
    try {
      if (std::holds_alternative<Refresh>(call.request)) return refresh_tokens(call, answer);
      std::unique_ptr<Reader> reader = store_.read();
      auto actor = authenticator_.check(*reader, call.caller);
      if (!actor) {
        reader.reset();
        return reject(actor.error(), std::move(answer));
      }
      if (authenticator_.has_failures(*reader, call.caller)) forget_failures(call.caller);
      proceed(*reader, std::move(*actor), std::move(call), std::move(answer));
    } catch (const store::Unavailable&) {
      answer(std::unexpected(unavailable()));
    }
  }

  [[nodiscard]] bool slow(const Call& call) const override {
    return authenticator_.slow(call.caller);
  }

  void sweep() override {
    const Instant now = clock_.now();
    store_.write(
        [now, this](Transaction& transaction) {
          transaction.sweep(now, now.plus_seconds(-kDay),
                            now.plus_seconds(-options_.request_days * kDay));
          return true;
        },
        [](Committed) {});
  }

 private:
  // What a write came to, filled in by the job and read when its fate is known.
  struct Pending {
    Call call;
    Actor actor;
    Answer answer;
    std::string password_hash;
    Uuid request;
    Result<Outcome> outcome = std::unexpected(unavailable());
  };
  using Work = std::function<Result<Outcome>(Transaction&, Pending&)>;

  void reject(const Rejection& rejection, Answer answer) {
    if (rejection.attempts_key.empty()) return answer(std::unexpected(rejection.fault));
    const std::string key = rejection.attempts_key;
    const Instant now = clock_.now();
    store_.write(
        [key, now, this](Transaction& transaction) {
          transaction.save(after_failure(transaction.attempts(key), key, now, options_));
          return true;
        },
        [fault = rejection.fault, answer = std::move(answer)](Committed) {
          answer(std::unexpected(fault));
        });
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

  void refresh_tokens(Call& call, Answer& answer) {
    write(std::make_shared<Pending>(Pending{std::move(call), {}, std::move(answer), {}, {}}),
          [this](Transaction& transaction, Pending& pending) {
            return refresh(mint(transaction), std::get<Refresh>(pending.call.request));
          });
  }

  void proceed(Reader& reader, Actor actor, Call call, Answer answer) {
    const auto read = [&](const auto& what) {
      answer(core::answer(reader, actor, call, what));
      return Work{};
    };
    Work work = std::visit(
        Overloaded{
            [&](const Amend& amend) { return change(reader, actor, call, amend, answer); },
            [&](const Create& create) { return change(reader, actor, call, create, answer); },
            [&](const Get& get) { return read(get); },
            [&](const Compare& compare) { return read(compare); },
            [&](const List& list) { return read(list); },
            [&](const History& history) { return read(history); },
            [&](const RequestStatus& status) { return read(status); },
            [&](const WhoAmI& who) { return read(who); },
            [&](const GetThing& get) { return read(get); },
            [&](const ListThings& list) { return read(list); },
            [&](const SignIn&) {
              if (!call.problems.empty()) {
                answer(std::unexpected(Fault(call.problems)));
                return Work{};
              }
              return Work{[this](Transaction& transaction, Pending& pending) {
                return issue(mint(transaction), pending.actor.principal);
              }};
            },
            [&](const SignOut&) {
              return Work{[this](Transaction& transaction, Pending& pending) {
                return sign_out(mint(transaction), pending.call.caller);
              }};
            },
            [&](const Refresh&) { return Work{}; },
            [&](const KeepReference&) { return keeping<KeepReference>(); },
            [&](const KeepPrincipal&) { return keeping<KeepPrincipal>(); },
        },
        call.request);
    if (!work) return;
    const Uuid request_id = this->request_id(call, actor);
    std::string password_hash;
    if (const auto* wanted = std::get_if<KeepPrincipal>(&call.request))
      if (wanted->password && wanted->password->reveal().size() <= 1024)
        password_hash = hash_password(wanted->password->reveal(), options_.light_passwords);
    write(std::make_shared<Pending>(Pending{std::move(call), std::move(actor), std::move(answer),
                                            std::move(password_hash), request_id}),
          std::move(work));
  }

  template <class Wanted>
  Work keeping() {
    return [this](Transaction& transaction, Pending& pending) {
      const Keeper keeper{transaction, pending.actor, random_, std::move(pending.password_hash)};
      return keep(keeper, pending.call, std::get<Wanted>(pending.call.request));
    };
  }

  // A rehearsal is worked out on a reader and answered at once; otherwise the work is for the
  // queue.
  template <class Wanted>
  Work change(Reader& reader, const Actor& actor, const Call& call, const Wanted& wanted,
              const Answer& answer) {
    if (call.how.rehearse) {
      answer(rehearsed(reader, actor, call, wanted));
      return {};
    }
    return [this](Transaction& transaction, Pending& pending) -> Result<Outcome> {
      if (auto done = done_before(transaction, pending)) return std::move(*done);
      const Bench bench{transaction, pending.actor, sealer_, random_, clock_.now()};
      auto worked =
          worked_out(bench, transaction, pending.call, std::get<Wanted>(pending.call.request));
      if (!worked) return std::unexpected(std::move(worked.error()));
      return kept(bench, transaction, pending, std::move(*worked));
    };
  }

  // A request under an idempotency key has an id that follows from the key, so that it finds
  // itself.
  Uuid request_id(const Call& call, const Actor& actor) {
    if (!call.how.once) return Uuid::make_ordered(clock_.now().us / 1000, random_);
    return Uuid::from_bytes(
        blake2b(std::to_string(actor.principal.id) + '\n' + call.how.once->key));
  }

  // What a request came to that was done before under the same key.
  static std::optional<Result<Outcome>> done_before(Transaction& transaction,
                                                    const Pending& pending) {
    const auto& once = pending.call.how.once;
    const auto note = once ? transaction.request(pending.request) : std::nullopt;
    if (!note) return std::nullopt;
    if (note->fingerprint != once->fingerprint)
      return std::unexpected(
          Fault(Wrong::conflict, "was used before, for another request", once->field));
    auto record = transaction.customer(note->customer);
    if (!record) return std::nullopt;
    return Receipt{note->id,
                   view_of(transaction, std::move(*record), transaction.lineage(note->customer)),
                   {},
                   /*rehearsed=*/false};
  }

  static Result<Worked> worked_out(const Bench& bench, Transaction&, const Call& call,
                                   const Amend& amend) {
    return work_out(bench, call, amend);
  }
  static Result<Worked> worked_out(const Bench& bench, Transaction& transaction, const Call& call,
                                   const Create& create) {
    return work_out(bench, call, create, transaction.next_customer());
  }

  template <class Wanted>
  Result<Outcome> rehearsed(Reader& reader, const Actor& actor, const Call& call,
                            const Wanted& wanted) {
    const Bench bench{reader, actor, sealer_, random_, clock_.now()};
    Result<Worked> worked = [&] {
      if constexpr (std::is_same_v<Wanted, Create>)
        return work_out(bench, call, wanted, CustomerId{});
      else
        return work_out(bench, call, wanted);
    }();
    if (!worked) return std::unexpected(std::move(worked.error()));
    return Receipt{Uuid{}, view_of(reader, std::move(worked->after), worked->lineage),
                   std::move(worked->differences), /*rehearsed=*/true};
  }

  Result<Outcome> kept(const Bench& bench, Transaction& transaction, Pending& pending,
                       Worked worked) {
    const Call& call = pending.call;
    const Principal& principal = pending.actor.principal;
    if (!worked.differences.empty()) {
      const auto* amend = std::get_if<Amend>(&call.request);
      const bool named = amend && !amend->action.empty();
      Entry entry{worked.after.id, worked.after.version, named ? amend->action : action_of(worked),
                  Circumstance{bench.now, principal.name, call.caller.door, call.caller.source,
                               pending.request, call.how.reason, call.how.warnings},
                  worked.differences};
      transaction.save(worked.after, entry);
    }
    transaction.save(RequestNote{pending.request, principal.id, principal.home, worked.after.id,
                                 worked.after.version, call.caller.door, bench.now,
                                 call.how.once ? call.how.once->fingerprint : ""});
    return Receipt{pending.request, view_of(transaction, std::move(worked.after), worked.lineage),
                   std::move(worked.differences), /*rehearsed=*/false};
  }

  Mint mint(Transaction& transaction) { return {transaction, random_, clock_.now(), options_}; }

  void write(const std::shared_ptr<Pending>& pending, Work work) {
    store_.write(
        [pending, work = std::move(work)](Transaction& transaction) {
          pending->outcome = work(transaction, *pending);
          return pending->outcome.has_value();
        },
        [pending](Committed committed) {
          switch (committed) {
            case Committed::yes:
            case Committed::nothing:
              break;
            case Committed::failed:
              pending->outcome = std::unexpected(unavailable());
              break;
            case Committed::unknown:
              pending->outcome = std::unexpected(unknown_outcome(pending->request));
              break;
          }
          pending->answer(std::move(pending->outcome));
        });
  }

  store::Store& store_;
  const Clock& clock_;
  Random& random_;
  const Options options_;
  const Sealer sealer_;
  Authenticator authenticator_;
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
