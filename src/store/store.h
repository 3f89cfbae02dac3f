// What was promised stays true: the interface that every store keeps, on disk or in memory.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "record/admin/principal.h"
#include "record/admin/reference.h"
#include "record/history/admin_entry.h"
#include "record/history/audit_seal.h"
#include "record/history/entry.h"
#include "record/history/feed.h"
#include "record/history/request_record.h"
#include "record/search/query.h"
#include "store/store_stats.h"

namespace patchbay::store {

// Thrown by reads and writes where the disk or the database does not do its part. It ends the call
// in hand; core turns it into ErrorKind::unavailable.
struct Unavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Thrown by reads that come upon something which this version did not write and cannot read: bytes
// that were changed beside the server, or that the disk lost. Reading it again comes to the same.
// The text names it: "customer 101: its values cannot be read: …".
struct Damaged : Unavailable {
  using Unavailable::Unavailable;
};

inline constexpr std::size_t kNamesakesMax = 100;
inline constexpr std::size_t kSweepMax = 4096;
inline constexpr std::int64_t kAttemptsMax = 50'000;
inline constexpr std::size_t kEraseMax = 512;

// What has had its time: tokens that expired by `now`, and what was last written before.
struct Sweep {
  Instant now;
  Instant attempts_before;
  // Attempts from after this time are removed too: the clock was set back since.
  Instant attempts_after{INT64_MAX};
  // Of attempts, so many are kept: those that were written last.
  std::int64_t attempts_max = kAttemptsMax;
  Instant requests_before;
  Instant answers_before;
};

// A number kept under a name, for what the server must know of its own store.
struct Mark {
  std::string name;
  std::int64_t value = 0;
  bool operator==(const Mark&) const = default;
};

// Up to which entry's number values were erased from history, and of which times: those before.
inline constexpr std::string_view kErasedTo = "history erased to entry";
inline constexpr std::string_view kErasedBefore = "history erased before";

// What the newest seal is said to be; the hash is head_hash() of it.
struct AuditHead {
  std::int64_t seal = 0;
  std::string hash;
  bool operator==(const AuditHead&) const = default;
};

// Reads one consistent state: all answers of one ReadTransaction are of one moment. Used by one
// thread at a time, for one call, then thrown away. A look-up of what is not there is an empty
// answer.
class ReadTransaction {
 public:
  virtual ~ReadTransaction() = default;

  // Deleted customers are found too.
  virtual std::optional<Record> customer(CustomerId id) = 0;
  virtual std::optional<Record> customer(const Uuid& uuid) = 0;
  // `id` itself, its parent, and so on up to the root; empty where there is no such customer.
  virtual std::vector<CustomerId> lineage(CustomerId id) = 0;
  virtual CustomerPage customers(const CustomerQuery& query) = 0;
  // The numbers of all customers, the deleted and the damaged too, above `after`.
  virtual std::vector<CustomerId> customer_ids(CustomerId after, std::size_t limit) = 0;
  // The live direct children of `parent` that have exactly this name; at most two of them.
  virtual std::vector<CustomerId> named(CustomerId parent, std::string_view name) = 0;
  // The customer of `enterprise` (a direct child of the root, or the root) with this external id,
  // deleted or not.
  virtual std::optional<CustomerId> customer_by_external_id(CustomerId enterprise,
                                                            std::string_view id) = 0;
  // A customer below `top` whose external id one of `enterprise` has that does not stand below
  // `top`. Looks at what stands below `top`, and no further.
  virtual std::optional<CustomerId> external_id_clash(CustomerId top, CustomerId enterprise) = 0;
  virtual bool is_live(CustomerId id) = 0;  // there, and not deleted
  virtual bool has_live_children(CustomerId id) = 0;
  // Whether a live customer names `id` as its affiliate.
  virtual bool is_affiliate(CustomerId id) = 0;
  // Entries of one customer with versions below `before` (0: from the newest), newest first.
  virtual std::vector<Entry> history(CustomerId id, Version before, std::size_t limit) = 0;
  // The newest version of `id` that took a telephone number away whose term begins with `prefix`
  // (record/search/search_terms.h), as far as history still holds the number.
  virtual std::optional<Version> former(CustomerId id, std::string_view prefix) = 0;
  // Entries of all customers in the order of commits. Nothing is ever committed behind what a page
  // has gone past: decision 0017.
  virtual FeedPage feed(const FeedQuery& query) = 0;

