// Reads of a State, shared by ReadTransaction and Transaction.
#pragma once

#include <utility>

#include "store/memory/state.h"
#include "store/memory/system_links.h"
#include "store/store.h"

namespace patchbay::store::memory {

[[nodiscard]] CustomerPage list(const State& state, const CustomerQuery& query);
[[nodiscard]] std::vector<Record> read_records(const State& state, CustomerId after,
                                               std::size_t limit);
[[nodiscard]] std::vector<Entry> read_history(const State& state, CustomerId id, Version before,
                                              std::size_t limit);
[[nodiscard]] std::vector<std::vector<Entry>> read_histories(const State& state, CustomerId first,
                                                             CustomerId last, std::size_t limit);
[[nodiscard]] FeedPage read_feed(const State& state, const FeedQuery& query);

// Base is ReadTransaction or Transaction.
template <class Base>
class ReadOperations : public Base {
 public:
  explicit ReadOperations(State state) : state_(std::move(state)) {}

  std::optional<Record> customer(CustomerId id) override;
  std::optional<Record> customer(const Uuid& uuid) override;
  std::vector<CustomerId> lineage(CustomerId id) override;
  CustomerPage customers(const CustomerQuery& query) override { return list(state_, query); }
  std::vector<CustomerId> customer_ids(CustomerId after, std::size_t limit) override;
  std::vector<Record> records(CustomerId after, std::size_t limit) override {
    return read_records(state_, after, limit);
  }
  std::vector<CustomerId> named(CustomerId parent, std::string_view name) override;
  std::optional<CustomerId> customer_by_external_id(CustomerId enterprise,
                                                    std::string_view id) override;
  std::optional<CustomerId> external_id_clash(CustomerId top, CustomerId enterprise) override;
  bool has_live_children(CustomerId id) override;
  bool is_live(CustomerId id) override;
  bool is_affiliate(CustomerId id) override;
  std::vector<Entry> history(CustomerId id, Version before, std::size_t limit) override {
    return read_history(state_, id, before, limit);
  }
  std::vector<std::vector<Entry>> histories(CustomerId first, CustomerId last,
                                            std::size_t limit) override {
    return read_histories(state_, first, last, limit);
  }
  FeedPage feed(const FeedQuery& query) override { return read_feed(state_, query); }
  std::optional<Principal> principal(std::string_view name) override;
  std::optional<Principal> principal(std::int64_t id) override;
  std::optional<Principal> alike(std::string_view name, std::int64_t besides) override;
  std::vector<std::int64_t> principals_ever_named(std::string_view name) override;
  std::vector<Principal> principals(CustomerId below, std::int64_t after,
                                    std::size_t limit) override;
  std::optional<Reference> reference(ReferenceKind kind, std::int64_t id) override;
  std::vector<Reference> references_of(CustomerId owner, ReferenceKind kind,
                                       std::string_view name) override;
  std::vector<Reference> references_below(CustomerId top, ReferenceKind kind,
                                          std::string_view name) override;
  std::vector<Reference> references(ReferenceKind kind, std::int64_t after,
                                    std::size_t limit) override;
  std::optional<RequestRecord> request(const Uuid& id) override;
  std::vector<RequestRecord> requests(const RequestQuery& query) override;
  std::vector<BatchMember> batches_of(std::span<const Uuid> requests) override;
  std::vector<SavedView> saved_views(std::int64_t principal) override;
  std::optional<SystemLink> system_link(std::int64_t system, CustomerId customer) override {
    return find_system_link(state_, system, customer);
  }
  std::optional<SystemLink> system_link_to(std::int64_t system, std::string_view there) override {
    return find_system_link_to(state_, system, there);
  }
  std::vector<SystemLink> system_links(std::int64_t system, CustomerId after, bool open_only,
                                       std::size_t limit) override {
    return find_system_links(state_, system, after, open_only, limit);
  }
  std::optional<Destination> destination(std::int64_t id) override;
  std::vector<DeliveryAttempt> delivery_attempts(std::int64_t destination, std::int64_t before,
                                                 std::size_t limit) override;
  std::vector<IdempotencyRecord> idempotency_records(std::int64_t principal, std::string_view key,
                                                     std::size_t limit) override {
    std::vector<IdempotencyRecord> out;
    state_.idempotency_records.walk_after({principal, std::string(key)},
                                          [&](const auto&, const IdempotencyRecord& each) {
                                            if (out.size() < limit) out.push_back(each);
                                            return out.size() < limit;
                                          });
    return out;
  }
  std::optional<IdempotencyRecord> idempotency_record(std::int64_t principal,
                                                      std::string_view key) override;
  std::vector<std::int64_t> admin_object_ids(std::optional<ReferenceKind> kind, std::int64_t after,
                                             std::size_t limit) override;
  // The store in memory has no indexes that could be wrong.
  std::optional<std::string> index_mismatch() override { return std::nullopt; }
  std::vector<AdminEntry> history(const AdminObjectId& object, Version before,
                                  std::size_t limit) override;
  std::optional<Token> token(std::string_view hash) override;
  std::optional<std::int64_t> mark(std::string_view name) override;
  std::vector<Mark> marks() override;
  std::vector<NumberedHash> entry_hashes(std::int64_t after, std::size_t limit) override;
  std::vector<NumberedHash> admin_entry_hashes(std::int64_t after, std::size_t limit) override;
  std::vector<AuditSeal> seals(std::int64_t from, std::size_t limit) override;
  std::optional<AuditHead> head() override;
  std::optional<Attempts> attempts(std::string_view key) override;
  std::vector<Attempts> attempts(std::string_view prefix, std::size_t limit) override;

 protected:
  State state_;
};

extern template class ReadOperations<ReadTransaction>;
extern template class ReadOperations<Transaction>;

}  // namespace patchbay::store::memory
