// Reading customers, and what became of requests.
#include "core/reads.h"

#include <algorithm>

#include "base/result.h"
#include "core/past.h"
#include "record/terms.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kPageMax = 1000;
constexpr const char* kNoSeal = "the newest seal of history is not there";

Fault lost_version(Lost lost, std::string name, const Record& record) {
  if (lost == Lost::erased)
    return Fault(Wrong::unknown_thing,
                 "cannot be shown, because values of that time were erased from history",
                 std::move(name));
  return Fault(Wrong::invalid, "must be " + versions_to(record.version), std::move(name));
}

Result<Record> as_it_was(store::Reader& reader, const Record& record, const Get& get) {
  const Version version = get.at_version ? *get.at_version
                          : get.at_time  ? version_at(reader, record, *get.at_time)
                                         : record.version;
  if (get.at_time && version == 0)
    return std::unexpected(
        Fault(Wrong::unknown_customer, "the customer did not exist at that time", std::string()));
  auto out = record_at(reader, record, version);
  if (!out) return std::unexpected(lost_version(out.error(), "version", record));
  return std::move(*out);
}

// The numbers by which customers of a page were found that they no longer have.
std::vector<Former> former_of(store::Reader& reader, const CustomerQuery& query,
                              const std::vector<Record>& records) {
  std::vector<Former> out;
  if (query.now_or_before.empty()) return out;
  const auto begins = [&](const std::string& term) {
    return term.starts_with(query.now_or_before);
  };
  for (const Record& record : records) {
    if (std::ranges::any_of(terms_of(record.values), begins)) continue;
    const auto version = reader.former(record.id, query.now_or_before);
    if (!version) continue;
    const auto entries = reader.history(record.id, *version + 1, 1);
    if (entries.empty()) continue;
    for (const Difference& each : entries.front().differences) {
      const auto* value = each.before ? std::get_if<std::string>(&*each.before) : nullptr;
      if (value && std::ranges::any_of(former_terms({each}), begins))
        out.push_back({record.id, each.path, *value, *version, entries.front().by.time});
    }
  }
  return out;
}

// The name of who sent a request that no entry tells of, where that is the actor's to know.
std::string sender(store::Reader& reader, const Actor& actor, const RequestNote& note) {
  if (note.principal == actor.principal.id) return actor.principal.name;
  const auto found = reader.principal(note.principal);
  return found && reaches(actor, reader.lineage(found->home)) ? found->name : std::string();
}

// Of the lines that the actor sent itself, or whose customers it reaches; nothing where there are
// none.
std::optional<KnownBatch> known_batch(store::Reader& reader, const Actor& actor, const Uuid& id) {
  RequestQuery query{.limit = Bulk::kMaxAffected};
  query.batch = id;
  KnownBatch out{.id = id, .door = {}, .first = {}, .last = {}};
  for (const RequestNote& note : reader.requests(query)) {
    const bool in_reach = reaches(actor, reader.lineage(note.customer));
    if (!in_reach && note.principal != actor.principal.id) continue;
    if (out.changed + out.unchanged == 0) {
      out.principal = sender(reader, actor, note);
      out.principal_id = note.principal;
      out.door = note.door;
      out.first = note.time;
    }
    // The entry is held against its hash, and the note is not. One is enough: all are of one
    // caller.
    if (in_reach && note.changed && out.changed == 0) {
      const auto entries = reader.history(note.customer, note.version + 1, 1);
      if (!entries.empty()) {
        out.principal = entries.front().by.principal;
        out.principal_id = entries.front().by.principal_id;
        out.door = entries.front().by.door;
      }
    }
    out.last = note.time;
    ++(note.changed ? out.changed : out.unchanged);
  }
  if (out.changed + out.unchanged == 0) return std::nullopt;
  return out;
}

}  // namespace

Result<void> input_is_good(const Call& call) {
  if (call.problems.empty()) return {};
  return std::unexpected(Fault(call.problems));
}

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
  const Found below = TRY(found_below(
      find_subject(reader, actor, call.demand, list.below, list.deleted_too), list.below_field));
  TRY_DO(input_is_good(call));
  CustomerQuery query = list.query;
  query.below = below.record.id;
  query.limit = std::min(query.limit, kPageMax);
  CustomerPage page = reader.customers(query);
  if (page.cut && !page.more)
    return std::unexpected(Fault(
        Wrong::invalid, "matches too many telephone numbers: give more digits", list.former_field));
  if (page.cut && !list.goes_on) return std::unexpected(Fault(Wrong::invalid, kTooBroad));
  Page out{.views = {},
           .former = former_of(reader, query, page.records),
           .total = page.total,
           .more = page.more,
           .cut = page.cut,
           .last = std::move(page.last)};
  out.views.reserve(page.records.size());
  for (Record& record : page.records) {
    const auto lineage = reader.lineage(record.id);
    out.views.push_back(view_of(reader, std::move(record), lineage));
  }
  return out;
}

Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                       const RequestStatus& status) {
  TRY_DO(allowed_by_role(actor, call.demand, Act::read));
  TRY_DO(input_is_good(call));
  auto note = reader.request(status.id);
  if (!note && !status.own)
    if (auto batch = known_batch(reader, actor, status.id)) return *std::move(batch);
  const bool own = note && note->principal == actor.principal.id;
  const bool in_reach = note && !status.own && reaches(actor, reader.lineage(note->customer));
  if (!own && !in_reach)
    return std::unexpected(Fault(Wrong::unknown_thing,
                                 status.own
                                     ? "is not a request of yours"
                                     : "is not a request that changed anything that you can see",
                                 status.field));
  Known out{std::move(*note)};
  if (in_reach && out.note.changed) {
    auto entries = reader.history(out.note.customer, out.note.version + 1, 1);
    if (!entries.empty()) out.entry = std::move(entries.front());
  }
  // The entry is held against its hash, and the note is not.
  if (out.entry) {
    out.note.principal = out.entry->by.principal_id;
    out.note.door = out.entry->by.door;
    out.note.time = out.entry->by.time;
  }
  out.principal = out.entry ? out.entry->by.principal : sender(reader, actor, out.note);
  return out;
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
  if (!head) throw store::Unavailable(kNoSeal);
  const auto seals = reader.seals(head->seal, 1);
  if (seals.empty() || seals.front().number != head->seal) throw store::Unavailable(kNoSeal);
  return anchor_of(seals.front(), now, seed);
}

}  // namespace patchbay::core
