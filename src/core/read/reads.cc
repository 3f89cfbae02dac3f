// Reads customers and the results of requests.
#include "core/read/reads.h"

#include <algorithm>

#include "base/result.h"
#include "core/read/sorted_list.h"
#include "core/read/versions.h"
#include "record/search/search_terms.h"
#include "store/query_filter.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kPageMax = 1000;
constexpr const char* kNoSeal = "the newest seal of history is not there";

Fault missing_version(MissingVersion lost, std::string name, const Record& record) {
  if (lost == MissingVersion::erased)
    return Fault(ErrorKind::unknown_object,
                 "cannot be shown, because values of that time were erased from history",
                 std::move(name));
  return Fault(ErrorKind::invalid, "must be " + versions_to(record.version), std::move(name));
}

Result<Record> record_as_it_was(store::ReadTransaction& reader, const Record& record,
                                const GetCustomer& get) {
  const Version version = get.at_version ? *get.at_version
                          : get.at_time  ? version_at(reader, record, *get.at_time)
                                         : record.version;
  if (get.at_time && version == 0)
    return std::unexpected(Fault(ErrorKind::unknown_customer,
                                 "the customer did not exist at that time", std::string()));
  auto out = record_at(reader, record, version);
  if (!out) return std::unexpected(missing_version(out.error(), "version", record));
  return std::move(*out);
}

// Returns the former values by which customers on a page were found.
std::vector<FormerValue> former_values_of(store::ReadTransaction& reader,
                                          const CustomerQuery& query,
                                          const std::vector<FormerMatch>& matches) {
  std::vector<FormerValue> out;
  for (const FormerMatch& match : matches) {
    const auto entries = reader.history(match.customer, match.version + 1, 1);
    if (entries.empty()) continue;
    const NowOrBefore& condition = query.now_or_before[match.condition];
    const auto is_wanted = [&](const std::string& term) {
      return store::is_met_before(condition, term);
    };
    for (const Difference& each : entries.front().differences) {
      const auto* value = each.before ? std::get_if<std::string>(&*each.before) : nullptr;
      if (value && std::ranges::any_of(former_search_terms({each}), is_wanted))
        out.push_back({match.customer, each.path, *value, match.version, entries.front().by.time});
    }
  }
  return out;
}

// Returns the name of the sender of a request without a history entry; empty if the actor may not
// know it.
std::string sender(store::ReadTransaction& reader, const Actor& actor,
                   const RequestRecord& request_record) {
  if (request_record.principal == actor.principal.id) return actor.principal.name;
  const auto found = reader.principal(request_record.principal);
  return found && reaches(actor, reader.lineage(found->home)) ? found->name : std::string();
}

// Summarizes the items of a batch that the actor sent or whose customers it reaches; nothing if
// there are none.
std::optional<BatchState> known_batch(store::ReadTransaction& reader, const Actor& actor,
                                      const Uuid& id) {
  RequestQuery query{.limit = Bulk::kMaxAffected + 1};
  query.batch = id;
  BatchState out{.id = id, .door = {}, .first = {}, .last = {}};
  auto request_records = reader.requests(query);
  out.more = request_records.size() > Bulk::kMaxAffected;
  if (out.more) request_records.pop_back();
  for (const RequestRecord& request_record : request_records) {
    const bool in_reach = reaches(actor, reader.lineage(request_record.customer));
    if (!in_reach && request_record.principal != actor.principal.id) continue;
    if (out.changed + out.unchanged == 0) {
      out.principal = sender(reader, actor, request_record);
      out.principal_id = request_record.principal;
      out.door = request_record.door;
      out.first = request_record.time;
    }
    // The history entry is protected by its hash, the request record is not. One entry is enough,
    // because one caller sent the whole batch.
    if (in_reach && request_record.changed && out.changed == 0) {
      const auto entries = reader.history(request_record.customer, request_record.version + 1, 1);
      if (!entries.empty()) {
        out.principal = entries.front().by.principal;
        out.principal_id = entries.front().by.principal_id;
        out.door = entries.front().by.door;
      }
    }
    out.last = request_record.time;
    ++(request_record.changed ? out.changed : out.unchanged);
  }
  if (out.changed + out.unchanged == 0) return std::nullopt;
  return out;
}

}  // namespace

