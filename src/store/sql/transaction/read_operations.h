// Reads through a connection.
#pragma once

#include <type_traits>

#include "store/sql/admin/admin_history.h"
#include "store/sql/admin/audit_seals.h"
#include "store/sql/admin/destinations.h"
#include "store/sql/admin/principals.h"
#include "store/sql/admin/requests.h"
#include "store/sql/admin/saved_views.h"
#include "store/sql/admin/system_links.h"
#include "store/sql/admin/tokens_and_attempts.h"
#include "store/sql/customers/customers.h"
#include "store/sql/customers/search_terms.h"
#include "store/sql/engine/metadata_cache.h"
#include "store/sql/engine/sequences.h"
#include "store/sql/list/customer_list.h"
#include "store/sql/list/feed.h"
#include "store/sql/transaction/index_check.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {

// Shared by ReadTransaction and Transaction; Base is one of them. The connection is in a
// transaction for the lifetime of this object.
template <class Base>
class ReadOperations : public Base {
 public:
  ReadOperations(Connection& connection, MetadataCache& metadata, std::int64_t epoch)
      : connection_(connection), metadata_(metadata), epoch_(epoch) {}

  // In a snapshot a row stays as it was read. A bulk asks for the customer above each new one.
  std::optional<Record> customer(CustomerId id) override {
    if constexpr (std::is_same_v<Base, ReadTransaction>)
      if (id && last_.id == id) return record_in(connection_, last_);
    return find_customer(connection_for(Of::anything), id, &last_);
  }
  std::optional<Record> customer(const Uuid& uuid) override {
    return find_customer(connection_for(Of::anything), uuid, &last_);
  }
  std::vector<CustomerId> lineage(CustomerId id) override {
    return lineage_of(last_.id == id && id ? last_.path : path_of(connection_for(Of::place), id));
  }
  CustomerPage customers(const CustomerQuery& query) override {
    return list_customers(connection_for(Of::terms), query);
  }
  std::vector<CustomerId> customer_ids(CustomerId after, std::size_t limit) override {
    return find_customer_ids(connection_for(Of::anything), after, limit);
  }
  std::vector<Record> records(CustomerId after, std::size_t limit) override {
    return find_records(connection_for(Of::anything), after, limit);
  }
  std::vector<CustomerId> named(CustomerId parent, std::string_view name) override {
    return find_named(connection_for(Of::place), parent, name);
  }
  std::optional<CustomerId> customer_by_external_id(CustomerId enterprise,
                                                    std::string_view id) override {
    return find_external(connection_for(Of::place), enterprise, id);
  }
  std::optional<CustomerId> external_id_clash(CustomerId top, CustomerId enterprise) override {
    return find_external_clash(connection_for(Of::place), top, enterprise);
  }
  bool has_live_children(CustomerId id) override {
    return sql::has_live_children(connection_for(Of::place), id);
  }
  bool is_live(CustomerId id) override {
    if (metadata_.is_live(epoch_, id)) return true;
    const bool live = sql::is_live(connection_for(Of::place), id);
    if (live) metadata_.add_live(epoch_, id);
    return live;
  }
  bool is_affiliate(CustomerId id) override {
    return sql::is_affiliate(connection_for(Of::place), id);
  }
  std::vector<Entry> history(CustomerId id, Version before, std::size_t limit) override {
    return find_history(connection_for(Of::anything), id, before, limit);
  }
  std::vector<std::vector<Entry>> histories(CustomerId first, CustomerId last,
                                            std::size_t limit) override {
    return find_histories(connection_for(Of::anything), first, last, limit);
  }
  // last_ is the row that the plan was made for, unless another customer was read after it.
  std::optional<PreparedSave> prepare(const Record& after, const Entry& entry) override {
    const RowState& known = last_;
    const CustomerId id = after.id ? after.id : after.parent();
    return prepare_save(connection_, epoch_, known.id == id ? known : find_row(connection_, id),
                        after, entry);
  }
  FeedPage feed(const FeedQuery& query) override {
    return read_feed(connection_for(Of::anything), query);
  }

  std::optional<Principal> principal(std::string_view name) override {
    return cached(metadata_.principal(epoch_, name),
                  [&] { return find_principal(connection_for(Of::metadata), name); });
  }
  std::optional<Principal> principal(std::int64_t id) override {
    return cached(metadata_.principal(epoch_, id),
                  [&] { return find_principal(connection_for(Of::metadata), id); });
  }
  std::optional<Principal> alike(std::string_view name, std::int64_t besides) override {
    return find_alike(connection_for(Of::metadata), name, besides);
  }
  std::vector<std::int64_t> principals_ever_named(std::string_view name) override {
    return find_ever_named(connection_for(Of::metadata), name);
  }
  std::vector<Principal> principals(CustomerId below, std::int64_t after,
                                    std::size_t limit) override {
    return list_principals(connection_for(Of::metadata), below, after, limit);
  }
  std::optional<Reference> reference(ReferenceKind kind, std::int64_t id) override {
    return cached(metadata_.reference(epoch_, kind, id),
                  [&] { return find_reference(connection_for(Of::metadata), kind, id); });
  }
  std::vector<Reference> references_of(CustomerId owner, ReferenceKind kind,
                                       std::string_view name) override {
    return find_references_of(connection_for(Of::metadata), owner, kind, name);
  }
  std::vector<Reference> references_below(CustomerId top, ReferenceKind kind,
                                          std::string_view name) override {
    return find_references_below(connection_for(Of::metadata), top, kind, name);
  }
  std::vector<Reference> references(ReferenceKind kind, std::int64_t after,
                                    std::size_t limit) override {
    return list_references(connection_for(Of::metadata), kind, after, limit);
  }

