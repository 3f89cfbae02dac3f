// A call: who asks, about which customer, what to read or change, and with which options. Every
// door decodes its requests into calls.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/secret.h"
#include "core/call/list_order.h"
#include "core/call/outcome.h"
#include "core/call/privilege.h"
#include "core/call/system_calls.h"
#include "core/call/trace.h"
#include "core/call/traffic.h"
#include "core/call/webhook_calls.h"
#include "record/admin/principal.h"
#include "record/admin/reference.h"
#include "record/fault.h"
#include "record/history/feed.h"
#include "record/lens/lens.h"
#include "record/search/query.h"

namespace patchbay::core {

// ---- who

struct NoCredentials {};
// A name with its password or one of its API keys. If either is empty, the fault is no_credentials.
struct NameAndSecret {
  std::string name;
  Secret secret;
};
struct BearerToken {
  Secret token;
};
using Credentials = std::variant<NoCredentials, NameAndSecret, BearerToken>;

// Returns the fault if the credentials are missing or incomplete.
[[nodiscard]] std::optional<Fault> missing(const Credentials& credentials);

struct Caller {
  Credentials credentials;
  std::string door;    // name of the door
  std::string source;  // address of the client
  // What acts for the principal, in the words of the door: "apply_change of Desk 1.0"; at most 200
  // bytes. History has it before the reason. Empty: nothing does.
  std::string agent{};
};

// ---- about whom

struct Oneself {};   // the caller's home customer
struct ChildNamed {  // the live direct child of the caller's home with this exact name
  std::string name;
};
struct CustomerMatching {  // the live customer in reach with the lowest id for which this lens
                           // shows this value
  Match match;
};
using Subject = std::variant<Oneself, CustomerId, Uuid, ChildNamed, CustomerMatching>;

// ---- what

// One field to change, with the caller's spelling. An `objection` ("must be at most 100 characters,
// not 104") is ignored if the edit would set the value that the caller sees there already.
struct FieldEdit {
  Target target;
  Edit edit;
  std::string field;
  std::optional<std::string> objection;
  // The caller's spelling of the part's id ("address[0].id"), reported if the part is unknown.
  // Empty: `field` is reported.
  std::string part_field{};
};

// Edits, and the problems found while reading them.
struct Edits {
  std::vector<FieldEdit> edits;
  std::vector<Problem> problems;
};

// Adds an amount to a number, in the transaction that reads the number.
struct Adjustment {
  Field field{};  // a field with a decimal or a whole number
  Decimal amount;
  std::string name;  // the caller's spelling of the amount
};

// Undoes the changes that made some versions, or only some paths of those changes.
struct Undo {
  std::vector<Version> versions;
  std::vector<Path> paths;  // empty: all paths they changed
  bool force = false;       // also undo a path that was changed again later
  bool again = false;       // a path that was undone already stays as it is
};

// Rules of a door for a change, in addition to the rules of the fields.
struct ChangeRules {
  bool deleted_too = false;           // deleted customers can be changed
  bool contact_needs_number = false;  // a changed contact must keep a landline or mobile number
  // The caller's spelling of that number.
  std::string contact_number_name = "contacts/telephone";
  bool unique_name = false;  // a new customer's name must be unique among its live siblings
};

struct UpdateCustomer {
  Subject subject;
  std::vector<FieldEdit> edits;
  // Replaces `edits` if the edits depend on what the caller sees. It is called within the writing
  // transaction, after the caller was authorised. It must have no side effects, not block and not
  // throw.
  std::function<Edits(const View&)> from_view;
  std::optional<Adjustment> adjustment;
  std::optional<Undo> undo;
  std::optional<CustomerId> move_to;  // the new parent
  std::string move_field = "parent";  // the caller's spelling of it
  ChangeRules rules;
  std::string action;  // action of the history entry; empty: derived from the changes
};

struct CreateCustomer {
  Subject parent;
  std::string parent_field = "parent";
  std::vector<FieldEdit> edits;
  ChangeRules rules;
};

struct GetCustomer {
  Subject subject;
  bool deleted_too = false;
  std::optional<Version> at_version;  // as it was at this version
  std::optional<Instant> at_time;     // as it was at this time
};
struct CompareVersions {
  Subject subject;
  Version from = 0;
  Version to = 0;  // 0: the current version
};
struct ListCustomers {
  Subject below;
  bool deleted_too = false;         // `below` may be deleted
  CustomerQuery query;              // core sets its `below`
  std::vector<ListOrder> orders{};  // several replace the order of `query`
  bool goes_on = false;             // the door can continue a page that was cut; else it is refused
  std::string below_field{};        // the caller's spelling of `below`; empty: none
  std::function<std::vector<Problem>()> late_problems{};  // looked for once the caller may list
};
// A set of paths: these fields and, unless `part` is nil, only of this part.
struct Paths {
  std::vector<Field> fields;
  Uuid part{};
};
struct ListHistory {
  Subject subject;
  Version before = 0;
  std::size_t limit = 50;  // at most 1000
  // Filters; an entry must match all of them.
  std::optional<Paths> paths;  // changed one of these paths
  std::string door;
  std::string principal;
  std::optional<Uuid> request;
  std::optional<Uuid> batch;    // made by a request of this batch
  std::optional<Instant> from;  // made at this time or later
  std::optional<Instant> to;    // made before this time
};
// Changes of a customer and all customers below it, in the order of commits.
struct ListChanges {
  Subject below;
  FeedQuery query;                   // core sets its `below` and `after`
  std::optional<std::string> after;  // an encrypted position; none: from the beginning
  bool from_now = false;             // start at the end of the feed
  std::string field = "after";       // the caller's spelling of the position
  std::string below_field{};         // the caller's spelling of `below`; empty: none
};
struct RequestStatus {
  Uuid id;
  bool own = false;  // only the caller's own requests; else those about customers in reach too
  std::string field = "id";  // the caller's spelling of the id
};

// Erases a person: personal values go from the record and from everything that was kept of it.
struct EraseCustomer {
  Subject subject;
  std::string reason_field = "Patchbay-Reason";  // the caller's spelling of the reason
};
struct ExportCustomer {  // everything that is held about it
  Subject subject;
  Version before = 0;     // only history below this version; 0: from the newest
  std::size_t limit = 0;  // of entries of history
};

struct ListIdsElsewhere {  // what outside systems call a customer
  Subject subject;
};
struct WhoAmI {};
// The caller's own saved views.
struct ListViews {};
struct SaveView {  // in place of one of the same name
  std::string name;
  std::string path;
  // The caller's spellings of both.
  std::string name_field = "name";
  std::string path_field = "path";
};
struct RemoveView {
  std::string name;
};
struct ListTraffic {  // recent requests; see traffic.h
  TrafficQuery query;
};
struct GetTraffic {
  Uuid request;
};
struct ListProblems {};
struct ReadAnchor {};  // the newest seal of history, signed
struct ReadSystem {};  // see system.h
struct SignIn {        // issues a pair of tokens, or the one token of a browser's session
  bool session = false;
};
struct RenewSession {};  // prolongs the session that the call was sent with
struct Refresh {         // needs no other credentials
  Secret token;
  Secret refresh_token;
};
struct SignOut {            // revokes the token that the call was sent with
  bool everywhere = false;  // all tokens and sessions of the caller
};

// Calls about principals, plans, roles and the other references.
struct GetAdminObject {
  std::optional<ReferenceKind> kind;  // none: a principal
  std::string id;                     // a number, or a name
};
struct ListAdminObjects {
  std::optional<ReferenceKind> kind;
  std::int64_t after = 0;
  std::size_t limit = 100;
};
// Creates a reference (id 0) or changes one. Members that are not given stay as they are.
struct UpsertReference {
  static constexpr std::int64_t kNotANumber = INT64_MIN;  // the caller gave something else than a
                                                          // number

