// Who may see a system, and which customer is linked to which one there.
#include "core/admin/outside_systems.h"

#include <algorithm>

#include "base/result.h"
#include "core/access/subject.h"
#include "core/read/reads.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kSystemsListedMax = 1000;

void add(OutsideSystems& out, store::ReadTransaction& reader, OutsideSystem system) {
  system.secret.clear();
  if (system.watch && system.enabled)
    if (auto found = reader.destination(OutsideSystem::destination(system.id)))
      out.watching[system.id] = *std::move(found);
  out.systems.push_back(std::move(system));
}

// What has to be right before a job is given away.
Result<Systems::Job> job_of(store::ReadTransaction& reader, const PendingCall& pending) {
  const auto& use = std::get<UseSystem>(pending.call.request);
  // A plan keeps what waits for a person.
  const auto* compare = std::get_if<CompareSystem>(&use.what);
  const bool reads = compare && !compare->plans;
  TRY_DO(may_administer(pending.actor, pending.call, reads ? Access::read : Access::change));
  Systems::Job out{.system = TRY(find_outside_system(reader, pending.actor, use.id)),
                   .principal = pending.actor.principal.id,
                   .door = pending.call.caller.door,
                   .use = use};
  if (!out.system.enabled)
    return std::unexpected(
        Fault(ErrorKind::conflict, "the system is switched off: set `enabled` to true first"));
  const auto* apply = std::get_if<ApplySystem>(&use.what);
  if (apply && apply->version != out.system.version)
    return std::unexpected(Fault(ErrorKind::conflict,
                                 "the plan was made for version " + std::to_string(apply->version) +
                                     " of the system, which is at version " +
                                     std::to_string(out.system.version) + ": make another plan"));
  return out;
}

Result<Record> customer_of(store::ReadTransaction& reader, const Actor& actor,
                           const OutsideSystem& system, CustomerId id) {
  auto found = reader.customer(id);
  const auto lineage = reader.lineage(id);
  const bool is_below = std::ranges::find(lineage, CustomerId{system.below}) != lineage.end();
  if (!found || found->deleted() || !is_below || id.value == system.below ||
      !reaches(actor, lineage))
    return std::unexpected(Fault(
        ErrorKind::invalid,
        "must be the id or UUID of a live customer below customer " + std::to_string(system.below),
        "customer"));
  return *std::move(found);
}

bool is_in_reach(store::ReadTransaction& reader, const Actor& actor, CustomerId id) {
  return reaches(actor, reader.lineage(id));
}

Result<SystemLink> new_link(store::ReadTransaction& reader, const Actor& actor,
                            const OutsideSystem& system, const LinkToSystem& requested,
                            Instant now) {
  const Record customer = TRY(customer_of(reader, actor, system, requested.customer));
  const std::string there = requested.there.value_or(std::string());
  if (there.empty() || there.size() > LinkToSystem::kThereMax)
    return std::unexpected(Fault(ErrorKind::invalid,
                                 "must be 1 to " + std::to_string(LinkToSystem::kThereMax) +
                                     " bytes: a number, UUID or name of the system",
                                 "there"));
  const auto other = reader.system_link_to(system.id, there);
  if (other && other->customer != requested.customer && reader.is_live(other->customer))
    return std::unexpected(Fault(ErrorKind::conflict,
                                 "is linked to " +
                                     (is_in_reach(reader, actor, other->customer)
                                          ? "customer " + std::to_string(other->customer.value)
                                          : std::string("another customer")) +
                                     ": release that link first",
                                 "there"));
  auto out = reader.system_link(system.id, requested.customer);
  if (out && out->there == there) return *std::move(out);
  return SystemLink{.system = system.id,
                    .customer = requested.customer,
                    .uuid = customer.uuid,
                    .there = there,
                    .turn = out ? out->turn + 1 : 1,
                    .time = now};
}

// Writes nothing if `transaction` is null.
Result<Outcome> link(store::ReadTransaction& reader, store::Transaction* transaction,
                     const PendingCall& pending, Instant now) {
  TRY_DO(may_administer(pending.actor, pending.call, Access::change));
  auto requested = std::get<LinkToSystem>(pending.call.request);
  if (requested.uuid) {
    const auto named = reader.customer(*requested.uuid);
    requested.customer = named ? named->id : CustomerId{};
  }
  const OutsideSystem system = TRY(find_outside_system(reader, pending.actor, requested.id));
  SystemLinked out{.link = {}, .rehearsed = pending.call.options.rehearse};
  if (requested.there) {
    out.link = TRY(new_link(reader, pending.actor, system, requested, now));
    if (!transaction) return out;
    // A deleted customer gives its link up.
    const auto former = transaction->system_link_to(system.id, out.link->there);
    if (former && former->customer != out.link->customer)
      transaction->remove_system_link(system.id, former->customer);
    transaction->save(*out.link);
    return out;
  }
  if (!reader.system_link(system.id, requested.customer) ||
      !is_in_reach(reader, pending.actor, requested.customer))
    return std::unexpected(
        Fault(ErrorKind::unknown_object, "this customer is not linked to this system"));
  if (transaction) transaction->remove_system_link(system.id, requested.customer);
  return out;
}

}  // namespace

