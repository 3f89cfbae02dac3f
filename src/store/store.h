// The interface of all stores, on disk or in memory. A store keeps what it has acknowledged.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "record/admin/destination.h"
#include "record/admin/principal.h"
#include "record/admin/reference.h"
#include "record/admin/saved_view.h"
#include "record/admin/system_link.h"
#include "record/history/admin_entry.h"
#include "record/history/audit_seal.h"
#include "record/history/entry.h"
#include "record/history/feed.h"
#include "record/history/request_record.h"
#include "record/search/query.h"
#include "store/store_stats.h"

namespace patchbay::store {

// Thrown by reads and writes if the disk or the database fails. It ends the call; core turns it
// into ErrorKind::unavailable.
struct Unavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Thrown by reads of data that this version cannot have written: bytes that were changed outside
// the server or lost by the disk. A retry does not help. The message names the data: "customer 101:
// its values cannot be read: …".
struct Damaged : Unavailable {
  using Unavailable::Unavailable;
};

// Thrown by a transaction of read_assuming() that finds its assumption wrong: the caller must start
// again with read(). It is not a std::exception, so that nothing takes it for a failure.
struct Overtaken {};

inline constexpr std::size_t kNamesakesMax = 100;
inline constexpr std::size_t kSweepMax = 4096;
inline constexpr std::int64_t kAttemptsMax = 50'000;
inline constexpr std::size_t kEraseMax = 512;
// Entries of history that one call of erase_personal() rewrites.
inline constexpr std::size_t kPersonalMax = 10'000;

// What erase_personal() erased.
struct ErasedHistory {
  std::int64_t entries = 0;
  std::int64_t values = 0;
  bool more = false;  // there are further ones, in older entries
};

// Which rows sweep() removes: tokens that expired by `now`, and rows last written before the given
// times.
struct Sweep {
  Instant now;
  Instant attempts_before;
  // Attempts from after this time are removed too; they exist if the clock was set back.
  Instant attempts_after{INT64_MAX};
  // Number of attempts to keep, the newest first.
  std::int64_t attempts_max = kAttemptsMax;
  Instant requests_before;  // the time in the id decides, if it begins with one
  Instant answers_before;
  // Attempts to deliver go with those that were saved together, when all of them are older than
  // this or from after `deliveries_after`.
  Instant deliveries_before{};
  Instant deliveries_after{INT64_MAX};
};

// A named number in which the server records a fact about its store.
struct Mark {
  std::string name;
  std::int64_t value = 0;
  bool operator==(const Mark&) const = default;
};

// Names of two marks: the number of the last entry with erased values, and the time before which
// values were erased.
inline constexpr std::string_view kErasedTo = "history erased to entry";
inline constexpr std::string_view kErasedBefore = "history erased before";

// The newest seal according to the store; the hash is head_hash() of it.
struct AuditHead {
  std::int64_t seal = 0;
  std::string hash;
  bool operator==(const AuditHead&) const = default;
};

// A change of one customer's values, or a new customer, that was planned and encoded in a read
// transaction: what the plan relies on, and what will be stored. A new customer has no id yet; its
// plan relies on the customer above it.
struct PreparedSave {
  std::int64_t epoch = 0;   // names the state of principals, references and deletions
  std::string path;         // place in the tree: of the customer, or of the one above a new one
  std::string before_hash;  // hash of the newest entry of the same customer
  std::string hash;         // hash of the new entry; empty for a new customer
  std::string commitments;  // commitments() of the new entry; empty unless the customer is new
  std::string values;       // the values of the customer after the change, as they are stored
  std::string differences;  // the differences of the new entry, as they are stored
  std::vector<std::string> terms_removed;  // search terms that the customer loses, sorted
  std::vector<std::string> terms_added;    // search terms that it gets, sorted
};

// Reads one consistent snapshot. Used by one thread at a time, for one call, then destroyed. A
// lookup that finds nothing returns an empty result.
class ReadTransaction {
 public:
  virtual ~ReadTransaction() = default;

