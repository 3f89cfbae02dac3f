// An outcome: what a call came to. What every door makes its reply of.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "record/admin/principal.h"
#include "record/admin/reference.h"
#include "record/fault.h"
#include "record/history/admin_entry.h"
#include "record/history/anchor.h"
#include "record/history/entry.h"
#include "record/history/event.h"
#include "record/history/feed.h"
#include "record/history/request_record.h"
#include "record/search/query.h"
#include "record/value/record.h"

namespace patchbay::core {

// A customer as the caller may see it: secrets are SealedSecret, never text.
struct View {
  Record record;
  CustomerId enterprise;  // the child of the root above it, or itself
  Reference plan;         // its rate plan; id 0 where there is none
};

// A change was made, or rehearsed, or was not needed.
struct Receipt {
  Uuid request;  // can be asked after with RequestStatus; nil for a rehearsal
  View view;     // as it is now; of a rehearsal, as it would be
  Differences differences;
  bool changed = false;  // or would be
  bool rehearsed = false;
  std::vector<Event> events{};  // of a rehearsal: what would be told
};

// What came of one change of many.
struct BatchItem {
  std::size_t index = 0;  // its place among what was asked
  CustomerId id;          // 0: of a new customer that was not made
  Uuid uuid;
  Uuid request;
  Version version = 0;  // as it is now
  bool changed = false;
  Differences differences{};  // of a rehearsal
  std::optional<Fault> fault{};
};
struct Batch {
  Uuid id;  // to undo it by; nil for a rehearsal
  std::vector<BatchItem> items;
  bool rehearsed = false;
  bool replayed = false;  // begun before under the same key: what was done then was not done again
};

// What was answered before under the same idempotency key.
struct Replay {
  std::string reply;
};

// A telephone number that a customer was found by and no longer has.
struct FormerNumber {
  CustomerId customer;
  Path path;
  std::string value;
  Version version = 0;  // the one that took it away
  Instant time;
};
struct CustomerViewPage {
  std::vector<View> views;
  std::vector<FormerNumber> former{};  // of those views that were found by what they once had
  std::size_t total = 0;
  bool more = false;
  bool cut = false;   // not all that could match was looked at: `total` is not known
  ListPosition last;  // where there is more: it follows after this
};
struct HistoryPage {
  View view;
  std::vector<Entry> entries;
  Version next = 0;  // the `before` that goes on from here; 0 at the end
};
struct AdminHistoryPage {
  std::vector<AdminEntry> entries;
  Version next = 0;
  // What the roles that the entries tell of are called now, as far as the caller sees them.
  std::map<std::int64_t, std::string> roles{};
};
struct VersionComparison {
  Version from = 0;
  Version to = 0;
  Differences differences;
};
struct RequestState {  // what became of a request
  RequestRecord request_record;
  std::string principal{};       // who sent it; empty where that is not the caller's to know
  std::optional<Entry> entry{};  // what it changed, where the caller reaches the customer
};
// What became of a bulk, or of an undo of many, as far as the caller may see it. What was refused
// of it left no trace, and is not among its lines.
struct KnownBatch {
  Uuid id;
  std::string principal{};  // as of a request
  std::int64_t principal_id = 0;
  std::string door;
  Instant first;  // when the first of its lines was done …
  Instant last;   // … and the last
  std::size_t changed = 0;
  std::size_t unchanged = 0;
};
struct Tokens {
  std::string token;
  std::string refresh_token;
  Instant expires;
  std::int64_t seconds = 0;
  View home;
};
struct Identity {  // who the caller is
  std::string name;
  View home;
  std::vector<std::string> privileges;
};
struct SignedOut {};
// Failures of one principal's name from one source, for which it is locked out there.
struct Lockout {
  std::string source;  // an address, or a block of IPv6 addresses
  Instant until;
  std::int64_t failures = 0;
};
struct AdminObjects {
  std::vector<Principal> principals;  // hashes of secrets removed; keys keep their labels
  std::vector<Reference> references;
  bool more = false;
  bool one = false;   // a single thing was asked for
  bool made = false;  // it is new
  bool rehearsed = false;
  std::string new_key;  // shown once
  // By principal: where it is locked out now; nothing where nobody looked.
  std::map<std::int64_t, std::vector<Lockout>> lockouts{};
};

using Outcome = std::variant<Receipt, Batch, Replay, View, CustomerViewPage, HistoryPage, FeedPage,
                             AdminHistoryPage, VersionComparison, RequestState, KnownBatch, Tokens,
                             Identity, Anchor, SignedOut, AdminObjects>;

}  // namespace patchbay::core
