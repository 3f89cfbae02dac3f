// Reads history: of one customer, newest first, and of all customers, oldest first. If nothing
// matches, a filter with an unknown name is refused.
#include <algorithm>
#include <map>
#include <set>

#include "base/result.h"
#include "core/read/batch_requests.h"
#include "core/read/known_names.h"
#include "core/read/positions.h"
#include "core/read/reads.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kHistoryPageMax = 1000;

bool changes(const Entry& entry, const std::optional<Paths>& paths) {
  return !paths || std::ranges::any_of(entry.differences, [&](const Difference& each) {
    return (paths->part.is_nil() || each.path.part == paths->part) &&
           std::ranges::find(paths->fields, each.path.field) != paths->fields.end();
  });
}

bool is_of_batch(store::ReadTransaction& reader, const Entry& entry, const Uuid& batch) {
  const auto found = reader.batches_of(std::vector{entry.by.request});
  return !found.empty() && found.front().batch == batch;
}

bool requested(store::ReadTransaction& reader, const Entry& entry, const ListHistory& history) {
  return (history.door.empty() || entry.by.door == history.door) &&
         (history.principal.empty() || entry.by.principal == history.principal) &&
         (!history.request || entry.by.request == *history.request) &&
         (!history.from || entry.by.time >= *history.from) &&
         (!history.to || entry.by.time < *history.to) && changes(entry, history.paths) &&
         (!history.batch || is_of_batch(reader, entry, *history.batch));
}

// Returns a page of matching entries. Examines at most kLookedAtMax entries; `next` continues from
// there.
HistoryPage history_page(store::ReadTransaction& reader, CustomerId id,
                         const ListHistory& history) {
  constexpr std::size_t kLookedAtMax = 10 * kHistoryPageMax;
  const std::size_t limit = std::clamp<std::size_t>(history.limit, 1, kHistoryPageMax);
  const bool all = !history.paths && history.door.empty() && history.principal.empty() &&
                   !history.request && !history.batch && !history.from && !history.to;
  const std::size_t page_size = all ? limit : kHistoryPageMax;
  HistoryPage out;
  Version before = history.before;
  for (std::size_t looked_at = 0; looked_at < kLookedAtMax; looked_at += page_size) {
    const auto page = reader.history(id, before, page_size);
    for (const Entry& entry : page) {
      before = entry.version;
      if (!requested(reader, entry, history)) continue;
      out.entries.push_back(entry);
      if (out.entries.size() == limit) break;
    }
    if (before <= 1 || page.empty()) return out;
    if (out.entries.size() == limit) break;
  }
  out.next = before;
  return out;
}

// Whether a change of this customer has the principal's name, ignoring the other filters.
bool stands_in_history(store::ReadTransaction& reader, CustomerId id,
                       const std::string& principal) {
  ListHistory asked{.subject = id};
  asked.limit = 1;
  asked.principal = principal;
  const HistoryPage found = history_page(reader, id, asked);
  return !found.entries.empty();
}

// Returns a problem for each filter that names something unknown. Names in the history of a visible
// customer are known to the caller, even if their principals are out of reach.
std::vector<Problem> naming_nothing(store::ReadTransaction& reader, const Actor& actor,
                                    CustomerId id, const ListHistory& history) {
  std::vector<Problem> out;
  if (!history.principal.empty() && !is_known_principal(reader, actor, history.principal) &&
      !stands_in_history(reader, id, history.principal))
    out.push_back(unknown_principal(reader, actor, history.principal, "principal"));
  if (history.request) {
    const auto request_record = reader.request(*history.request);
    const bool is_about = request_record && request_record->customer == id;
    if (!is_about &&
        history_page(reader, id, {.subject = id, .limit = 1, .request = history.request})
            .entries.empty())
      out.push_back(
          {ErrorKind::invalid, "request", "names no request that was about this customer", 0});
  }
  if (history.batch &&
      history_page(reader, id, {.subject = id, .limit = 1, .batch = history.batch}).entries.empty())
    out.push_back({ErrorKind::invalid, "batch", "names no batch that changed this customer", 0});
  return out;
}

// Whether a principal with this name made a change in the feed, as far as the first entries show.
bool stands_in_feed(store::ReadTransaction& reader, FeedQuery query) {
  query.after = FeedPosition{};
  query.from = query.to = std::nullopt;
  query.door.clear();
  query.request = {};
  query.batch = {};
  query.limit = 1;
  return !reader.feed(query).entries.empty();
}