  virtual std::optional<Principal> principal(std::string_view name) = 0;  // not the deleted
  virtual std::optional<Principal> principal(std::int64_t id) = 0;        // the deleted too
  // The first live principal, by id, but the one with the number `besides`, whose name is the same
  // as this but for case and Unicode form (base/case_fold.h: caseless).
  virtual std::optional<Principal> alike(std::string_view name, std::int64_t besides) = 0;
  // The principals, deleted or not, that have this name or had it before; at most kNamesakesMax.
  virtual std::vector<std::int64_t> principals_ever_named(std::string_view name) = 0;
  // Live principals whose home is `below` or stands below it, by id above `after`.
  virtual std::vector<Principal> principals(CustomerId below, std::int64_t after,
                                            std::size_t limit) = 0;
  virtual std::optional<Reference> reference(Kind kind, std::int64_t id) = 0;  // the deleted too
  // Live ones with this owner and name, by id; at most two.
  virtual std::vector<Reference> references_of(CustomerId owner, Kind kind,
                                               std::string_view name) = 0;
  // Live ones with this name whose owner is `top` or stands below it, by id; at most two.
  virtual std::vector<Reference> references_below(CustomerId top, Kind kind,
                                                  std::string_view name) = 0;
  // Live ones, by id above `after`.
  virtual std::vector<Reference> references(Kind kind, std::int64_t after, std::size_t limit) = 0;

  // Entries of one principal or reference with versions below `before` (0: from the newest), newest
  // first.
  virtual std::vector<AdminEntry> history(const AdminObjectId& object, Version before,
                                          std::size_t limit) = 0;

  // The numbers of all principals (no kind) or of all references of a kind, the deleted too, above
  // `after`.
  virtual std::vector<std::int64_t> admin_object_ids(std::optional<Kind> kind, std::int64_t after,
                                                     std::size_t limit) = 0;
  // The first place where what things are found by disagrees with what is held, as a sentence.
  // Walks everything.
  virtual std::optional<std::string> index_mismatch() = 0;

  virtual std::optional<std::int64_t> mark(std::string_view name) = 0;
  // All of them, by name.
  virtual std::vector<Mark> marks() = 0;

  // Entries as seals cover them, by numbers above `after`: of customers, and of all others.
  virtual std::vector<NumberedHash> entry_hashes(std::int64_t after, std::size_t limit) = 0;
  virtual std::vector<NumberedHash> admin_entry_hashes(std::int64_t after, std::size_t limit) = 0;
  // Seals by numbers from `from` on. Nobody has checked them.
  virtual std::vector<AuditSeal> seals(std::int64_t from, std::size_t limit) = 0;
  virtual std::optional<AuditHead> head() = 0;
  virtual std::optional<RequestRecord> request(const Uuid& id) = 0;
  virtual std::vector<RequestRecord> requests(const RequestQuery& query) = 0;
  virtual std::optional<IdempotencyRecord> idempotency_record(std::int64_t principal,
                                                              std::string_view key) = 0;
  virtual std::optional<Token> token(std::string_view hash) = 0;
  virtual std::optional<Attempts> attempts(std::string_view key) = 0;
  // Those whose keys begin with `prefix`, in the order of their keys.
  virtual std::vector<Attempts> attempts(std::string_view prefix, std::size_t limit) = 0;
};

// Reads and writes within one transaction: reads see the writes made before. A write that throws
// spoils it: whatever the job then answers, its writes are taken back.
class Transaction : public ReadTransaction {
 public:
  // The next free number; numbers of transactions that were rolled back may be lost.
  virtual CustomerId next_customer() = 0;
  virtual std::int64_t next_principal() = 0;
  virtual std::int64_t next_reference(Kind kind) = 0;