  ReferenceKind kind = ReferenceKind::plan;
  std::int64_t id = 0;
  std::optional<CustomerId> owner;  // default for a new one: the caller's home
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::vector<std::pair<Field, Edit>> settings;
  std::optional<std::vector<std::string>> words;  // locked groups of a plan, or privileges of a
                                                  // role
  std::optional<bool> deleted;
};
struct ListAdminHistory {
  std::optional<ReferenceKind> kind;  // none: a principal
  std::string id;  // a number or a name; deleted objects are found by number only
  Version before = 0;
  std::size_t limit = 50;  // at most 1000
};
struct UpsertPrincipal {
  std::string id;  // a number or a name; empty: create a new one
  std::optional<std::string> name;
  std::optional<CustomerId> home;
  std::optional<std::vector<std::string>> roles;
  std::optional<std::vector<std::string>> doors;
  std::optional<std::vector<std::string>> sources;
  std::optional<Secret> password;
  std::optional<std::string> new_key;     // creates an API key with this label; the reply shows it
                                          // once
  std::optional<std::string> remove_key;  // by label
  std::optional<bool> locked;             // false also clears failed attempts
  std::optional<bool> deleted;
};

// Many changes in one call. Each is a separate change and succeeds or fails alone.
struct BulkItem {
  std::variant<UpdateCustomer, CreateCustomer> change;
  std::optional<Version> if_version;
  std::vector<Problem> problems;  // problems that the door found in this item
};
// Makes one change to every customer in a list.
struct Selection {
  ListCustomers list;
  UpdateCustomer change;  // core sets its subject
};
struct Bulk {
  std::variant<std::vector<BulkItem>, Selection> what;
  std::size_t max_affected = kMaxAffectedDefault;  // if more customers match, the call is refused
                                                   // and nothing is changed
  std::string max_field = "max_affected";          // the caller's spelling of it