Result<OutsideSystem> find_outside_system(store::ReadTransaction& reader, const Actor& actor,
                                          std::int64_t id) {
  const auto found = reader.reference(ReferenceKind::system, id);
  if (!found || !may_see(reader, actor, *found))
    return std::unexpected(no_such_object(ReferenceKind::system, std::to_string(id)));
  return to_outside_system(*found);
}

Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                        const GetOutsideSystem& get) {
  TRY_DO(may_administer(actor, call, Access::read));
  OutsideSystems out{.systems = {}, .watching = {}, .one = true};
  add(out, reader, TRY(find_outside_system(reader, actor, get.id)));
  return out;
}

Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                        const ListOutsideSystems& list) {
  TRY_DO(may_administer(actor, call, Access::read));
  const std::size_t limit = std::clamp<std::size_t>(list.limit, 1, kSystemsListedMax);
  OutsideSystems out;
  for (const Reference& each :
       reader.references(ReferenceKind::system, list.after, OutsideSystem::kMax)) {
    if (!may_see(reader, actor, each)) continue;
    out.more = out.systems.size() == limit;
    if (out.more) break;
    add(out, reader, to_outside_system(each));
  }
  return out;
}

Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                        const ListSystemLinks& list) {
  TRY_DO(may_administer(actor, call, Access::read));
  const OutsideSystem system = TRY(find_outside_system(reader, actor, list.id));
  const std::size_t limit = std::clamp<std::size_t>(list.limit, 1, kSystemsListedMax);
  SystemLinkPage out;
  if (list.there) {
    auto found = reader.system_link_to(system.id, *list.there);
    if (found && is_in_reach(reader, actor, found->customer))
      out.links.push_back(*std::move(found));
    return out;
  }
  CustomerId after = list.after;
  for (bool ends = false; !ends && out.links.size() <= limit;) {
    auto page = reader.system_links(system.id, after, list.open_only, limit + 1);
    ends = page.size() <= limit;
    for (SystemLink& each : page) {
      after = each.customer;
      if (is_in_reach(reader, actor, each.customer)) out.links.push_back(std::move(each));
    }
  }
  out.more = out.links.size() > limit;
  if (out.more) out.links.resize(limit);
  return out;
}

std::vector<IdElsewhere> ids_elsewhere(store::ReadTransaction& reader, CustomerId customer) {
  std::vector<IdElsewhere> out;
  for (const Reference& each : reader.references(ReferenceKind::system, 0, OutsideSystem::kMax)) {
    const auto link = reader.system_link(each.id, customer);
    if (!link || link->there.empty()) continue;
    OutsideSystem system = to_outside_system(each);
    out.push_back({.system = each.id,
                   .name = std::move(system.name),
                   .dialect = std::move(system.dialect),
                   .there = link->there});
  }
  return out;
}

Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                        const ListIdsElsewhere& list) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  TRY_DO(require_good_input(call));
  const FoundCustomer found = TRY(find_subject(reader, actor, call.required_privilege, list.subject,
                                               /*deleted_too=*/true));
  return IdsElsewhere{.customer = found.record.id,
                      .uuid = found.record.uuid,
                      .ids = ids_elsewhere(reader, found.record.id)};
}

void use_system(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending,
                Systems* systems) {
  const auto refuse = [&](Fault fault) { pending->complete(std::unexpected(std::move(fault))); };
  auto job = job_of(reader, *pending);
  if (!job) return refuse(std::move(job.error()));
  if (!systems)
    return refuse(Fault(ErrorKind::conflict, "this server does not speak to outside systems"));
  if (!systems->use(*std::move(job),
                    [pending](Result<Outcome> outcome) { pending->complete(std::move(outcome)); }))
    refuse(Fault(ErrorKind::too_many_requests,
                 "too much is being done with outside systems: try again"));
}

void link_to_system(store::ReadTransaction& reader, const std::shared_ptr<PendingCall>& pending,
                    const ChangeExecutor& executor, const Clock& clock) {
  if (pending->call.options.rehearse)
    return pending->complete(link(reader, nullptr, *pending, clock.now()));
  executor.queue(pending, [&clock](store::Transaction& transaction, PendingCall& one) {
    return link(transaction, &transaction, one, clock.now());
  });
}

}  // namespace patchbay::core