  // Keeps `after` as the newest state of its customer, and `entry` in its history, with the hash
  // that follows from the entry before. `after.version`
  // and `entry.version` are the same, and one more than what stands there (1 for a new customer):
  // anything else is a mistake of the caller and throws std::logic_error. Moving a customer (its
  // `parent` differs) moves what is below it.
  virtual void save(const Record& after, const Entry& entry) = 0;
  virtual void save(const RequestRecord& request_record) = 0;
  // Beside history: what is to be told there is kept by set_marks() (store/marks.h).
  virtual void save(const Mark& mark) = 0;
  // Where the newest is the one before it; otherwise nothing is written.
  virtual void save(const AuditSeal& seal) = 0;
  virtual void save(const IdempotencyRecord& idempotency_record) = 0;
  // Keeps the entry of a version that is saved in the same job, with its hash.
  virtual void save(const AdminEntry& entry) = 0;
  virtual void save(const Principal& principal) = 0;
  virtual void save(const Reference& reference) = 0;
  // A new one, or one that is spent now.
  virtual void save(const Token& token) = 0;
  virtual void remove_token(std::string_view hash) = 0;
  // All tokens of a family but the spent ones, which are remembered.
  virtual void remove_family(std::string_view family) = 0;
  virtual void save(const Attempts& attempts) = 0;
  // Of every key that begins with `prefix`.
  virtual void remove_attempts(std::string_view prefix) = 0;
  // Removes what has had its time; at most kSweepMax of each at a time, so that nobody waits long.
  virtual void sweep(const Sweep& old) = 0;
  // Erases from history the values that changes from before `time` took the place of, the oldest
  // first and at most kEraseMax entries at a time: what stands is never erased, all else of the
  // entries stays, and so does the chain. History itself tells that it was done, `now`. Whether
  // there may be more of them.
  virtual bool erase_history(Instant time, Instant now) = 0;
};

enum class Committed : std::uint8_t {
  yes,      // on disk
  nothing,  // the job asked to take back its writes, or had none; what it read was committed
  failed,   // nothing of it is on disk
  unknown,  // it may or may not be on disk
};

// Works within the transaction and says whether its writes stay; what it throws takes them back.
// Called on a thread of the store: once, and once more for each time that all it had written was
// taken back, as where another node met it or a neighbour in its batch failed after it had written,
// or where it reached for more than whom it is about.
// So it begins from what it was given, and what it leaves behind is that of its last call. A job
// that is to fail does best to do so before it writes.
using Job = std::function<bool(Transaction&)>;
// Called once after the job's fate is settled, on a thread of the store: it must not block.
using Done = std::function<void(Committed)>;

// The customer that a job will read first, where that is known beforehand.
using JobSubject = std::variant<std::monostate, CustomerId, Uuid>;

// Threads: any, for every member.
class Store {
 public:
  virtual ~Store() = default;

  [[nodiscard]] virtual std::unique_ptr<ReadTransaction> read() = 0;
  // Queues `job`. What jobs do is as if they ran one after another. Those that are about nobody do,
  // in order, and so do those that are about the same customer by the same name; others may run
  // side by side. Neighbours in a queue are committed together, and a job that is taken back or
  // throws leaves its neighbours be. Over `queue_max` jobs waiting, and after `close`,
  // `done(Committed::failed)` is called at once.
  // A store may read what jobs are `about` before it calls them, for many of them together.
  virtual void write(Job job, Done done, const JobSubject& subject) = 0;
  void write(Job job, Done done) { write(std::move(job), std::move(done), {}); }
  // Finishes what is queued, then refuses. Blocks until then. Any number of times.
  virtual void close() = 0;
  [[nodiscard]] virtual StoreStats stats() const = 0;
  // Why nothing may be written now, because what the store stands on is no longer what was opened:
  // a phrase for the operator, which lives for ever; null where all is in place. Looks each time,
  // in some microseconds. Jobs fail meanwhile; those whose commit came before it was seen are
  // unknown.
  [[nodiscard]] virtual const char* storage_problem() const { return nullptr; }
  // What could not be written so far. Takes a lock that is held for a moment.
  [[nodiscard]] virtual WriteFailures write_failures() const { return {}; }
  // Whether jobs have to wait for what they read, and all behind them in the queue too: then
  // whoever is about to queue one does well to read the same first. Any thread.
  [[nodiscard]] virtual bool reads_wait() const { return false; }

  static constexpr std::size_t kQueueMax = 4096;
};

// The same, waiting for the answer: for tests, tools and start-up. Not on a thread of the store.
Committed write_and_wait(Store& store, const Job& job, const JobSubject& subject = {});

}  // namespace patchbay::store
