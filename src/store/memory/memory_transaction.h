// Transactions on a State.
#pragma once

#include "store/memory/read_operations.h"

namespace patchbay::store::memory {

// Works on a copy of the state, which the caller keeps or drops.
class MemoryTransaction final : public ReadOperations<Transaction> {
 public:
  using ReadOperations::ReadOperations;

  [[nodiscard]] const State& outcome() const { return state_; }
  [[nodiscard]] bool wrote() const { return wrote_; }
  [[nodiscard]] bool spoiled() const { return spoiled_; }

  CustomerId next_customer() override { return {next(state_.customer_max)}; }
  std::int64_t next_principal() override { return next(state_.principal_max); }
  std::int64_t next_reference(ReferenceKind kind) override { return next(reference_max(kind)); }

  void save(const Record& after, const Entry& entry) override;
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
  void remove_attempts(std::string_view prefix) override;
  void sweep(const Sweep& old) override;
  bool erase_history(Instant time, Instant now) override;
  ErasedHistory erase_personal(CustomerId id, std::size_t limit,
                               const std::function<void(const Value&)>& gone) override;
  bool erase_terms(bool /*begins*/) override { return false; }

 private:
  // Removes the attempts up to this number.
  void forget_attempts(std::int64_t destination, std::int64_t to);
  std::int64_t next(std::int64_t& max);
  std::int64_t& reference_max(ReferenceKind kind) {
    return state_.reference_max[static_cast<std::size_t>(kind)];
  }
  [[nodiscard]] std::string place(const Record& after, const Customer* before) const;
  void move(std::string_view from, std::string_view to);
  void check_uuid(const Record& after, const Customer* before) const;
  void check_name(const Principal& saved);
  // Removes attempts for which `old(attempts)` is true, at most kSweepMax.
  template <class Old>
  void drop_attempts(Old&& old);
  void erase_of(CustomerId id, Version first, Version last);

  bool wrote_ = false;
  bool spoiled_ = false;  // a write threw an exception
};

}  // namespace patchbay::store::memory
