// A call: who asks, about whom, to read or change what, and how. What every door makes of its
// bytes.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/secret.h"
#include "core/call/outcome.h"
#include "core/call/privilege.h"
#include "core/call/trace.h"
#include "record/admin/principal.h"
#include "record/admin/reference.h"
#include "record/fault.h"
#include "record/history/feed.h"
#include "record/lens/lens.h"
#include "record/search/query.h"

namespace patchbay::core {

// ---- who

struct NoCredentials {};
// The secret is a password or an API key of that name. Either may be empty: that is no credentials.
struct NameAndSecret {
  std::string name;
  Secret secret;
};
struct BearerToken {
  Secret token;
};
using Credentials = std::variant<NoCredentials, NameAndSecret, BearerToken>;

// Why nobody can be let in by these, whoever it is: none were given, or half of them.
[[nodiscard]] std::optional<Fault> missing(const Credentials& credentials);

struct Caller {
  Credentials credentials;
  std::string door;    // its name
  std::string source;  // the peer's address
};

// ---- about whom

struct Oneself {};   // the caller's home customer
struct ChildNamed {  // the live direct child of the caller's home with exactly this name
  std::string name;
};
struct CustomerMatching {  // the first live customer in reach, by id, of which this lens shows this
                           // value
  Match match;
};
using Subject = std::variant<Oneself, CustomerId, Uuid, ChildNamed, CustomerMatching>;

// ---- what

// One field to change, as the caller spelled it. A `objection` ("must be at most 100 characters,
// not 104") stands unless the edit is what the caller sees there already: then it is no change at
// all.
struct FieldEdit {
  Target target;
  Edit edit;
  std::string field;
  std::optional<std::string> objection;
  // The caller's spelling of the part's id, to blame where the part is unknown: "address[0].id".
  // Empty: `field` is blamed.
  std::string part_field{};
};

// Edits, and what was wrong where they were read.
struct Edits {
  std::vector<FieldEdit> edits;
  std::vector<Problem> problems;
};

// Adds to a number, in the same transaction that reads it.
struct Adjustment {
  Field field{};  // a decimal or a whole number
  Decimal amount;
  std::string name;  // the caller's spelling of the amount
};

// Takes back the changes that made some versions, or some paths of them.
struct Undo {
  std::vector<Version> versions;
  std::vector<Path> paths;  // empty: everything they changed
  bool force = false;       // even where a path was changed again since
};

// What holds for a change besides the rules of the fields.
struct ChangeRules {
  bool deleted_too = false;           // deleted customers are found
  bool contact_needs_number = false;  // a changed contact must keep a landline or mobile number
  // The caller's spelling of that number.
  std::string contact_number_name = "contacts/telephone";
  bool unique_name = false;  // of a new customer: among the live children of its parent
};

struct UpdateCustomer {
  Subject subject;
  std::vector<FieldEdit> edits;
  // Instead of `edits`: those that depend on what the caller sees there, and are wished for it
  // alone. Called once, within the transaction that keeps the change, after it is known that the
  // caller may. Pure; must not block or throw.
  std::function<Edits(const View&)> from_view;
  std::optional<Adjustment> adjustment;
  std::optional<Undo> undo;
  std::optional<CustomerId> move_to;  // the new parent
  std::string move_field = "parent";  // the caller's spelling of it
  ChangeRules rules;
  std::string action;  // of the history entry; empty: by what changed
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
  std::optional<Version> at_version;  // as it was at this version …
  std::optional<Instant> at_time;     // … or at this time
};
// What differs between two versions of a customer.
struct CompareVersions {
  Subject subject;
  Version from = 0;
  Version to = 0;  // 0: the newest
};
struct ListCustomers {
  Subject below;
  bool deleted_too = false;  // `below` may be deleted
  CustomerQuery query;       // its `below` is filled in by core
  bool goes_on = false;      // a page that was cut can be gone on from; otherwise it is refused
  // The caller's spelling of `query.now_or_before`.
  std::string former_field = "telephone";
  std::string below_field{};  // the caller's spelling of `below`; empty: nothing is spelled
};
// Which paths: of these fields; of one part only, where it is not nil.
struct Paths {
  std::vector<Field> fields;
  Uuid part{};
};
struct ListHistory {
  Subject subject;
  Version before = 0;
  std::size_t limit = 50;  // at most 1000
  // Only entries that all of these hold for.
  std::optional<Paths> paths;  // changed one of them
  std::string door;
  std::string principal;
  std::optional<Uuid> request;
  std::optional<Uuid> batch;    // what the request was part of
  std::optional<Instant> from;  // made at this time or later …
  std::optional<Instant> to;    // … and before this one
};
// What was changed of a customer and of all below it, in the order of commits.
struct ListChanges {
  Subject below;
  FeedQuery query;                   // its `below` and `after` are filled in by core
  std::optional<std::string> after;  // a position as it was told; nothing: the beginning
  bool from_now = false;             // whatever was before
  std::string field = "after";       // the caller's spelling of the position
  std::string below_field{};         // and of `below`; empty: nothing is spelled
};
struct RequestStatus {
  Uuid id;
  bool own = false;  // of the caller's own requests only; otherwise of all about whom it reaches
  std::string field = "id";  // the caller's spelling of the id
};

struct WhoAmI {};
struct ReadAnchor {};  // the newest seal of history, signed
struct SignIn {};      // asks for a pair of tokens
struct Refresh {       // needs no credentials
  Secret token;
  Secret refresh_token;
};
struct SignOut {};  // voids the bearer token that was sent

// Principals, plans, roles and the other references.
struct GetAdminObject {
  std::optional<Kind> kind;  // nothing: a principal
  std::string id;            // a number, or a name
};
struct ListAdminObjects {
  std::optional<Kind> kind;
  std::int64_t after = 0;
  std::size_t limit = 100;
};
// Makes one (id 0) or changes one. HashInput that are not given stay.
struct UpsertReference {
  static constexpr std::int64_t kNotANumber = INT64_MIN;  // an id that the caller gave otherwise

