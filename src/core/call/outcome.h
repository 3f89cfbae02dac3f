// The outcome of a call. Every door encodes its replies from outcomes.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "core/call/system.h"
#include "core/call/system_calls.h"
#include "core/call/traffic.h"
#include "core/call/transfer_calls.h"
#include "record/admin/destination.h"
#include "record/admin/principal.h"
#include "record/admin/reference.h"
#include "record/admin/saved_view.h"
#include "record/admin/webhook.h"
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

// A customer as the caller may see it. Secrets are SealedSecret and never text.
struct View {
  Record record;
  CustomerId enterprise;  // the ancestor directly below the root, or the customer itself
  Reference plan;         // its rate plan; id 0 if it has none
};

// The result of a change: made, rehearsed, or not needed.
struct Receipt {
  Uuid request;  // id for RequestStatus; nil for a rehearsal
  View view;     // the current state; for a rehearsal, the state after the change
  Differences differences;
  bool changed = false;  // whether the change made, or would make, a new version
  bool rehearsed = false;
  bool repeats = false;         // an earlier request with this id did it; nothing is done now
  std::vector<Event> events{};  // for a rehearsal: the events that the change would cause
  // For a rehearsal that was asked for a ticket and would change something: see RehearsedChange.
  std::string ticket{};
  Instant ticket_until{};
};

// The result of one item of a batch.
struct BatchItem {
  std::size_t index = 0;  // position of the item in the request
  CustomerId id;          // 0: a new customer that was not created
  Uuid uuid;
  Uuid request;
  Version version = 0;  // the current version
  bool changed = false;
  bool repeats = false;       // an earlier request with this id did it; nothing is done now
  Differences differences{};  // filled in for a rehearsal only
  std::optional<Fault> fault{};
};
struct Batch {
  Uuid id;  // id for undo; nil for a rehearsal
  std::vector<BatchItem> items;
  bool rehearsed = false;
  bool replayed = false;  // an earlier call with the same key began this batch, and its items were
                          // not executed again
};

// Some of the items of a LongBulk, in order.
struct BatchPart {
  std::vector<BatchItem> items;
  bool is_last = false;
};
// The parts of a LongBulk. Changes are made while they are taken.
class BatchParts {
 public:
  // With the next part, on any thread. Dropped if the bulk cannot go on.
  using Take = std::move_only_function<void(BatchPart)>;
  virtual ~BatchParts() = default;
  virtual void next(Take take) = 0;
  // Calls `count` before each part is taken, with it. To be called before next().
  virtual void watch(std::function<void(const BatchPart&)> count) = 0;
};
struct LongBatch {
  Uuid id;  // as in Batch
  bool rehearsed = false;
  bool replayed = false;
  BatchPart first;
  std::shared_ptr<BatchParts> rest;  // null if `first` is the last
};

// The stored reply for an idempotency key.
struct Replay {
  std::string reply;
};

