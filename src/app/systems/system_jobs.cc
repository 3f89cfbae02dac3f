// Compares, applies and decides.
#include "app/systems/system_jobs.h"

#include <algorithm>

#include "app/systems/job_exchange.h"
#include "app/systems/plan_check.h"
#include "app/systems/service_records.h"
#include "app/systems/store_links.h"
#include "app/systems/system_outcomes.h"
#include "base/result.h"
#include "core/awaited.h"
#include "reach/systems/application.h"

namespace patchbay::app {
namespace {

using reach::Applied;
using To = reach::Operation::To;

// Customers in a row without a clear reply, after which the system is taken to be down.
constexpr int kUnclearMax = 5;
constexpr std::int64_t kLooks = 2;
// Named customers in a row that cannot be read.
constexpr int kFailuresMax = 3;

constexpr const char* kStoreFails =
    "the store cannot be read or written now: send the same request again in some minutes";

// A fault of the system is not one of this server's caller: its refusal of our credentials, for
// example, must not look like a refusal of theirs.
Fault told_by(const std::string& system, const Fault& fault) {
  const bool is_failure = kErrorClasses[static_cast<std::size_t>(fault.kind)] == ErrorClass::failed;
  return Fault(is_failure ? ErrorKind::unavailable : ErrorKind::conflict,
               system + ": " + fault.sentence());
}

// A customer is being made for as long as some requests take, and then some: for the last request,
// for clocks that differ, and for systems that work in the background.
constexpr std::int64_t kSends = 3;
constexpr std::int64_t kClocksDifferSeconds = 10;
constexpr std::int64_t kBackgroundSeconds = 120;

std::int64_t others_wait_seconds(const OutsideSystem& system, const reach::RemoteOptions& remote) {
  constexpr auto kStatus = static_cast<std::size_t>(doors::ClientCall::request_status);
  const bool works_later = !remote.client->calls[kStatus].name.empty();
  return system.timeout_s + kClocksDifferSeconds + (works_later ? kBackgroundSeconds : 0);
}

class Job {
 public:
  Job(const SystemJobContext& context, const core::Systems::Job& job, Described described)
      : context_(context),
        job_(job),
        description_(std::move(described.description)),
        make_seconds_(kSends * job.system.timeout_s),
        links_(context.store, context.clock, job.system,
               make_seconds_ + others_wait_seconds(job.system, described.remote), context.threads),
        records_(service_records({.service = context.service,
                                  .store = context.store,
                                  .below = CustomerId{job.system.below},
                                  .reason = "kept in step with " + job.system.name,
                                  .principal = job.principal,
                                  .door = job.door,
                                  .threads = context.threads})),
        exchange_(
            context.exchange, context.clock, [this] { return before_any(); },
            [this] { return before_write(); },
            std::holds_alternative<core::CompareSystem>(job.use.what)
                ? JobExchange::Again::starts_anew
                : JobExchange::Again::goes_on),
        remote_(exchange_, std::move(described.remote)) {
    description_.policy.digest_key = context.digest_key;
    description_.looks = kLooks;
  }

  Result<core::Outcome> operator()(const core::CompareSystem& compare) {
    TRY_DO(set_owners(compare.owners));
    std::optional<Record> only;
    if (compare.customer) only = TRY(linked_customer(*compare.customer));
    reach::Comparison found = TRY(compare.customers.empty() ? compared(only ? &*only : nullptr)
                                                            : compared(compare.customers));
    if (compare.plans)
      // Owners of this plan only say nothing about what waits, and its later pages look at what was
      // just seen.
      links_.note(found, {.open = compare.owners.empty(),
                          .missed = compare.after == CustomerId{} && compare.customers.empty()});
    else
      found = reach::without_ignored(std::move(found), description_.ignored);
    return to_outcome(std::move(found), compare, job_.system.version, context_.digest_key);
  }

  Result<core::Outcome> operator()(const core::ApplySystem& apply) {
    TRY_DO(check_plan(description_, apply));
    reach::Application application(description_, *records_, remote_, links_);
    core::SystemApplied out{.items = {}, .counts = {}, .stopped = {}, .version = apply.version};
    int unclear = 0;
    for (const core::PlannedSystemChange& each : apply.changes) {
      const std::size_t sent = exchange_.sent();
      const auto applied = apply_one(application, to_planned(each));
      if (!applied) {
        out.stopped = applied.error();
        return out;
      }
      add(out, each, *applied);
      out.stopped = keep_open(each, *applied) ? exchange_.stopped() : kStoreFails;
      if (!out.stopped.empty()) return out;
      if (applied->result != Applied::Result::unclear)
        unclear = 0;
      else if (exchange_.sent() != sent)
        ++unclear;
      if (unclear == kUnclearMax) {
        out.stopped = job_.system.name + " does not answer: send the same plan again to go on";
        return out;
      }
    }
    return out;
  }

