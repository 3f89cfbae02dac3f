// Reading customers, their history, and what became of requests.
#include "core/reads.h"

#include <algorithm>

#include "base/result.h"
#include "core/past.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kPageMax = 1000;

// What the reader of an input found wrong counts for reads too.
Result<void> input_is_good(const Call& call) {
  if (call.problems.empty()) return {};
  return std::unexpected(Fault(call.problems));
}

Fault lost_version(Lost lost, std::string name, const Record& record) {
  if (lost == Lost::erased)
    return Fault(Wrong::unknown_thing,
                 "cannot be told: what was changed since was erased from history", std::move(name));
  return Fault(Wrong::invalid,
               "must be a version of this customer, from 1 to " + std::to_string(record.version),
               std::move(name));
}

Result<Record> as_it_was(store::Reader& reader, const Record& record, const Get& get) {
  const Version version = get.at_version ? *get.at_version
                          : get.at_time  ? version_at(reader, record, *get.at_time)
                                         : record.version;
  if (get.at_time && version == 0)
    return std::unexpected(
        Fault(Wrong::unknown_customer, "did not exist at that time", std::string()));
  auto out = record_at(reader, record, version);
  if (!out) return std::unexpected(lost_version(out.error(), "version", record));
  return std::move(*out);
}

bool changes(const Entry& entry, const std::string& path) {
  return path.empty() || std::ranges::any_of(entry.differences, [&](const Difference& each) {
           const std::string changed = text(each.path);
           return changed == path || changed.starts_with(path + '/');
         });
}

bool wanted(const Entry& entry, const History& history) {
  return (history.door.empty() || entry.by.door == history.door) &&
         (history.principal.empty() || entry.by.principal == history.principal) &&
         (!history.from || entry.by.time >= *history.from) &&
         (!history.to || entry.by.time < *history.to) && changes(entry, history.path);
}

// A page of the entries that are wanted. Of a long history without any, so many are looked at.
Past past_of(store::Reader& reader, CustomerId id, const History& history) {
  constexpr std::size_t kLookedAtMax = 10 * kPageMax;
  const std::size_t limit = std::clamp<std::size_t>(history.limit, 1, kPageMax);
  const bool all = history.path.empty() && history.door.empty() && history.principal.empty() &&
                   !history.from && !history.to;
  const std::size_t page_size = all ? limit : kPageMax;
  Past out;
  Version before = history.before;
  for (std::size_t looked_at = 0; looked_at < kLookedAtMax; looked_at += page_size) {
    const auto page = reader.history(id, before, page_size);
    for (const Entry& entry : page) {
      before = entry.version;
      if (!wanted(entry, history)) continue;
      out.entries.push_back(entry);
      if (out.entries.size() == limit) break;
    }
    if (before <= 1 || page.empty()) return out;
    if (out.entries.size() == limit) break;
  }
  out.next = before;
  return out;
}

}  // namespace

Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                       const Get& get) {
  TRY_DO(allowed_by_role(actor, call.demand, Act::read));
  Found found = TRY(find_subject(reader, actor, call.demand, get.subject, get.deleted_too));
  TRY_DO(input_is_good(call));
  if (get.at_version || get.at_time) found.record = TRY(as_it_was(reader, found.record, get));
  return view_of(reader, std::move(found.record), found.lineage);
}

Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                       const Compare& compare) {
  TRY_DO(allowed_by_role(actor, call.demand, Act::read));
  const Found found = TRY(find_subject(reader, actor, call.demand, compare.subject, true));
  TRY_DO(input_is_good(call));
  const Version to = compare.to == 0 ? found.record.version : compare.to;
  const auto before = record_at(reader, found.record, compare.from);
  const auto after = record_at(reader, found.record, to);
  if (!before) return std::unexpected(lost_version(before.error(), "from", found.record));
  if (!after) return std::unexpected(lost_version(after.error(), "to", found.record));
  return Compared{compare.from, to, diff(before->values, after->values)};
}

Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                       const List& list) {
  TRY_DO(allowed_by_role(actor, call.demand, Act::read));
  const Found below = TRY(find_subject(reader, actor, call.demand, list.below, list.deleted_too));
  TRY_DO(input_is_good(call));
  CustomerQuery query = list.query;
  query.below = below.record.id;
  query.limit = std::min(query.limit, kPageMax);
  CustomerPage page = reader.customers(query);
  if (page.cut && !list.goes_on) return std::unexpected(Fault(Wrong::invalid, kTooBroad));
  Page out{{}, page.total, page.more, page.cut, std::move(page.last)};
  out.views.reserve(page.records.size());
  for (Record& record : page.records) {
    const auto lineage = reader.lineage(record.id);
    out.views.push_back(view_of(reader, std::move(record), lineage));
  }
  return out;
}

Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                       const History& history) {
  TRY_DO(allowed_by_role(actor, call.demand, Act::read));
  Found found = TRY(find_subject(reader, actor, call.demand, history.subject, true));
  TRY_DO(input_is_good(call));
  Past out = past_of(reader, found.record.id, history);
  out.view = view_of(reader, std::move(found.record), found.lineage);
  return out;
}

Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                       const Changes& changes) {
  TRY_DO(allowed_by_role(actor, call.demand, Act::read));
  const Found below = TRY(find_subject(reader, actor, call.demand, changes.below, true));
  TRY_DO(input_is_good(call));
  FeedQuery query = changes.query;
  query.below = below.record.id;
  query.limit = std::clamp<std::size_t>(query.limit, 1, kPageMax);
  FeedPage page = reader.feed(query);
  if (page.lost)
    return std::unexpected(Fault(Wrong::invalid,
                                 "is not a position in this store: begin again, or from `now`",
                                 changes.field));
  return page;
}

Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                       const RequestStatus& status) {
  TRY_DO(allowed_by_role(actor, call.demand, Act::read));
  TRY_DO(input_is_good(call));
  auto note = reader.request(status.id);
  if (!note || note->principal != actor.principal.id)
    return std::unexpected(Fault(Wrong::unknown_thing, "is not a request of yours", "requestId"));
  return Known{std::move(*note)};
}

Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call, const WhoAmI&) {
  TRY_DO(allowed_by_role(actor, call.demand, Act::read));
  TRY_DO(input_is_good(call));
  Identity out;
  out.name = actor.principal.name;
  if (auto home = reader.customer(actor.home()))
    out.home = view_of(reader, std::move(*home), reader.lineage(actor.home()));
  for (const Privilege privilege : kPrivileges)
    if (actor.privileges.has(privilege)) out.privileges.emplace_back(word(privilege));
  return out;
}

Result<Outcome> answer_anchor(store::Reader& reader, const Actor& actor, const Call& call,
                              Instant now, std::string_view seed) {
  TRY_DO(allowed_by_role(actor, call.demand, Act::read));
  TRY_DO(input_is_good(call));
  const auto head = reader.head();
  const auto seals = head ? reader.seals(head->seal, 1) : std::vector<AuditSeal>{};
  if (seals.empty() || seals.front().number != head->seal)
    throw store::Unavailable("the newest seal of history is not there");
  return anchor_of(seals.front(), now, seed);
}

}  // namespace patchbay::core