// A value that a customer was found by and no longer has.
struct FormerValue {
  CustomerId customer;
  Path path;
  std::string value;
  Version version = 0;  // the version that removed it
  Instant time;
};
struct CustomerViewPage {
  std::vector<View> views;
  std::vector<FormerValue> former{};  // for views that matched by a former value
  bool former_left_out = false;       // former values match too many customers to be looked at
  std::size_t total = 0;
  bool more = false;
  bool cut = false;   // not all candidates were examined; `total` is not known
  ListPosition last;  // position to continue after, if `more` is set
};
struct HistoryPage {
  View view;
  std::vector<Entry> entries;
  std::map<Uuid, Uuid> batches{};  // of the requests in `entries`, where one is known
  Version next = 0;                // the `before` of the next page; 0 at the end
};
struct AdminHistoryPage {
  std::vector<AdminEntry> entries;
  Version next = 0;
  // Present names of the roles in the entries, for roles that the caller sees.
  std::map<std::int64_t, std::string> roles{};
};
struct VersionComparison {
  Version from = 0;
  Version to = 0;
  Differences differences;
};
struct RequestState {  // the state of a request
  RequestRecord request_record;
  std::string principal{};       // the sender; empty if the caller may not know it
  std::optional<Entry> entry{};  // the change it made, if the caller reaches the customer
};
// The state of a bulk or a batch of undos, as far as the caller may see it. Items that were refused
// leave no record and are not counted.
struct BatchState {
  Uuid id;
  std::string principal{};  // the sender, as in RequestState
  std::int64_t principal_id = 0;
  std::string door;
  Instant first;  // time of the first item
  Instant last;   // time of the last item
  std::size_t changed = 0;
  std::size_t unchanged = 0;
  bool more = false;  // only the first Bulk::kMaxAffected items were counted
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
struct SavedViews {  // of the caller, by name
  std::vector<SavedView> views;
};
struct ViewRemoved {};
// A lock on a principal's name at one source, after failed attempts from there.
struct Lockout {
  std::string source;  // an address or a block of IPv6 addresses
  Instant until;
  std::int64_t failures = 0;
};
struct AdminObjects {
  std::vector<Principal> principals;  // without hashes of secrets; keys keep their labels
  std::vector<Reference> references;
  bool more = false;
  bool one = false;   // a single object was asked for
  bool made = false;  // the object was created
  bool rehearsed = false;
  std::string new_key;  // the new API key, which is shown only here
  // Current lockouts by principal id; empty if they were not read.
  std::map<std::int64_t, std::vector<Lockout>> lockouts{};
};

struct WebhookView {
  Webhook webhook;                         // without its keys
  std::string public_key{};                // "whpk_…"; empty if the keys cannot be read
  std::optional<Destination> destination;  // nothing for one whose creation was rehearsed
  // When the oldest change was made that is not delivered yet, or not even looked at; nothing: all
  // are. Dead ones do not count.
  std::optional<Instant> behind_since{};
};
struct Webhooks {
  std::vector<WebhookView> webhooks;
  bool more = false;
  bool one = false;   // a single webhook was asked for
  bool made = false;  // it was created
  bool rehearsed = false;
  std::string new_secret;  // "whsec_…" of new keys, which is shown only here
};
// What a receiver answered to a test event.
struct DeliveryAnswer {
  int status = 0;         // 0: there was no reply
  std::string problem{};  // why it does not count as taken; empty: it does
  std::string body{};     // its beginning
  std::int64_t us = 0;    // until the reply
};
struct WebhookTest {
  DeliveryAnswer answer;
  bool rehearsed = false;  // nothing was sent
};
struct DeliveryPage {
  std::vector<DeliveryAttempt> attempts;
  std::int64_t next = 0;                 // the `before` of the next page; 0 at the end
  std::vector<ParkedDelivery> parked{};  // what waits or is dead, by entry
};
struct DeliveryReplay {
  std::optional<std::size_t> again;  // changes that are delivered again; nothing: not counted
  bool rehearsed = false;
};

// What erasing a person did, or would do.
struct Erasure {
  Uuid request;  // nil for a rehearsal
  CustomerId customer;
  Uuid uuid;
  Version version = 0;        // the current version; before the erasing, for a rehearsal
  std::vector<Path> cleared;  // that the record no longer has, or has a placeholder for
  std::int64_t entries = 0;   // of history that lose values, and how many values
  std::int64_t values = 0;
  bool more = false;     // history holds further personal values: the same call again goes on
  bool changed = false;  // whether there is, or would be, an entry for it
  bool rehearsed = false;
  // For a rehearsal: replies kept for idempotency keys, and recent requests, that would go.
  std::int64_t replies = 0;
  std::int64_t requests = 0;
};
// What outside systems call a customer, by their numbers.
struct IdsElsewhere {
  CustomerId customer;
  Uuid uuid;
  std::vector<IdElsewhere> ids;
};
// What is held about a customer.
struct Everything {
  View view;
  std::vector<Entry> entries;                 // newest first
  std::map<Uuid, Uuid> batches{};             // of the requests in `entries`, where one is known
  Version next = 0;                           // the `before` of the next page; 0 at the end
  bool is_first = false;                      // what follows is given with the first page only
  std::vector<IdElsewhere> ids{};             // what outside systems call it
  std::vector<Principal> principals{};        // at home in it, without hashes of secrets
  std::vector<Reference> persons{};           // that it owns
  std::vector<TrafficRecord> requests{};      // recent ones that changed it
  std::vector<DeliveryAttempt> deliveries{};  // recent ones of its changes
};

using Outcome =
    std::variant<Receipt, Batch, Replay, View, CustomerViewPage, HistoryPage, FeedPage,
                 AdminHistoryPage, VersionComparison, RequestState, BatchState, Tokens, Identity,
                 Anchor, SignedOut, AdminObjects, TrafficPage, TrafficRecord, ProblemGroups,
                 SavedViews, SavedView, ViewRemoved, SystemState, Webhooks, WebhookTest,
                 DeliveryPage, DeliveryReplay, Erasure, Everything, OutsideSystems,
                 SystemComparison, SystemApplied, SystemLinkPage, SystemLinked, CustomersFile,
                 Imported, IdsElsewhere, LongBatch>;

}  // namespace patchbay::core