  Result<core::Outcome> operator()(const core::ChooseInSystem& choose) {
    const Record customer = TRY(linked_customer(choose.customer));
    auto& fields = description_.policy.fields;
    std::erase_if(fields,
                  [&](const reach::FieldPolicy& each) { return each.name != choose.field; });
    if (fields.empty())
      return std::unexpected(
          Fault(ErrorKind::invalid, "is no field that is kept in step with this system", "field"));
    fields.front().owner = choose.takes_record ? reach::Owner::record : reach::Owner::system;
    const reach::Comparison found = TRY(compared(&customer));
    core::SystemApplied out{
        .items = {}, .counts = {}, .stopped = {}, .version = job_.system.version};
    TRY_DO(decide(choose, customer, found, out));
    if (choose.remembers) out.version = TRY(remember(choose));
    return out;
  }

 private:
  Result<void> set_owners(const std::vector<std::pair<std::string, std::string>>& owners) {
    for (const auto& [name, word] : owners) {
      const auto owner = reach::parse_owner(word);
      const auto field =
          std::ranges::find(description_.policy.fields, name, &reach::FieldPolicy::name);
      if (field == description_.policy.fields.end())
        return std::unexpected(
            Fault(ErrorKind::invalid, "names " + name + ", which is not kept in step", "owners"));
      if (!owner)
        return std::unexpected(
            Fault(ErrorKind::invalid,
                  "must be record, system, newest, fill_if_empty or review for " + name, "owners"));
      field->owner = *owner;
    }
    return {};
  }

  Result<Record> linked_customer(CustomerId id) {
    const auto link = context_.store.read()->system_link(job_.system.id, id);
    auto record = link ? TRY(records_->get(link->uuid)) : std::nullopt;
    if (!record || link->there.empty())
      return std::unexpected(Fault(ErrorKind::invalid,
                                   "must be the id of a customer that is linked to this system",
                                   "customer"));
    return *std::move(record);
  }

  // With all customers, or with one.
  Result<reach::Comparison> compared(const Record* only) {
    auto found = only ? reach::compare_linked(description_, *records_, remote_, links_, *only)
                      : reach::compare(description_, *records_, remote_, links_, {});
    if (!exchange_.stopped().empty())
      return std::unexpected(Fault(ErrorKind::conflict, exchange_.stopped()));
    if (!found) return std::unexpected(told_by(job_.system.name, found.error()));
    return found;
  }

  // After some failures in a row without an answer the others are taken to fail too.
  Result<reach::Comparison> compared(const std::vector<CustomerId>& customers) {
    reach::Comparison out;
    std::string why;
    int failures = 0;
    for (const CustomerId each : customers) {
      const auto record = linked_customer(each);
      if (!record && record.error().kind == ErrorKind::invalid) continue;
      if (!record) return std::unexpected(record.error());
      if (failures < kFailuresMax) {
        auto found = compared(&*record);
        if (!exchange_.stopped().empty())
          return std::unexpected(Fault(ErrorKind::conflict, exchange_.stopped()));
        if (found) {
          failures = 0;
          reach::add(out, *std::move(found));
          continue;
        }
        ++failures;
        why = found.error().sentence();
      }
      out.remarks.push_back(
          {reach::Remark::Kind::unreadable, std::to_string(each.value), record->name(), why});
    }
    return out;
  }

  static reach::PlannedChange to_planned(const core::PlannedSystemChange& change) {
    reach::PlannedChange out{.customer = change.customer,
                             .name = change.name,
                             .remote = change.there,
                             .makes = change.makes,
                             .links_by_match = true};
    for (const core::PlannedSystemWrite& each : change.writes)
      out.writes.push_back(
          {each.field, each.to_system ? To::system : To::record, each.before, each.after});
    return out;
  }

  // If the store fails, what was written before is still told.
  std::expected<Applied, std::string> apply_one(reach::Application& application,
                                                const reach::PlannedChange& change) {
    links_.forget_making();
    try {
      return application.apply(change);
    } catch (const store::Unavailable&) {
      return std::unexpected(std::string(kStoreFails));
    }
  }

  // What waits for a person after a change was applied, or refused. Returns false if the store
  // fails.
  bool keep_open(const core::PlannedSystemChange& change, const Applied& applied) {
    std::vector<OpenField> open;
    if (applied.result == Applied::Result::refused) {
      for (const core::PlannedSystemWrite& each : change.writes)
        if (is_kept(description_, each.field))
          open.push_back({each.field, "refused", applied.code});
    } else if (applied.result != Applied::Result::stale &&
               applied.result != Applied::Result::unclear) {
      for (const std::string& each : change.conflicts)
        if (is_kept(description_, each)) open.push_back({each, "conflict", {}});
    }
    try {
      links_.note(change.customer, open);
    } catch (const store::Unavailable&) {
      return false;
    }
    return true;
  }