  std::optional<RequestRecord> request(const Uuid& id) override {
    return find_request(connection_for(Of::anything), id);
  }
  std::vector<RequestRecord> requests(const RequestQuery& query) override {
    return find_requests(connection_for(Of::anything), query);
  }
  std::vector<BatchMember> batches_of(std::span<const Uuid> requests) override {
    return find_batches_of(connection_for(Of::anything), requests);
  }
  std::vector<SavedView> saved_views(std::int64_t principal) override {
    return find_saved_views(connection_for(Of::at_once), principal);
  }
  std::optional<SystemLink> system_link(std::int64_t system, CustomerId customer) override {
    return find_system_link(connection_for(Of::at_once), system, customer);
  }
  std::optional<SystemLink> system_link_to(std::int64_t system, std::string_view there) override {
    return find_system_link_to(connection_for(Of::at_once), system, there);
  }
  std::vector<SystemLink> system_links(std::int64_t system, CustomerId after, bool open_only,
                                       std::size_t limit) override {
    return find_system_links(connection_for(Of::at_once), system, after, open_only, limit);
  }
  std::optional<Destination> destination(std::int64_t id) override {
    return find_destination(connection_for(Of::at_once), id);
  }
  std::vector<DeliveryAttempt> delivery_attempts(std::int64_t destination, std::int64_t before,
                                                 std::size_t limit) override {
    return find_delivery_attempts(connection_for(Of::at_once), destination, before, limit);
  }
  std::vector<IdempotencyRecord> idempotency_records(std::int64_t principal, std::string_view key,
                                                     std::size_t limit) override {
    return find_idempotency_records(connection_for(Of::at_once), principal, key, limit);
  }
  std::optional<IdempotencyRecord> idempotency_record(std::int64_t principal,
                                                      std::string_view key) override {
    return find_idempotency_record(connection_for(Of::at_once), principal, key);
  }
  std::vector<std::int64_t> admin_object_ids(std::optional<ReferenceKind> kind, std::int64_t after,
                                             std::size_t limit) override {
    return find_admin_object_ids(connection_for(Of::at_once), kind, after, limit);
  }
  std::optional<std::string> index_mismatch() override {
    return find_index_mismatch(connection_for(Of::terms));
  }
  std::vector<AdminEntry> history(const AdminObjectId& object, Version before,
                                  std::size_t limit) override {
    return find_admin_history(connection_for(Of::at_once), object, before, limit);
  }
  std::optional<Token> token(std::string_view hash) override {
    return cached(metadata_.token(epoch_, hash),
                  [&] { return find_token(connection_for(Of::at_once), hash); });
  }
  std::optional<std::int64_t> mark(std::string_view name) override {
    return find_mark(connection_for(Of::at_once), name);
  }
  std::vector<Mark> marks() override { return find_marks(connection_for(Of::at_once)); }
  std::vector<NumberedHash> entry_hashes(std::int64_t after, std::size_t limit) override {
    return find_entry_hashes(connection_for(Of::anything), after, limit);
  }
  std::vector<NumberedHash> admin_entry_hashes(std::int64_t after, std::size_t limit) override {
    return find_admin_entry_hashes(connection_for(Of::at_once), after, limit);
  }
  std::vector<AuditSeal> seals(std::int64_t from, std::size_t limit) override {
    return find_seals(connection_for(Of::at_once), from, limit);
  }
  std::optional<AuditHead> head() override { return find_head(connection_for(Of::at_once)); }
  std::optional<Attempts> attempts(std::string_view key) override {
    return find_attempts(connection_for(Of::at_once), key);
  }
  std::vector<Attempts> attempts(std::string_view prefix, std::size_t limit) override {
    return find_attempts(connection_for(Of::at_once), prefix, limit);
  }

 protected:
  // The kind of data that a read needs.
  enum class Of : std::uint8_t {
    place,     // places of customers in the tree, their names, and references to them
    metadata,  // principals and references
    at_once,   // data that is written as soon as it is saved
    anything,  // all but search terms
    terms,     // everything, with search terms
  };
  // Called before each read, so that a transaction can first write what the read must see.
  virtual Connection& connection_for(Of /*what*/) { return connection_; }

  Connection& connection_;
  MetadataCache& metadata_;
  std::int64_t epoch_;  // epoch of the transaction
  // The row of the customer found last: callers often ask for its lineage next, or change it.
  RowState last_;

 private:
  template <class Row, class Find>
  std::optional<Row> cached(std::optional<Row> known, Find&& find) {
    if (known) return known;
    std::optional<Row> found = find();
    if (found) metadata_.add(epoch_, *found);
    return found;
  }
};

}  // namespace patchbay::store::sql