  Kind kind = Kind::plan;
  std::int64_t id = 0;
  std::optional<CustomerId> owner;  // default for a new one: the caller's home
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::vector<std::pair<Field, Edit>> settings;
  std::optional<std::vector<std::string>> words;  // locked groups of a plan, privileges of a role
  std::optional<bool> deleted;
};
struct ListAdminHistory {
  std::optional<Kind> kind;  // nothing: a principal
  std::string id;            // a number, or a name; the deleted are found by number
  Version before = 0;
  std::size_t limit = 50;  // at most 1000
};
struct UpsertPrincipal {
  std::string id;  // a number or a name; empty: a new one
  std::optional<std::string> name;
  std::optional<CustomerId> home;
  std::optional<std::vector<std::string>> roles;
  std::optional<std::vector<std::string>> doors;
  std::optional<std::vector<std::string>> sources;
  std::optional<Secret> password;
  std::optional<std::string> new_key;  // makes an API key with this label; shown once in the reply
  std::optional<std::string> remove_key;  // by label
  std::optional<bool> locked;             // false also forgets failed attempts
  std::optional<bool> deleted;
};

// Many changes under one call: each is its own, done or refused alone.
struct BulkItem {
  std::variant<UpdateCustomer, CreateCustomer> change;
  std::optional<Version> if_version;
  std::vector<Problem> problems;  // what the reader found wrong with it
};
// One change for every customer that a list is of.
struct Selection {
  ListCustomers list;
  UpdateCustomer change;  // its subject is filled in by core
};
struct Bulk {
  std::variant<std::vector<BulkItem>, Selection> what;
  std::size_t max_affected = kMaxAffectedDefault;  // more are refused before anything is changed
  std::string max_field = "max_affected";          // the caller's spelling of it

  static constexpr std::size_t kMaxAffectedDefault = 1000;
  static constexpr std::size_t kMaxAffected = 10'000;  // the bound of the bound
};

// Takes back what one request, one batch, or one principal within a time has changed, customer by
// customer. What lies out of the caller's reach is passed over in silence.
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

using Request =
    std::variant<UpdateCustomer, CreateCustomer, Bulk, UndoMany, GetCustomer, CompareVersions,
                 ListCustomers, ListHistory, ListChanges, RequestStatus, WhoAmI, ReadAnchor, SignIn,
                 Refresh, SignOut, GetAdminObject, ListAdminObjects, ListAdminHistory,
                 UpsertReference, UpsertPrincipal>;

// ---- how

// A caller's own name for a request that changes something: sent again with the same content, it is
// answered again and not done again. Keys belong to a principal and are kept for a time. A refused
// request changes nothing and leaves its key free; a rehearsal and a read do not look at it.
struct IdempotencyKey {
  std::string key;
  std::string content;  // what was asked, all of it
  std::string field;    // the caller's spelling of the key
  // The whole reply as it is sent, to be kept with the change. Called on the store's thread, again
  // where the store works its job again; must not block.
  std::function<std::string(const Outcome&)> render;
};

// Versions as a condition names them. A record has at most one of them at a time.
struct VersionList {
  bool every = false;  // whatever the version: "*"
  std::vector<Version> versions;
  std::string
      objection;     // what is named and can be no version's, as the end of a sentence; or empty
  std::string name;  // the caller's spelling of the condition

  [[nodiscard]] bool holds(Version version) const;
};

struct CallOptions {
  std::optional<IdempotencyKey> idempotency_key;
  bool rehearse = false;                     // everything but writing
  std::optional<Version> if_version;         // only if the record is at this version …
  std::optional<VersionList> if_match;       // … or at one of these …
  bool rebase = false;                       // … or nothing that it touches has changed since
  std::optional<VersionList> if_none_match;  // only if the record is at none of these
  bool version_needed = false;               // a change that names no version is refused
  std::string reason;                        // the caller's words, for history
  std::vector<std::string> warnings;         // what the door passed over, for history and log
};

struct Call {
  Uuid id;  // of the request: the caller can ask after it. Nil: core gives it one
  Caller caller;
  RequiredPrivilege required_privilege;
  Request request;
  CallOptions options;
  // What the reader found wrong with the input. Reported after it is known who asks, that they may
  // and that the customer exists; together with what core finds.
  std::vector<Problem> problems;
  // Where to say what happened, or null.
  std::shared_ptr<Trace> trace;
};

}  // namespace patchbay::core