  // The state of principals, references and deletions that this transaction assumes to be the
  // newest one, because it has not looked at the database; nothing if it has.
  [[nodiscard]] virtual std::optional<std::int64_t> assumed() const { return std::nullopt; }

  // Deleted customers are found too.
  virtual std::optional<Record> customer(CustomerId id) = 0;
  virtual std::optional<Record> customer(const Uuid& uuid) = 0;
  // Returns `id`, its parent and so on up to the root; empty if there is no such customer.
  virtual std::vector<CustomerId> lineage(CustomerId id) = 0;
  virtual CustomerPage customers(const CustomerQuery& query) = 0;
  // Returns the ids of all customers above `after`, including deleted and damaged ones.
  virtual std::vector<CustomerId> customer_ids(CustomerId after, std::size_t limit) = 0;
  // Returns the customers above `after` by id, including deleted ones; throws Damaged if one of
  // them cannot be read.
  virtual std::vector<Record> records(CustomerId after, std::size_t limit) = 0;
  // Returns the live direct children of `parent` with exactly this name, at most two.
  virtual std::vector<CustomerId> named(CustomerId parent, std::string_view name) = 0;
  // Returns the customer of `enterprise` (a direct child of the root, or the root) with this
  // external id, live or deleted.
  virtual std::optional<CustomerId> customer_by_external_id(CustomerId enterprise,
                                                            std::string_view id) = 0;
  // Returns a customer below `top` whose external id is also used in `enterprise` outside `top`.
  // Reads only the customers below `top`.
  virtual std::optional<CustomerId> external_id_clash(CustomerId top, CustomerId enterprise) = 0;
  virtual bool is_live(CustomerId id) = 0;  // exists and is not deleted
  virtual bool has_live_children(CustomerId id) = 0;
  // Whether a live customer has `id` as its affiliate.
  virtual bool is_affiliate(CustomerId id) = 0;
  // Returns entries of one customer with versions below `before` (0: from the newest), newest
  // first.
  virtual std::vector<Entry> history(CustomerId id, Version before, std::size_t limit) = 0;
  // Returns what history() does for each customer from `first` to `last`, by id; throws Damaged if
  // one of the entries cannot be read.
  virtual std::vector<std::vector<Entry>> histories(CustomerId first, CustomerId last,
                                                    std::size_t limit) = 0;
  // Prepares save_if_current() of a change that was planned in this transaction; the id of a new
  // customer is 0. Returns nothing if the change may affect other customers, or if the store cannot
  // tell later whether the plan is still right.
  virtual std::optional<PreparedSave> prepare(const Record& /*after*/, const Entry& /*entry*/) {
    return std::nullopt;
  }
  // Returns entries of all customers in the order of commits. No entry is ever committed before a
  // position that a page has passed: decision 0017.
  virtual FeedPage feed(const FeedQuery& query) = 0;

  // live principals only
  virtual std::optional<Principal> principal(std::string_view name) = 0;
  // including deleted ones
  virtual std::optional<Principal> principal(std::int64_t id) = 0;
  // Returns the live principal with the lowest id, other than `besides`, whose name is equal except
  // for case and Unicode form (caseless() in base/case_fold.h).
  virtual std::optional<Principal> alike(std::string_view name, std::int64_t besides) = 0;
  // Returns the principals, live or deleted, that have or had this name, at most kNamesakesMax.
  virtual std::vector<std::int64_t> principals_ever_named(std::string_view name) = 0;
  // Returns live principals whose home is `below` or a customer below it, by id above `after`.
  virtual std::vector<Principal> principals(CustomerId below, std::int64_t after,
                                            std::size_t limit) = 0;
  // including deleted ones
  virtual std::optional<Reference> reference(ReferenceKind kind, std::int64_t id) = 0;
  // Returns live references with this owner and name, by id, at most two.
  virtual std::vector<Reference> references_of(CustomerId owner, ReferenceKind kind,
                                               std::string_view name) = 0;
  // Returns live references with this name whose owner is `top` or below it, by id, at most two.
  virtual std::vector<Reference> references_below(CustomerId top, ReferenceKind kind,
                                                  std::string_view name) = 0;
  // Returns live references by id above `after`.
  virtual std::vector<Reference> references(ReferenceKind kind, std::int64_t after,
                                            std::size_t limit) = 0;