  static constexpr std::size_t kMaxAffectedDefault = 1000;
  static constexpr std::size_t kMaxAffected = 10'000;  // upper limit of max_affected
};

// Undoes the changes of one request, of one batch, or of one principal within a time range,
// customer by customer. Changes out of the caller's reach are skipped without notice.
struct ByPrincipal {
  std::string name;
  Instant from;
  Instant to;
};
struct InBatch {
  Uuid id;
};
struct UndoMany {
  std::variant<RequestStatus, InBatch, ByPrincipal> what;
  bool force = false;
  std::size_t max_affected = Bulk::kMaxAffectedDefault;
};

using Request = std::variant<
    UpdateCustomer, CreateCustomer, Bulk, UndoMany, GetCustomer, CompareVersions, ListCustomers,
    ListHistory, ListChanges, RequestStatus, WhoAmI, ListViews, SaveView, RemoveView, ReadAnchor,
    ReadSystem, ListTraffic, GetTraffic, ListProblems, SignIn, Refresh, RenewSession, SignOut,
    GetAdminObject, ListAdminObjects, ListAdminHistory, UpsertReference, UpsertPrincipal,
    ListWebhooks, GetWebhook, UpsertWebhook, TestWebhook, ListDeliveries, ReplayDeliveries,
    EraseCustomer, ExportCustomer, ListOutsideSystems, GetOutsideSystem, UpsertSystem, UseSystem,
    ListSystemLinks, LinkToSystem, ExportCustomers, ImportCustomers, ListIdsElsewhere, LongBulk>;
// The name of what is asked for, for logs: "update_customer".
[[nodiscard]] std::string_view word(const Request& request);

// ---- how

// An idempotency key: a retry with the same key and content gets the first reply, and the change is
// not made again. A key is valid for one principal and is stored for a limited time. A refused
// request leaves its key unused. Rehearsals and reads ignore keys.
struct IdempotencyKey {
  std::string key;
  std::string content;  // the whole request
  std::string field;    // the caller's spelling of the key
  // Renders the whole reply, which is stored with the change. Called on the store's thread, and
  // again if the store repeats the job. Must not block.
  std::function<std::string(const Outcome&)> render;
};

// The versions in a condition such as If-Match. A record has one version at a time.
struct VersionList {
  bool every = false;  // "*": any version
  std::vector<Version> versions;
  std::string objection;  // an entry that is not a version, as the end of a sentence; or empty
  std::string name;       // the caller's spelling of the condition

  [[nodiscard]] bool holds(Version version) const;
};

// Ties a change to its rehearsal. A rehearsal with a content makes a ticket; a change with a
// content is refused unless `ticket` was made for the same content and principal at most ten
// minutes ago, and the record still has the version that was rehearsed. Tickets need no memory: any
// node over the same store takes them, also after a restart.
struct RehearsedChange {
  std::string content;   // what is changed, in a form that is the same for the same change
  std::string ticket{};  // of the rehearsal; empty for a rehearsal
  std::string field = "rehearsal";  // the caller's spelling of the ticket

  static constexpr std::int64_t kSeconds = 600;
};

struct CallOptions {
  std::optional<IdempotencyKey> idempotency_key;
  bool rehearse = false;                       // do everything except write
  std::optional<RehearsedChange> rehearsed{};  // for an UpdateCustomer only
  std::optional<Version> if_version;           // only if the record has this version
  std::optional<VersionList> if_match;         // only if the record has one of these versions
  bool rebase = false;                         // also other versions if no field of it was changed
  std::optional<VersionList> if_none_match;    // only if the record has none of these versions
  bool keeps_uuids = false;                    // a new customer keeps the uuid that it is given
  bool version_needed = false;                 // refuse a change that gives no version
  std::string reason;                          // the caller's reason, for history
  std::vector<std::string> warnings;           // what the door ignored, for history and the log
};

struct Call {
  Uuid id;  // the request id, by which the caller can look it up. Nil: core assigns one
  Caller caller;
  RequiredPrivilege required_privilege;
  Request request;
  CallOptions options;
  // Problems that the door found in the request. They are reported together with core's, but only
  // after the caller is authenticated and authorised and the customer is found.
  std::vector<Problem> problems;
  // Collects notices for the log, or null.
  std::shared_ptr<Trace> trace;
  // Whether the calling thread may wait for the disk, because no one else needs it.
  bool may_wait = false;
  // Runs a task on a thread that may work for long. Empty: there is none.
  std::function<void(std::function<void()>)> run_apart{};
};

// Whether it is one change of one customer that is to be written.
[[nodiscard]] bool is_single_change(const Call& call);
// Whether it gives, prolongs or ends tokens.
[[nodiscard]] bool is_about_tokens(const Request& request);

}  // namespace patchbay::core