  static void add(core::SystemApplied& out, const core::PlannedSystemChange& change,
                  const Applied& applied) {
    core::SystemApplied::Item item{.customer = change.customer,
                                   .name = change.name,
                                   .result = std::string(word(applied.result)),
                                   .fields = {},
                                   .why = applied.why};
    for (const core::PlannedSystemWrite& each : change.writes) item.fields.push_back(each.field);
    ++out.counts[item.result];
    out.items.push_back(std::move(item));
  }

  Result<void> decide(const core::ChooseInSystem& choose, const Record& customer,
                      const reach::Comparison& found, core::SystemApplied& out) {
    if (!found.remarks.empty())
      return std::unexpected(Fault(
          ErrorKind::conflict, "the system does not show the customer: " + found.remarks[0].why));
    core::PlannedSystemChange change{.customer = customer.uuid,
                                     .name = customer.name(),
                                     .there = {},
                                     .writes = {},
                                     .conflicts = {}};
    Applied applied{Applied::Result::already};
    if (!found.findings.empty()) {
      const reach::Finding& finding = found.findings.front();
      if (finding.plan.operations.empty() && !finding.plan.losses.empty())
        return std::unexpected(Fault(ErrorKind::conflict,
                                     "cannot be held there: " + finding.plan.losses.front().why,
                                     choose.field));
      const reach::PlannedChange planned = reach::to_planned(finding, context_.digest_key);
      for (const reach::PlannedWrite& each : planned.writes)
        change.writes.push_back({each.name, each.to == To::system, each.before, each.after});
      reach::Application application(description_, *records_, remote_, links_);
      auto done = apply_one(application, planned);
      if (!done) return std::unexpected(Fault(ErrorKind::unavailable, done.error()));
      applied = *std::move(done);
      if (!keep_open(change, applied)) out.stopped = kStoreFails;
    }
    add(out, change, applied);
    return {};
  }

  // Returns the version of the system after its owner of the field is the choice.
  Result<Version> remember(const core::ChooseInSystem& choose) {
    core::UpsertSystem upsert{.id = job_.system.id};
    upsert.fields.emplace_back(choose.field, choose.takes_record ? "record" : "system");
    const auto outcome = TRY(asked(upsert_call(std::move(upsert))));
    const auto* systems = std::get_if<core::OutsideSystems>(&outcome);
    return systems ? systems->systems.front().version : job_.system.version;
  }

  // The description must live and be as it was when the job began.
  std::optional<Refusal> before_any() {
    try {
      if (StoreLinks::is_current(*context_.store.read(), job_.system.id, job_.system.version))
        return std::nullopt;
    } catch (const store::Unavailable&) {
      return Refusal{kStoreFails};
    }
    return Refusal{kDescriptionChanged};
  }

  // The caller may have lost the right to change. A change that changes nothing asks for it.
  std::optional<Refusal> before_write() {
    const auto since = links_.making_since();
    if (since && context_.clock.now() > since->plus_seconds(make_seconds_))
      return Refusal{"making the customer took too long: send the same plan again in some minutes",
                     /*is_final=*/false};
    core::Call call = upsert_call({.id = job_.system.id});
    call.options.rehearse = true;
    const auto outcome = asked(std::move(call));
    if (outcome) return std::nullopt;
    return Refusal{outcome.error().sentence()};
  }

  Result<core::Outcome> asked(core::Call call) const {
    if (job_.principal == 0)
      return core::handle_as_owner_and_wait(context_.service, std::move(call),
                                            {.author = kSystemsAuthor}, context_.threads);
    return core::handle_as_principal_and_wait(context_.service, std::move(call), job_.principal,
                                              context_.threads);
  }

  core::Call upsert_call(core::UpsertSystem upsert) const {
    core::Call call{.caller = {.credentials = {}, .door = job_.door, .source = {}},
                    .required_privilege = {.any_of = core::Privilege::administrator},
                    .request = std::move(upsert)};
    call.options.if_version = job_.system.version;
    return call;
  }

  const SystemJobContext& context_;
  const core::Systems::Job& job_;
  reach::SystemDescription description_;
  const std::int64_t make_seconds_;  // after which no request makes a customer
  StoreLinks links_;
  std::unique_ptr<reach::Records> records_;
  JobExchange exchange_;
  reach::RemoteSystem remote_;
};

}  // namespace

Result<core::Outcome> run_system_job(const SystemJobContext& context, const core::Systems::Job& job,
                                     Described described) {
  Job run(context, job, std::move(described));
  return std::visit([&](const auto& what) { return run(what); }, job.use.what);
}

}  // namespace patchbay::app
