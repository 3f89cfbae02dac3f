// The store's Transaction over a connection: the jobs of a batch, one after another.
#pragma once

#include "store/sql/ahead.h"
#include "store/sql/reader.h"

namespace patchbay::store::sql {

class SqlTransaction final : public Reading<Transaction> {
 public:
  // What a job did can be taken back by itself only where each stands on a savepoint of its own.
  SqlTransaction(Connection& connection, Catalogue& catalogue, std::int64_t edition,
                 bool savepoints)
      : Reading(connection, catalogue, edition), savepoints_(savepoints) {}

  void next_job() {
    wrote_ = spoiled_ = false;
    last_ = {};
  }

  // Reads together what `jobs` are about.
  void read_ahead(std::span<const Queued> jobs) { ahead_.read(connection_, jobs); }
  std::optional<Record> customer(CustomerId id) override;
  std::optional<Record> customer(const Uuid& uuid) override;

  // The savepoint is made by the first write: a job that only reads costs none.
  [[nodiscard]] bool wrote() const { return wrote_; }
  // Whether a write threw: then what was written may be half of something.
  [[nodiscard]] bool spoiled() const { return spoiled_; }

  CustomerId next_customer() override;
  std::int64_t next_principal() override;
  std::int64_t next_reference(Kind kind) override;
  void save(const Record& after, const Entry& entry) override;
  void save(const RequestNote& note) override;
  void save(const KeptAnswer& answer) override;
  void save(const ThingEntry& entry) override;
  void save(const Principal& principal) override;
  void save(const Reference& reference) override;
  void save(const Token& token) override;
  void remove_token(std::string_view hash) override;
  void save(const Attempts& attempts) override;
  void set_mark(std::string_view name, std::int64_t value) override;
  void remove_attempts(std::string_view key) override;
  void sweep(const Sweep& old) override;
  bool erase_history(Instant time) override;

 private:
  template <class Write>
  auto writing(Write&& write);
  template <class Row>
  void save_in_catalogue(const Row& row, void (*write)(Connection&, const Row&));

  template <class Key>
  std::optional<Record> known_customer(const Key& key);

  const bool savepoints_;
  ReadAhead ahead_;
  std::optional<std::int64_t> last_number_;  // of the entries; nothing until the first is written
  bool wrote_ = false;
  bool spoiled_ = false;
};

}  // namespace patchbay::store::sql