  // Returns entries of one principal or reference with versions below `before` (0: from the
  // newest), newest first.
  virtual std::vector<AdminEntry> history(const AdminObjectId& object, Version before,
                                          std::size_t limit) = 0;

  // Returns the numbers above `after` of all principals (no kind) or of all references of a kind,
  // including deleted ones.
  virtual std::vector<std::int64_t> admin_object_ids(std::optional<ReferenceKind> kind,
                                                     std::int64_t after, std::size_t limit) = 0;
  // Returns the first disagreement between indexes and data as a sentence. Reads everything.
  virtual std::optional<std::string> index_mismatch() = 0;

  virtual std::optional<std::int64_t> mark(std::string_view name) = 0;
  // Returns all marks, sorted by name.
  virtual std::vector<Mark> marks() = 0;

  // Returns numbers and hashes of entries above `after`: of customers, and of all other objects.
  virtual std::vector<NumberedHash> entry_hashes(std::int64_t after, std::size_t limit) = 0;
  virtual std::vector<NumberedHash> admin_entry_hashes(std::int64_t after, std::size_t limit) = 0;
  // Returns seals with numbers from `from` on. Their hashes are not checked.
  virtual std::vector<AuditSeal> seals(std::int64_t from, std::size_t limit) = 0;
  virtual std::optional<AuditHead> head() = 0;
  virtual std::optional<RequestRecord> request(const Uuid& id) = 0;
  virtual std::vector<RequestRecord> requests(const RequestQuery& query) = 0;
  // Returns those of `requests` that are stored and were part of a batch, each once, in any order.
  virtual std::vector<BatchMember> batches_of(std::span<const Uuid> requests) = 0;
  virtual std::optional<IdempotencyRecord> idempotency_record(std::int64_t principal,
                                                              std::string_view key) = 0;
  // Returns records behind one of this principal and key, by principal and key.
  virtual std::vector<IdempotencyRecord> idempotency_records(std::int64_t principal,
                                                             std::string_view key,
                                                             std::size_t limit) = 0;
  // Returns the saved views of a principal, by name, at most SavedView::kMax.
  virtual std::vector<SavedView> saved_views(std::int64_t principal) = 0;
  // The link of a customer to an outside system, and the one to a customer there.
  virtual std::optional<SystemLink> system_link(std::int64_t system, CustomerId customer) = 0;
  virtual std::optional<SystemLink> system_link_to(std::int64_t system, std::string_view there) = 0;
  // Returns links by customer above `after`: all, or those where something waits for a person.
  virtual std::vector<SystemLink> system_links(std::int64_t system, CustomerId after,
                                               bool open_only, std::size_t limit) = 0;
  // How far delivery to a webhook came; nothing if there is no such webhook.
  virtual std::optional<Destination> destination(std::int64_t id) = 0;
  // Returns attempts with numbers below `before`, newest first.
  virtual std::vector<DeliveryAttempt> delivery_attempts(std::int64_t destination,
                                                         std::int64_t before,
                                                         std::size_t limit) = 0;
  virtual std::optional<Token> token(std::string_view hash) = 0;
  virtual std::optional<Attempts> attempts(std::string_view key) = 0;
  // Returns attempts whose keys begin with `prefix`, in the order of their keys.
  virtual std::vector<Attempts> attempts(std::string_view prefix, std::size_t limit) = 0;
};

// Reads and writes in one transaction; reads see its own writes. After a write that throws, all
// writes of the job are rolled back, even if the job returns true.
class Transaction : public ReadTransaction {
 public:
  // Whether a state that was assumed() before is the newest one.
  [[nodiscard]] virtual bool is_newest(std::int64_t /*assumed*/) const { return true; }

