// The way of a call: it is authenticated, then dispatched by what it asks for. Reads are answered
// at once; changes go through the store's write queue (change_executor.h, change/plan.h).
#include "core/service.h"

#include <atomic>

#include "base/cidr.h"
#include "base/key_derivation.h"
#include "core/access/authenticator.h"
#include "core/access/owners.h"
#include "core/access/sign_in_failures.h"
#include "core/access/sign_in_notices.h"
#include "core/access/system_ids.h"
#include "core/access/tokens.h"
#include "core/admin/admin_objects.h"
#include "core/admin/outside_systems.h"
#include "core/admin/saved_views.h"
#include "core/admin/webhooks.h"
#include "core/batch_part.h"
#include "core/change/batch_executor.h"
#include "core/change/erasure.h"
#include "core/change_executor.h"
#include "core/damage.h"
#include "core/read/everything.h"
#include "core/read/reads.h"
#include "core/read/system_reads.h"
#include "core/read/traffic_reads.h"
#include "core/read/transfers.h"
#include "core/sweep_times.h"

namespace patchbay::core {
namespace {

using store::Committed, store::ReadTransaction, store::Transaction;
constexpr std::int64_t kHourSeconds = 3600;

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};

class RealService : public Service {
 public:
  RealService(store::Store& store, const Clock& clock, Random& random, SealingKeys keys,
              ServiceOptions options)
      : store_(store),
        clock_(clock),
        random_(random),
        options_(options),
        keys_(keys.first()),
        failures_(store, clock, options_, keys_),
        anchor_seed_(derive_key(KeyPurpose::anchor, keys.first())),
        sealer_(std::move(keys), random),
        authenticator_(clock, random, options_, keys_, failures_),
        idempotency_(sealer_, clock, options_.idempotency_hours * kHourSeconds),
        executor_(store, clock, random, sealer_, idempotency_, probe_limiter_, keys_, failures_,
                  options_),
        batches_(store_, executor_, idempotency_, options_.transfers),
        erasures_(store, clock, random, sealer_, idempotency_, executor_, options_.traffic) {}

  void handle(Call call, Completion complete) override {
    begin(std::make_shared<PendingCall>(
              PendingCall{.call = std::move(call), .actor = {}, .complete = std::move(complete)}),
          &RealService::start);
  }

  void handle_as_owner(Call call, OwnerRights rights, Completion complete) override {
    handle_part(std::move(call), std::move(rights), {}, std::move(complete));
  }

  void handle_as_principal(Call call, std::int64_t principal, Completion complete) override {
    handle_part_of(principal, std::move(call), {}, std::move(complete));
  }

  // handle_part_as_principal()
  void handle_part_of(std::int64_t principal, Call call, std::vector<std::size_t> numbers,
                      Completion complete) {
    auto pending = std::make_shared<PendingCall>(PendingCall{.call = std::move(call),
                                                             .actor = {},
                                                             .complete = std::move(complete),
                                                             .item_numbers = std::move(numbers)});
    pending->actor.principal.id = principal;
    begin(pending, &RealService::start_as_principal);
  }

  // handle_part_as_owner()
  void handle_part(Call call, OwnerRights rights, std::vector<std::size_t> numbers,
                   Completion complete) {
    begin(std::make_shared<PendingCall>(PendingCall{.call = std::move(call),
                                                    .actor = owner_called(std::move(rights.author)),
                                                    .complete = std::move(complete),
                                                    .may_leave_no_owner = rights.may_leave_no_owner,
                                                    .item_numbers = std::move(numbers)}),
          &RealService::start_authenticated);
  }

  [[nodiscard]] std::optional<PasswordCheck> find_password_check(const Call& call) override {
    auto check = authenticator_.find_password_check(store_, call.caller);
    return check ? check : find_new_password(call);
  }

