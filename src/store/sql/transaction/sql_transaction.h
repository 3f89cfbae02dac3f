// A write transaction over a connection, for all jobs of a batch one after another.
#pragma once

#include "store/sql/transaction/read_ahead.h"
#include "store/sql/transaction/read_operations.h"
#include "store/sql/transaction/write_behind.h"

namespace patchbay::store::sql {

// Thrown through a job that reads or writes outside its transaction's lock scope. It is not a
// std::exception, so that a job's own handlers do not catch it.
struct BeyondLockScope {};

class SqlTransaction final : public ReadOperations<Transaction> {
 public:
  // Begins the transaction and reads the subjects of `jobs`. A single job can be rolled back only
  // with `savepoints`. `random`: see begin_epoch(). The arguments must outlive this object.
  SqlTransaction(Connection& connection, MetadataCache& metadata, Random& random,
                 LockScope lock_scope, bool savepoints, std::span<const QueuedJob> jobs);

  void next_job() {
    wrote_ = spoiled_ = false;
    refusal_.clear();
    last_ = {};
    mine_ = {};
  }

  // To be called after a rollback to the savepoint of the job.
  void rolled_back() {
    terms_.roll_back();
    above_ = {};
  }

  // To be called before the commit. Writes all saved changes that were delayed.
  void write_rest();

  [[nodiscard]] bool is_newest(std::int64_t assumed) const override { return assumed == epoch_; }
  std::optional<Record> customer(CustomerId id) override { return known_customer(id); }
  std::optional<Record> customer(const Uuid& uuid) override { return known_customer(uuid); }
  std::vector<Entry> history(CustomerId id, Version before, std::size_t limit) override;
  std::optional<RequestRecord> request(const Uuid& id) override;

  // Whether the job wrote anything. The first write makes the savepoint, so a job that only reads
  // costs none.
  [[nodiscard]] bool wrote() const { return wrote_; }
  // Whether a write threw. Its job must be rolled back, because the write may be incomplete.
  [[nodiscard]] bool spoiled() const { return spoiled_; }
  // The database's message for a refused write; empty if there was none.
  [[nodiscard]] const std::string& refusal() const { return refusal_; }

  CustomerId next_customer() override;
  std::int64_t next_principal() override;
  std::int64_t next_reference(ReferenceKind kind) override;
  void save(const Record& after, const Entry& entry) override;
  bool save_if_current(Record& after, Entry& entry, const PreparedSave& prepared) override;
  void save(const RequestRecord& request_record) override;
  void save(const IdempotencyRecord& idempotency_record) override;
  void save(const AdminEntry& entry) override;
  void save(const Principal& principal) override;
  void save(const Reference& reference) override;
  void save(const SavedView& view) override;
  void remove_view(std::int64_t principal, std::string_view name) override;
  void save(const SystemLink& link) override;
  void remove_system_link(std::int64_t system, CustomerId customer) override;
  void remove_system_links(std::int64_t system) override;
  void save(const Destination& destination) override;
  void save(std::span<const DeliveryAttempt> attempts) override;
  void remove_destination(std::int64_t id) override;
  void save(const Token& token) override;
  void remove_token(std::string_view hash) override;
  void remove_family(std::string_view family) override;
  void save(const Attempts& attempts) override;
  void save(const Mark& mark) override;
  void save(const AuditSeal& seal) override;
  void remove_attempts(std::string_view key) override;
  void sweep(const Sweep& old) override;
  bool erase_history(Instant time, Instant now) override;
  ErasedHistory erase_personal(CustomerId id, std::size_t limit,
                               const std::function<void(const Value&)>& gone) override;
  bool erase_terms(bool begins) override;

 private:
  Connection& connection_for(Of what) override;
  [[noreturn]] void exceed_lock_scope() const { throw BeyondLockScope{}; }
  // Whether a job with the lock scope `values` may read or write this customer. It may use one
  // customer only.
  [[nodiscard]] bool is_mine(CustomerId id);

  // Runs a write that needs the lock scope `everything`.
  template <class Write>
  auto writing(Write&& write);
  // Runs any other write.
  template <class Write>
  auto writing_values(Write&& write);
  [[nodiscard]] std::int64_t newest_before();
  void write_behind();
  // Returns the row of the customer that a prepared change is for.
  RowState row_before(CustomerId id);
  // The same for the customer above a new one, which a bulk asks for again and again.
  const RowState& row_above(CustomerId id);
  bool save_new_if_current(Record& after, Entry& entry, const PreparedSave& prepared);
  void save_late(CustomerChange change);
  void save_now(CustomerChange change);
  // Writes the last number that was given to a customer in this transaction.
  void write_customer_number();
  void change_metadata();
  template <class Row>
  void save_metadata(const Row& row, void (*write)(Connection&, const Row&));

  template <class Key>
  std::optional<Record> known_customer(const Key& key);

  Random& random_;
  const LockScope lock_scope_;
  const bool savepoints_;
  bool late_ = false;  // writes are delayed if possible
  ReadAhead read_ahead_;
  WriteBehind write_behind_;
  PendingTerms terms_;
  CustomerId mine_;                     // the job's customer, once known
  RowState above_;                      // what row_above() returned last
  std::int64_t entries_ = 0;            // number of entries saved
  std::optional<std::int64_t> newest_;  // the newest entry before this transaction; none until the
                                        // first entry is written
  // The last number given to a customer. On a connection that is not remote it is written at the
  // end of the transaction, because no one else gives numbers meanwhile.
  CustomerId given_;
  bool wrote_ = false;
  bool spoiled_ = false;
  std::string refusal_;
};

}  // namespace patchbay::store::sql