  // Returns the next free number. Numbers from rolled-back transactions may be skipped.
  virtual CustomerId next_customer() = 0;
  virtual std::int64_t next_principal() = 0;
  virtual std::int64_t next_reference(ReferenceKind kind) = 0;

  // Saves `after` as the customer's current state, and `entry` in its history with the hash that
  // follows from the entry before. `after.version` and `entry.version` must be equal and one above
  // the current version (1 for a new customer); otherwise throws std::logic_error. Changing
  // `parent` moves the customers below it too.
  virtual void save(const Record& after, const Entry& entry) = 0;
  // Does the same if everything that the prepared plan relies on is still as it was, and the
  // external id of a new customer is free; otherwise writes nothing and returns false. A new
  // customer gets its id here, in both arguments.
  virtual bool save_if_current(Record& /*after*/, Entry& /*entry*/,
                               const PreparedSave& /*prepared*/) {
    return false;
  }
  virtual void save(const RequestRecord& request_record) = 0;
  // Not recorded in history; use set_marks() (store/marks.h) for marks that must be.
  virtual void save(const Mark& mark) = 0;
  // Writes nothing unless the newest seal is the one before it.
  virtual void save(const AuditSeal& seal) = 0;
  virtual void save(const IdempotencyRecord& idempotency_record) = 0;
  // Saves the history entry of a version that the same job saves, with its hash.
  virtual void save(const AdminEntry& entry) = 0;
  // Saving a deleted principal removes its saved views.
  virtual void save(const Principal& principal) = 0;
  virtual void save(const Reference& reference) = 0;
  // Saves a view in place of one of the same name.
  virtual void save(const SavedView& view) = 0;
  virtual void remove_view(std::int64_t principal, std::string_view name) = 0;
  // Saves a link in place of an earlier one of the customer to the system. Not recorded in history,
  // like the removal of one.
  virtual void save(const SystemLink& link) = 0;
  virtual void remove_system_link(std::int64_t system, CustomerId customer) = 0;
  virtual void remove_system_links(std::int64_t system) = 0;
  // Not recorded in history, because it follows from what was delivered.
  virtual void save(const Destination& destination) = 0;
  // Saves attempts of one destination, in the order of their numbers, which follow those that are
  // saved. About DeliveryAttempt::kKept of the newest stay.
  virtual void save(std::span<const DeliveryAttempt> attempts) = 0;
  // Removes its attempts too.
  virtual void remove_destination(std::int64_t id) = 0;
  // Saves a new token; or of one that is stored, whether it is spent, and when it expires.
  virtual void save(const Token& token) = 0;
  virtual void remove_token(std::string_view hash) = 0;
  // Removes all tokens of a family except spent ones, which detect reuse.
  virtual void remove_family(std::string_view family) = 0;
  virtual void save(const Attempts& attempts) = 0;
  // Removes attempts with keys that begin with `prefix`.
  virtual void remove_attempts(std::string_view prefix) = 0;
  // Removes expired rows, at most kSweepMax of each kind per call, so that other writes do not wait
  // long.
  virtual void sweep(const Sweep& old) = 0;
  // Erases from history the values that were replaced before `time`, oldest first, in at most
  // kEraseMax entries per call. Current values, the rest of the entries and the hash chain stay.
  // Records the erasure in history at the time `now`. Returns whether more may remain.
  virtual bool erase_history(Instant time, Instant now) = 0;
  // Erases personal values of a customer from its history, newest entries first, in at most `limit`
  // entries, and from what searches find. Values that stand in the record stay, and so does the
  // hash chain. Calls `gone` with each erased value. verify() accepts it if the newest entry has
  // the action kEraseAction.
  virtual ErasedHistory erase_personal(CustomerId id, std::size_t limit,
                                       const std::function<void(const Value&)>& gone) = 0;
  // Works on, for a short time, until search indexes hold no traces of removed words. `begins`:
  // from the beginning. Returns whether more remains to be done.
  virtual bool erase_terms(bool begins) = 0;
};

enum class Committed : std::uint8_t {
  yes,      // on disk
  nothing,  // the job rolled back or wrote nothing; what it read was committed
  failed,   // nothing of the job is on disk
  unknown,  // the job may or may not be on disk
};

// Works in the transaction and returns whether to keep its writes; an exception rolls them back.
// Called on a thread of the store. It is called again each time its writes were rolled back: after
// a conflict with another node, after the failure of another job in the batch, or because it used
// customers other than its subject. It must therefore start from the same input each time, and only
// the effects of its last call may count. A job that fails should do so before it writes.
using Job = std::function<bool(Transaction&)>;
// Called once with the result, on a thread of the store. Must not block.
using Done = std::function<void(Committed)>;

// The customer that a job reads first, if known in advance.
using JobSubject = std::variant<std::monostate, CustomerId, Uuid>;

// Opens a read transaction. Throws Unavailable. Threads: any.
using OpenReader = std::function<std::unique_ptr<ReadTransaction>()>;

// Threads: any, for all members.
class Store {
 public:
  virtual ~Store() = default;