  void check_caller(Call call, std::function<void(std::optional<Fault>)> complete) override {
    const auto one = std::make_shared<PendingCall>(PendingCall{
        .call = std::move(call), .actor = {}, .complete = [complete](Result<Outcome> outcome) {
          complete(outcome ? std::nullopt : std::optional(std::move(outcome.error())));
        }});
    try {
      std::unique_ptr<ReadTransaction> reader = store_.read();
      auto actor = authenticator_.check(*reader, one->call.caller);
      if (!actor) return reject(*reader, actor.error(), one);
      if (const auto& trace = one->call.trace) trace_sign_in(*trace, *actor);
      if (actor->had_failures) forget_failures(one->call.caller);
      one->actor = *std::move(actor);
      if (auto may = may_send_file(*reader, *one); !may) return complete(std::move(may.error()));
    } catch (const store::Damaged& damage) {
      return complete(damaged(options_, one->call.id, damage));
    } catch (const std::exception&) {  // from the store, or out of memory for a password hash
      return complete(service_unavailable());
    }
    complete(std::nullopt);
  }

  void finish() override { failures_.write_rest(); }
  void sweep() override {
    finish();
    remove_old(store_, options_, clock_.now());
  }

 private:
  // Returns the check for a password that an administrator sets for a principal.
  std::optional<PasswordCheck> find_new_password(const Call& call) {
    const auto* requested = std::get_if<UpsertPrincipal>(&call.request);
    if (!requested || !requested->password) return std::nullopt;
    try {
      const std::unique_ptr<ReadTransaction> reader = store_.read();
      const auto actor = authenticator_.check(*reader, call.caller);
      if (!actor) return std::nullopt;
      const PendingCall one{.call = call, .actor = *actor, .complete = {}};
      if (!executor_.takes_hash(*reader, one).value_or(false)) return std::nullopt;
      return PasswordCheck{.source = to_source_block(call.caller.source),
                           .name = keys_.of_guesses(actor->principal.name),
                           .is_known = true};
    } catch (const store::Unavailable&) {
      return std::nullopt;  // handle() will get and report the same error
    }
  }

  using PendingPtr = std::shared_ptr<PendingCall>;

  // Gives the call its id and takes it on with `next`. What is thrown completes the call.
  void begin(const PendingPtr& one, void (RealService::*next)(const PendingPtr&)) {
    try {
      one->request = one->call.id.is_nil() ? executor_.request_id() : one->call.id;
      (this->*next)(one);
    } catch (const store::Damaged& damage) {
      one->complete(std::unexpected(damaged(options_, one->request, damage)));
    } catch (const std::exception&) {  // from the store, or out of memory for a password hash
      one->complete(std::unexpected(service_unavailable()));
    } catch (const store::Overtaken&) {
      one->is_overtaken = true;
      begin(one, next);
    }
  }