std::vector<Problem> naming_nothing(store::ReadTransaction& reader, const Actor& actor,
                                    const FeedQuery& query) {
  std::vector<Problem> out;
  if (!query.principal.empty() && !is_known_principal(reader, actor, query.principal) &&
      !stands_in_feed(reader, query))
    out.push_back(unknown_principal(reader, actor, query.principal, "principal"));
  if (!query.request.is_nil()) {
    const auto request_record = reader.request(query.request);
    if (!request_record || !reaches(actor, reader.lineage(request_record->customer)))
      out.push_back({ErrorKind::invalid, "request", "names no request that is known here", 0});
  }
  if (!query.batch.is_nil()) {
    const auto is_in_reach = [&](const RequestRecord& request_record) {
      return reaches(actor, reader.lineage(request_record.customer));
    };
    bool is_known = false;
    BatchRequests requests(query.batch);
    for (auto page = requests.next(reader); !page.empty() && !is_known;
         page = requests.next(reader))
      is_known = std::ranges::any_of(page, is_in_reach);
    if (!is_known)
      out.push_back({ErrorKind::invalid, "batch", "names no batch that is known here", 0});
  }
  return out;
}

// Returns the batch of each request that was part of one, as far as the store still knows it.
std::map<Uuid, Uuid> batches_of(store::ReadTransaction& reader, const std::set<Uuid>& requests) {
  std::map<Uuid, Uuid> out;
  for (const BatchMember& each : reader.batches_of(std::vector(requests.begin(), requests.end())))
    out.emplace(each.request, each.batch);
  return out;
}

void add_batches(store::ReadTransaction& reader, HistoryPage& page) {
  std::set<Uuid> requests;
  for (const Entry& each : page.entries) requests.insert(each.by.request);
  page.batches = batches_of(reader, requests);
}

void add_batches(store::ReadTransaction& reader, FeedPage& page) {
  std::set<Uuid> requests;
  for (const FeedEntry& each : page.entries) requests.insert(each.entry.by.request);
  const auto batches = batches_of(reader, requests);
  for (FeedEntry& each : page.entries)
    if (const auto found = batches.find(each.entry.by.request); found != batches.end())
      each.batch = found->second;
}

}  // namespace

Result<Outcome> execute(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                        const ListHistory& history) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  FoundCustomer found =
      TRY(find_subject(reader, actor, call.required_privilege, history.subject, true));
  TRY_DO(require_good_input(call));
  HistoryPage out = history_page(reader, found.record.id, history);
  if (out.entries.empty() && out.next == 0)
    if (auto wrong = naming_nothing(reader, actor, found.record.id, history); !wrong.empty())
      return std::unexpected(Fault(std::move(wrong)));
  add_batches(reader, out);
  out.view = view_of(reader, std::move(found.record), found.lineage);
  return out;
}

Result<Outcome> list_changes(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                             const ListChanges& changes, const SecretSealer& sealer) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  const FoundCustomer below =
      TRY(found_below(find_subject(reader, actor, call.required_privilege, changes.below, true),
                      changes.below_field));
  TRY_DO(require_good_input(call));
  const auto lost = [&] {
    return std::unexpected(Fault(ErrorKind::invalid,
                                 "is not a position in this store: begin again, or from `now`",
                                 changes.field));
  };
  FeedQuery query = changes.query;
  query.below = below.record.id;
  query.limit = std::clamp<std::size_t>(query.limit, 1, kHistoryPageMax);
  if (changes.from_now) query.after = std::nullopt;
  if (changes.after) query.after = open_position(sealer, *changes.after);
  if (changes.after && !query.after) return lost();
  FeedPage page = reader.feed(query);
  if (page.lost) return lost();
  if (page.entries.empty() && !page.more)
    if (auto wrong = naming_nothing(reader, actor, query); !wrong.empty())
      return std::unexpected(Fault(std::move(wrong)));
  add_batches(reader, page);
  page.sealed_position = seal_position(sealer, page.next);
  for (FeedEntry& each : page.entries) each.sealed_position = seal_position(sealer, each.position);
  return page;
}

}  // namespace patchbay::core
