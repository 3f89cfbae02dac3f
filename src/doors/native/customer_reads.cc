// Reading a customer: as it is or was, its history, and what differs; and what was changed of all.
#include "doors/native/calls.h"

namespace patchbay::doors::native {
namespace {

void read_history(const Arrival& arrival, Query& query, Asked& asked) {
  core::History history{.subject = subject(arrival.captured[0])};
  history.limit = query.size(kHistoryLimit);
  history.before = query.whole(kBefore).value_or(0);
  history.path = query.text(kField).value_or("");
  history.door = query.text(kDoorName).value_or("");
  history.principal = query.text(kPrincipal).value_or("");
  history.from = query.time(kSince);
  history.to = query.time(kUntil);
  asked.call.request = std::move(history);
}

void read_get(const Arrival& arrival, Query& query, Asked& asked) {
  core::Get get{.subject = subject(arrival.captured[0]), .deleted_too = true};
  get.at_version = query.whole(kVersion);
  get.at_time = query.time(kAt);
  if (get.at_time && get.at_version) query.refuse("at", "cannot stand beside version");
  asked.call.request = std::move(get);
}

void read_diff(const Arrival& arrival, Query& query, Asked& asked) {
  core::Compare compare{.subject = subject(arrival.captured[0])};
  compare.from = query.whole(kFrom).value_or(1);
  compare.to = query.whole(kTo).value_or(0);
  asked.call.request = std::move(compare);
}

constexpr std::string_view kNow = "now";

}  // namespace

void read_changes(Query& query, Asked& asked) {
  core::Changes changes{.below = core::Oneself{}, .query = {}};
  if (const auto below = query.text(kBelow)) changes.below = subject(*below);
  changes.after = query.text(kAfter);
  changes.from_now = changes.after == kNow;
  if (changes.from_now) changes.after.reset();
  changes.query.door = query.text(kDoorName).value_or("");
  changes.query.principal = query.text(kPrincipal).value_or("");
  changes.query.limit = query.size(kLimit);
  asked.call.request = std::move(changes);
}

void read_customer_read(const Arrival& arrival, Query& query, Asked& asked) {
  if (arrival.route == list_customers) return read_customer_list(query, asked);
  if (arrival.route == get_customer) return read_get(arrival, query, asked);
  if (arrival.route == customer_history) return read_history(arrival, query, asked);
  read_diff(arrival, query, asked);
}

}  // namespace patchbay::doors::native