Result<void> require_good_input(const Call& call) {
  if (call.problems.empty()) return {};
  return std::unexpected(Fault(call.problems));
}

Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                        const GetCustomer& get) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  FoundCustomer found =
      TRY(find_subject(reader, actor, call.required_privilege, get.subject, get.deleted_too));
  TRY_DO(require_good_input(call));
  if (get.at_version || get.at_time)
    found.record = TRY(record_as_it_was(reader, found.record, get));
  return view_of(reader, std::move(found.record), found.lineage);
}

Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                        const CompareVersions& compare) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  const FoundCustomer found =
      TRY(find_subject(reader, actor, call.required_privilege, compare.subject, true));
  TRY_DO(require_good_input(call));
  const Version to = compare.to == 0 ? found.record.version : compare.to;
  const auto before = record_at(reader, found.record, compare.from);
  const auto after = record_at(reader, found.record, to);
  if (!before) return std::unexpected(missing_version(before.error(), "from", found.record));
  if (!after) return std::unexpected(missing_version(after.error(), "to", found.record));
  return VersionComparison{compare.from, to, diff(before->values, after->values)};
}

Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                        const ListCustomers& list) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  const FoundCustomer below = TRY(found_below(
      find_subject(reader, actor, call.required_privilege, list.below, list.deleted_too),
      list.below_field));
  TRY_DO(require_good_input(call));
  if (auto problems = list.late_problems ? list.late_problems() : std::vector<Problem>();
      !problems.empty())
    return std::unexpected(Fault(std::move(problems)));
  CustomerQuery query = list.query;
  query.below = below.record.id;
  query.limit = std::min(query.limit, kPageMax);
  CustomerPage page = list.orders.size() > 1 ? TRY(sorted_page(reader, query, list.orders))
                                             : reader.customers(query);
  if (page.cut && !list.goes_on) return std::unexpected(Fault(ErrorKind::invalid, kTooBroad));
  CustomerViewPage out{.views = {},
                       .former = former_values_of(reader, query, page.former),
                       .former_left_out = page.former_left_out,
                       .total = page.total,
                       .more = page.more,
                       .cut = page.cut,
                       .last = std::move(page.last)};
  out.views.reserve(page.records.size());
  for (std::size_t i = 0; i < page.records.size(); ++i)
    out.views.push_back(view_of(reader, std::move(page.records[i]), page.enterprises[i]));
  return out;
}

Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                        const RequestStatus& status) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  TRY_DO(require_good_input(call));
  auto request_record = reader.request(status.id);
  if (!request_record && !status.own)
    if (auto batch = known_batch(reader, actor, status.id)) return *std::move(batch);
  const bool own = request_record && request_record->principal == actor.principal.id;
  const bool in_reach =
      request_record && !status.own && reaches(actor, reader.lineage(request_record->customer));
  if (!own && !in_reach)
    return std::unexpected(Fault(ErrorKind::unknown_object,
                                 status.own
                                     ? "is not a request of yours"
                                     : "is not a request that changed anything that you can see",
                                 status.field));
  RequestState out{std::move(*request_record)};
  if (in_reach && out.request_record.changed) {
    auto entries = reader.history(out.request_record.customer, out.request_record.version + 1, 1);
    if (!entries.empty()) out.entry = std::move(entries.front());
  }
  // The history entry is protected by its hash, the request record is not.
  if (out.entry) {
    out.request_record.principal = out.entry->by.principal_id;
    out.request_record.door = out.entry->by.door;
    out.request_record.time = out.entry->by.time;
  }
  out.principal = out.entry ? out.entry->by.principal : sender(reader, actor, out.request_record);
  return out;
}

Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                        const WhoAmI&) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  TRY_DO(require_good_input(call));
  Identity out;
  out.name = actor.principal.name;
  if (auto home = reader.customer(actor.home()))
    out.home = view_of(reader, std::move(*home), reader.lineage(actor.home()));
  for (const Privilege privilege : kPrivileges)
    if (actor.privileges.has(privilege)) out.privileges.emplace_back(word(privilege));
  return out;
}

Result<Outcome> read_anchor(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                            Instant now, std::string_view seed) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  TRY_DO(require_good_input(call));
  const auto head = reader.head();
  if (!head) throw store::Unavailable(kNoSeal);
  const auto seals = reader.seals(head->seal, 1);
  if (seals.empty() || seals.front().number != head->seal) throw store::Unavailable(kNoSeal);
  return anchor_of(seals.front(), now, seed);
}

}  // namespace patchbay::core