  [[nodiscard]] virtual std::unique_ptr<ReadTransaction> read() = 0;
  // Like read(), for finding out who makes a change before its job is queued. If the database is
  // another process, the transaction may begin with what is known of principals and references from
  // the last look at it. The job must then check with is_newest() that assumed() was right. May
  // throw Overtaken at any read.
  [[nodiscard]] virtual std::unique_ptr<ReadTransaction> read_assuming() { return read(); }
  // Queues `job`. The result is as if jobs ran one after another. Jobs without a subject run in
  // order, and so do jobs with the same subject (given in the same way); others may run in
  // parallel. Several jobs may be committed together; a job that is rolled back or throws does not
  // affect the others. If kQueueMax jobs are waiting, or after close(), calls
  // `done(Committed::failed)` at once. A store may read the subjects of many jobs together before
  // it calls them.
  virtual void write(Job job, Done done, const JobSubject& subject) = 0;
  void write(Job job, Done done) { write(std::move(job), std::move(done), {}); }
  // As write(), but if nothing is queued or being written, the store may execute the job on the
  // calling thread, which spares handing it to another thread and back. Then `done` is called
  // before this returns. For a thread that no one else needs, because it may wait for the disk.
  virtual void write_here(Job job, Done done, const JobSubject& subject) {
    write(std::move(job), std::move(done), subject);
  }
  // Executes the queued jobs, blocks until they are done, and refuses further ones. May be called
  // more than once.
  virtual void close() = 0;
  [[nodiscard]] virtual StoreStats stats() const = 0;
  // Returns why nothing can be written now, because the files of the store are no longer in place:
  // a phrase for the operator with static lifetime; null if all is well. Checks at each call and
  // takes some microseconds. Meanwhile jobs fail; the result of a job that committed before the
  // problem was noticed is unknown.
  [[nodiscard]] virtual const char* storage_problem() const { return nullptr; }
  // Returns the writes that failed so far. Takes a lock for a short time.
  [[nodiscard]] virtual WriteFailures write_failures() const { return {}; }

  // Whether a change should be planned in a read transaction before it is queued, because reads
  // cost little and all changes wait for one writer.
  [[nodiscard]] virtual bool plans_ahead() const { return false; }

  static constexpr std::size_t kQueueMax = 4096;
};

// Queues a job and waits for its result. For tests, tools and startup. Must not be called on a
// thread of the store.
Committed write_and_wait(Store& store, const Job& job, const JobSubject& subject = {});

}  // namespace patchbay::store
