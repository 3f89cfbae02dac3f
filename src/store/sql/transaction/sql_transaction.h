// The store's Transaction over a connection: the jobs of a batch, one after another.
#pragma once

#include "store/sql/transaction/read_ahead.h"
#include "store/sql/transaction/read_operations.h"
#include "store/sql/transaction/write_behind.h"

namespace patchbay::store::sql {

// Thrown through a job that reads or writes what the lock scope of its transaction does not hold.
// No std::exception: nobody who catches those is to take it for one.
struct BeyondLockScope {};

class SqlTransaction final : public ReadOperations<Transaction> {
 public:
  // Begins the transaction, and reads together what `jobs` are about. What a job did can be taken
  // back by itself only where each stands on a savepoint of its own.
  SqlTransaction(Connection& connection, MetadataCache& metadata, LockScope lock_scope,
                 bool savepoints, std::span<const QueuedJob> jobs);

  void next_job() {
    wrote_ = spoiled_ = false;
    refusal_.clear();
    last_ = {};
    mine_ = {};
  }

  // Before the end: writes together what is not yet written of what jobs saved.
  void write_rest();

  std::optional<Record> customer(CustomerId id) override { return known_customer(id); }
  std::optional<Record> customer(const Uuid& uuid) override { return known_customer(uuid); }
  std::vector<Entry> history(CustomerId id, Version before, std::size_t limit) override;
  std::optional<RequestRecord> request(const Uuid& id) override;

  // The savepoint is made by the first write: a job that only reads costs none.
  [[nodiscard]] bool wrote() const { return wrote_; }
  // Whether a write threw: then what was written may be half of something.
  [[nodiscard]] bool spoiled() const { return spoiled_; }
  // What the database said where a write was refused; empty where none was.
  [[nodiscard]] const std::string& refusal() const { return refusal_; }

  CustomerId next_customer() override;
  std::int64_t next_principal() override;
  std::int64_t next_reference(Kind kind) override;
  void save(const Record& after, const Entry& entry) override;
  void save(const RequestRecord& request_record) override;
  void save(const IdempotencyRecord& idempotency_record) override;
  void save(const AdminEntry& entry) override;
  void save(const Principal& principal) override;
  void save(const Reference& reference) override;
  void save(const Token& token) override;
  void remove_token(std::string_view hash) override;
  void remove_family(std::string_view family) override;
  void save(const Attempts& attempts) override;
  void save(const Mark& mark) override;
  void save(const AuditSeal& seal) override;
  void remove_attempts(std::string_view key) override;
  void sweep(const Sweep& old) override;
  bool erase_history(Instant time, Instant now) override;

 private:
  Connection& connection_for(Of what) override;
  [[noreturn]] void exceed_lock_scope() const { throw BeyondLockScope{}; }
  // Whether a job that claims no more than values may read or write these: of one customer.
  [[nodiscard]] bool is_mine(CustomerId id);

  // A write that needs the lock scope of everything.
  template <class Write>
  auto writing(Write&& write);
  // Any other.
  template <class Write>
  auto writing_values(Write&& write);
  [[nodiscard]] std::int64_t newest_before();
  void write_behind();
  void save_late(CustomerChange change);
  void save_now(CustomerChange change);
  void change_metadata();
  template <class Row>
  void save_metadata(const Row& row, void (*write)(Connection&, const Row&));

  template <class Key>
  std::optional<Record> known_customer(const Key& key);

  const LockScope lock_scope_;
  const bool savepoints_;
  bool late_ = false;  // what can be is written behind
  ReadAhead read_ahead_;
  WriteBehind write_behind_;
  CustomerId mine_;                     // whom the job is about, once it is known
  std::int64_t entries_ = 0;            // that were saved
  std::optional<std::int64_t> newest_;  // entry before them; nothing until the first is written
  bool wrote_ = false;
  bool spoiled_ = false;
  std::string refusal_;
};

}  // namespace patchbay::store::sql
