// Who may take customers out and in, and below which customer.
#include "core/read/transfers.h"

#include "base/result.h"
#include "core/access/subject.h"
#include "core/change/batch.h"
#include "core/read/reads.h"

namespace patchbay::core {
namespace {

Subject subject_of(const BelowCustomer& below) {
  if (const auto* id = std::get_if<CustomerId>(&below)) return *id;
  if (const auto* uuid = std::get_if<Uuid>(&below)) return *uuid;
  return Oneself{};
}

Result<CustomerId> find_below(store::ReadTransaction& reader, const PendingCall& pending,
                              const BelowCustomer& below, Access access) {
  const Call& call = pending.call;
  TRY_DO(require_role(pending.actor, call.required_privilege, access));
  TRY_DO(require_good_input(call));
  const auto found = TRY(
      found_below(find_subject(reader, pending.actor, call.required_privilege, subject_of(below),
                               /*deleted_too=*/false),
                  "below"));
  return found.record.id;
}

template <class Job>
void begin(const std::shared_ptr<PendingCall>& pending, Transfers* transfers, Result<Job> job) {
  const auto refuse = [&](Fault fault) { pending->complete(std::unexpected(std::move(fault))); };
  if (!job) return refuse(std::move(job.error()));
  if (!transfers)
    return refuse(Fault(ErrorKind::conflict, "this server takes no files of customers"));
  if (!transfers->begin(*std::move(job), [pending](Result<Outcome> outcome) {
        pending->complete(std::move(outcome));
      }))
    refuse(too_many_files());
}

Result<Transfers::ExportJob> export_job(store::ReadTransaction& reader,
                                        const PendingCall& pending) {
  const auto& wanted = std::get<ExportCustomers>(pending.call.request);
  const CustomerId below = TRY(find_below(reader, pending, wanted.below, Access::read));
  return Transfers::ExportJob{.below = below, .reach = pending.actor.home(), .wanted = wanted};
}

// What would have to hold for each row, or for the reply as a whole, is not known for a file.
Result<void> takes_no_conditions(const CallOptions& options) {
  if (options.if_version || options.if_match || options.if_none_match || options.rebase)
    return std::unexpected(Fault(
        ErrorKind::invalid, "a version is that of one customer: give rows a column `version`"));
  if (options.idempotency_key)
    return std::unexpected(
        Fault(ErrorKind::invalid,
              "a file that is sent again writes no row twice: leave out Idempotency-Key"));
  return {};
}

Result<Transfers::ImportJob> import_job(store::ReadTransaction& reader,
                                        const PendingCall& pending) {
  auto wanted = std::get<ImportCustomers>(pending.call.request);
  const CustomerId below = TRY(find_below(reader, pending, wanted.below, Access::change));
  TRY_DO(takes_no_conditions(pending.call.options));
  wanted.applies = wanted.applies && !pending.call.options.rehearse;
  Caller caller = pending.call.caller;
  caller.credentials = NoCredentials{};
  return Transfers::ImportJob{.below = below,
                              .reach = pending.actor.home(),
                              .principal = pending.actor.principal.id,
                              .caller = std::move(caller),
                              .reason = pending.call.options.reason,
                              .wanted = std::move(wanted)};
}

}  // namespace

void begin_export(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending,
                  Transfers* transfers) {
  begin(pending, transfers, export_job(reader, *pending));
}

Fault too_many_files() {
  return passing_fault(ErrorKind::too_many_requests,
                       "too many files of customers are being read or written: try again");
}

Result<void> may_send_file(store::ReadTransaction& reader, const PendingCall& pending) {
  if (std::holds_alternative<ImportCustomers>(pending.call.request))
    TRY_DO(import_job(reader, pending));
  if (std::holds_alternative<LongBulk>(pending.call.request))
    TRY_DO(check_may_begin(pending.actor, pending.call));
  return {};
}

void begin_import(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending,
                  Transfers* transfers) {
  begin(pending, transfers, import_job(reader, *pending));
}

void begin_bulk(const std::shared_ptr<PendingCall>& pending, Transfers* transfers,
                Transfers::BulkJob job) {
  begin<Transfers::BulkJob>(pending, transfers, std::move(job));
}

}  // namespace patchbay::core