  // Completes the call after the failure is counted on disk, or in memory if the disk refuses it.
  void reject(ReadTransaction& reader, const Rejection& rejection, const PendingPtr& one) {
    const Caller& caller = one->call.caller;
    const auto* given = std::get_if<NameAndSecret>(&caller.credentials);
    if (!rejection.is_failure || !given) return one->complete(std::unexpected(rejection.fault));
    std::optional<std::string> name;
    if (given->name.size() <= kNameBytesMax) name = given->name;
    const auto complete = [one, fault = rejection.fault] { one->complete(std::unexpected(fault)); };
    if (!one->call.trace) {
      failures_.count(reader, name, caller.source, complete);
      return;
    }
    // The call is completed after both the trace and the count are done. The count may be done at
    // once.
    const auto settled = std::make_shared<std::atomic<int>>(2);
    const auto last = [settled, complete] {
      if (settled->fetch_sub(1) == 1) complete();
    };
    const auto after = failures_.count(reader, name, caller.source, last);
    trace_sign_in(*one->call.trace, rejection, *given, after, keys_);
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

  void start(const PendingPtr& one) {
    const Call& call = one->call;
    const auto ids = options_.ids_of.find(call.caller.door);
    if (ids != options_.ids_of.end() && !one->ids) use_ids_of(store_, ids->second, *one);
    if (call.options.rehearse && is_about_tokens(call.request))
      return one->complete(std::unexpected(Fault(
          ErrorKind::invalid, "a call about tokens cannot be rehearsed: none would be kept")));
    if (std::holds_alternative<Refresh>(call.request))
      return executor_.queue(one, [this](Transaction& transaction, PendingCall& pending) {
        return refresh_pair(transaction, pending);
      });
    // A call that was overtaken does not assume anything a second time.
    const bool may_assume = is_single_change(call) && !one->is_overtaken;
    std::unique_ptr<ReadTransaction> reader = may_assume ? store_.read_assuming() : store_.read();
    auto actor = authenticator_.check(*reader, call.caller);
    one->assumed = reader->assumed();
    if (!actor && one->assumed) throw store::Overtaken();
    if (!actor) return reject(*reader, actor.error(), one);
    if (one->assumed)
      one->again = [this](const PendingPtr& overtaken) { begin(overtaken, &RealService::start); };
    one->actor = *std::move(actor);
    if (call.trace) trace_sign_in(*call.trace, one->actor);
    if (one->actor.had_failures) forget_failures(call.caller);
    dispatch(*reader, one);
  }

  void start_authenticated(const PendingPtr& one) {
    if (is_about_tokens(one->call.request))
      return one->complete(std::unexpected(
          Fault(ErrorKind::invalid, "tokens are for principals who sign in themselves")));
    dispatch(*store_.read(), one);
  }

  void start_as_principal(const PendingPtr& one) {
    auto actor = acting_principal(*store_.read(), one->actor.principal.id);
    if (!actor) return one->complete(std::unexpected(std::move(actor.error())));
    one->actor = *std::move(actor);
    start_authenticated(one);
  }

  void dispatch(ReadTransaction& reader, const PendingPtr& one) {
    // Only these check the ticket of a rehearsal.
    if (const auto& tied = one->call.options.rehearsed;
        tied && !std::holds_alternative<UpdateCustomer>(one->call.request))
      return one->complete(std::unexpected(
          Fault(ErrorKind::invalid, "is for a change of one customer", tied->field)));
    std::visit(
        Overloaded{
            [&](const UpdateCustomer&) { executor_.change(reader, one); },
            [&](const CreateCustomer&) { executor_.change(reader, one); },
            [&](const Batched auto&) { batches_.start(reader, one); },
            [&](const EraseCustomer&) { erasures_.start(reader, one); },
            [&](const ExportCustomer&) {
              one->complete(read_everything(reader, one->actor, one->call, options_.traffic));
            },
            [&](const GetWebhook&) { one->complete(get_webhook(reader, *one, sealer_)); },
            [&](const ListWebhooks&) { one->complete(list_webhooks(reader, *one, sealer_)); },
            [&](const UpsertReference&) { executor_.upsert(reader, one); },
            [&](const UpsertPrincipal&) { executor_.upsert(reader, one); },
            [&](const UpsertWebhook&) { executor_.upsert(reader, one); },
            [&](const UpsertSystem&) { executor_.upsert(reader, one); },
            [&](const UseSystem&) { use_system(reader, one, options_.systems); },
            [&](const ExportCustomers&) { begin_export(reader, one, options_.transfers); },
            [&](const ImportCustomers&) { begin_import(reader, one, options_.transfers); },
            [&](const LinkToSystem&) { link_to_system(reader, one, executor_, clock_); },
            [&](const TestWebhook&) { test_webhook(reader, one, options_.deliveries); },
            [&](const ReplayDeliveries&) {
              executor_.queue(one, [this](Transaction& transaction, PendingCall& pending) {
                return replay_deliveries(transaction, pending, sealer_, clock_.now());
              });
            },
            [&](const SignIn& sign) { sign_in(one, sign.session); },
            [&](const RenewSession&) {
              executor_.queue(one, [this](Transaction& transaction, PendingCall& pending) {
                return renew_session(token_context(transaction), pending.call.caller);
              });
            },
            [&](const SignOut& sign) { sign_out(one, sign.everywhere); },
            [&](const ListChanges& changes) {
              one->complete(list_changes(reader, one->actor, one->call, changes, sealer_));
            },
            [&](const GetAdminObject& get) { read_objects(reader, one, get); },
            [&](const ListAdminObjects& list) { read_objects(reader, one, list); },
            [&](const ReadAnchor&) {
              one->complete(read_anchor(reader, one->actor, one->call, clock_.now(), anchor_seed_));
            },
            [&](const ReadSystem&) {
              one->complete(read_system(reader, one->actor, one->call, options_.system));
            },
            [&](const SaveView&) {
              executor_.queue(one, [this](Transaction& transaction, PendingCall& pending) {
                return save_view(transaction, pending.actor, pending.call, clock_.now());
              });
            },
            [&](const RemoveView&) {
              executor_.queue(one, [](Transaction& transaction, PendingCall& pending) {
                return remove_view(transaction, pending.actor, pending.call);
              });
            },
            [&](const ListTraffic&) {
              one->complete(list_traffic(reader, one->actor, one->call, options_.traffic));
            },
            [&](const GetTraffic&) {
              one->complete(get_traffic(reader, one->actor, one->call, options_.traffic));
            },
            [&](const ListProblems&) {
              one->complete(list_problems(reader, one->actor, one->call, options_.traffic));
            },
            [](const Refresh&) {},  // needs no credentials, so it does not get here
            [&](const auto& read) { one->complete(execute(reader, one->actor, one->call, read)); },
        },
        one->call.request);
  }

  template <class Read>
  void read_objects(ReadTransaction& reader, const PendingPtr& one, const Read& read) {
    one->complete(with_lockouts(reader, execute(reader, one->actor, one->call, read), failures_));
  }

  void sign_in(const PendingPtr& one, bool session) {
    if (!one->call.problems.empty())
      return one->complete(std::unexpected(Fault(one->call.problems)));
    executor_.queue(one, [this, session](Transaction& transaction, PendingCall& pending) {
      note(pending, Notice::Kind::token_issued);
      const TokenContext context = token_context(transaction);
      return session ? start_session(context, pending.actor.principal)
                     : issue_tokens(context, pending.actor.principal);
    });
  }

  void sign_out(const PendingPtr& one, bool everywhere) {
    if (!one->call.problems.empty())
      return one->complete(std::unexpected(Fault(one->call.problems)));
    executor_.queue(one, [this, everywhere](Transaction& transaction, PendingCall& pending) {
      note(pending, Notice::Kind::token_revoked);
      const TokenContext context = token_context(transaction);
      return everywhere ? sign_out_everywhere(context, pending.actor.principal,
                                              change_origin(pending, context.now))
                        : core::sign_out(context, pending.call.caller);
    });
  }

  // Records what the write queue did with a call, once, although a job may run several times.
  static void note(const PendingCall& pending, Notice::Kind kind) {
    if (pending.call.trace) pending.call.trace->done = {{.kind = kind}};
  }

  Result<Outcome> refresh_pair(Transaction& transaction, PendingCall& pending) {
    auto done = refresh_tokens(token_context(transaction), std::get<Refresh>(pending.call.request));
    pending.commits_despite_fault = done.reused;
    if (auto& trace = pending.call.trace) {
      trace->done.clear();
      if (done.principal) trace->name = done.principal->name;
      if (done.principal) trace->principal = done.principal->id;
      if (done.reused) note(pending, Notice::Kind::token_reused);
      if (done.outcome) note(pending, Notice::Kind::token_refreshed);
    }
    return std::move(done.outcome);
  }

  TokenContext token_context(Transaction& write) {
    return {write, random_, clock_.now(), options_};
  }

  store::Store& store_;
  const Clock& clock_;
  Random& random_;
  const ServiceOptions options_;
  const AttemptsKeys keys_;
  SignInFailures failures_;
  const std::string anchor_seed_;
  const SecretSealer sealer_;
  Authenticator authenticator_;
  const IdempotencyRecords idempotency_;
  ProbeLimiter probe_limiter_;
  const ChangeExecutor executor_;
  const BatchExecutor batches_;
  const Erasures erasures_;
};

}  // namespace

std::unique_ptr<Service> Service::make(store::Store& store, const Clock& clock, Random& random,
                                       SealingKeys keys, ServiceOptions options) {
  return std::make_unique<RealService>(store, clock, random, std::move(keys), options);
}

void handle_part_as_owner(Service& service, Call call, OwnerRights rights,
                          std::vector<std::size_t> numbers, Completion complete) {
  dynamic_cast<RealService&>(service).handle_part(std::move(call), std::move(rights),
                                                  std::move(numbers), std::move(complete));
}

void handle_part_as_principal(Service& service, Call call, std::int64_t principal,
                              std::vector<std::size_t> numbers, Completion complete) {
  dynamic_cast<RealService&>(service).handle_part_of(principal, std::move(call), std::move(numbers),
                                                     std::move(complete));
}

}  // namespace patchbay::core
