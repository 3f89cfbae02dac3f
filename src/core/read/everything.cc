// Gathers the record, a page of history, and with the first page all the rest.
#include "core/read/everything.h"

#include <algorithm>

#include "base/result.h"
#include "core/access/subject.h"
#include "core/admin/outside_systems.h"
#include "core/read/reads.h"
#include "core/read/traffic_reads.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kReadAtOnce = 500;
constexpr std::size_t kAttemptsLookedAt = 1000;  // of each webhook, the newest

// Those who sign in for the customer itself, without secrets.
std::vector<Principal> principals_of(store::ReadTransaction& reader, CustomerId customer) {
  std::vector<Principal> out;
  for (std::int64_t after = 0;;) {
    std::vector<Principal> page = reader.principals(customer, after, kReadAtOnce);
    if (page.empty()) return out;
    after = page.back().id;
    for (Principal& each : page) {
      if (each.home != customer) continue;
      each.password_hash.clear();
      for (ApiKey& key : each.keys) key.hash.clear();
      out.push_back(std::move(each));
    }
  }
}

std::vector<Reference> persons_of(store::ReadTransaction& reader, CustomerId customer) {
  std::vector<Reference> out;
  for (std::int64_t after = 0;;) {
    std::vector<Reference> page = reader.references(ReferenceKind::person, after, kReadAtOnce);
    if (page.empty()) return out;
    after = page.back().id;
    for (Reference& each : page)
      if (each.owner == customer) out.push_back(std::move(each));
  }
}

std::vector<DeliveryAttempt> deliveries_of(store::ReadTransaction& reader, const Actor& actor,
                                           CustomerId customer) {
  std::vector<DeliveryAttempt> out;
  for (std::int64_t after = 0;;) {
    const auto page = reader.references(ReferenceKind::webhook, after, kReadAtOnce);
    if (page.empty()) return out;
    after = page.back().id;
    for (const Reference& webhook : page) {
      if (!may_see(reader, actor, webhook)) continue;
      for (DeliveryAttempt& each :
           reader.delivery_attempts(webhook.id, INT64_MAX, kAttemptsLookedAt))
        if (each.customer == customer) out.push_back(std::move(each));
    }
  }
}

std::vector<TrafficRecord> requests_of(store::ReadTransaction& reader, const Actor& actor,
                                       CustomerId customer, Traffic* traffic) {
  if (!traffic) return {};
  TrafficQuery query{.limit = kReadAtOnce};
  query.customer = customer;
  std::vector<TrafficRecord> out;
  do {
    TrafficPage page = traffic->list(query, visible_to(reader, actor));
    for (TrafficRecord& each : page.items) out.push_back(std::move(each));
    query.before = page.next;
  } while (query.before > 0);
  return out;
}

}  // namespace

Result<Outcome> read_everything(store::ReadTransaction& reader, const Actor& actor,
                                const Call& call, Traffic* traffic) {
  const auto& wanted = std::get<ExportCustomer>(call.request);
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  TRY_DO(require_good_input(call));
  FoundCustomer found = TRY(find_subject(reader, actor, call.required_privilege, wanted.subject,
                                         /*deleted_too=*/true));
  const CustomerId id = found.record.id;
  Everything out;
  out.entries = reader.history(id, wanted.before, wanted.limit);
  if (out.entries.size() == wanted.limit && out.entries.back().version > 1)
    out.next = out.entries.back().version;
  std::vector<Uuid> requests;
  for (const Entry& each : out.entries) requests.push_back(each.by.request);
  for (const BatchMember& each : reader.batches_of(requests))
    out.batches[each.request] = each.batch;
  out.is_first = wanted.before == 0;
  if (out.is_first) {
    out.ids = ids_elsewhere(reader, id);
    out.principals = principals_of(reader, id);
    out.persons = persons_of(reader, id);
    out.deliveries = deliveries_of(reader, actor, id);
    out.requests = requests_of(reader, actor, id, traffic);
  }
  out.view = view_of(reader, std::move(found.record), found.lineage);
  return out;
}

}  // namespace patchbay::core
