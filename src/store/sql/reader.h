// The store's Reader over a connection.
#pragma once

#include "store/sql/catalogue.h"
#include "store/sql/counters.h"
#include "store/sql/customer_list.h"
#include "store/sql/customers.h"
#include "store/sql/disagreement.h"
#include "store/sql/feed.h"
#include "store/sql/notes.h"
#include "store/sql/principals.h"
#include "store/sql/requests.h"
#include "store/sql/seals.h"
#include "store/sql/terms.h"
#include "store/sql/thing_history.h"
#include "store/tree_path.h"

namespace patchbay::store::sql {

// The half that Readers and Transactions share: Base is one of them. The connection is within a
// transaction for as long as this lives.
template <class Base>
class Reading : public Base {
 public:
  Reading(Connection& connection, Catalogue& catalogue, std::int64_t edition)
      : connection_(connection), catalogue_(catalogue), edition_(edition) {}

  std::optional<Record> customer(CustomerId id) override {
    return find_customer(asked(Of::anything), id, &last_);
  }
  std::optional<Record> customer(const Uuid& uuid) override {
    return find_customer(asked(Of::anything), uuid, &last_);
  }
  std::vector<CustomerId> lineage(CustomerId id) override {
    return lineage_of(last_.id == id && id ? last_.path : path_of(asked(Of::place), id));
  }
  CustomerPage customers(const CustomerQuery& query) override {
    return list_customers(asked(Of::anything), query);
  }
  std::vector<CustomerId> customer_ids(CustomerId after, std::size_t limit) override {
    return find_customer_ids(asked(Of::anything), after, limit);
  }
  std::vector<CustomerId> named(CustomerId parent, std::string_view name) override {
    return find_named(asked(Of::place), parent, name);
  }
  std::optional<CustomerId> external(CustomerId enterprise, std::string_view id) override {
    return find_external(asked(Of::place), enterprise, id);
  }
  std::optional<CustomerId> external_clash(CustomerId top, CustomerId enterprise) override {
    return find_external_clash(asked(Of::place), top, enterprise);
  }
  bool has_live_children(CustomerId id) override {
    return sql::has_live_children(asked(Of::place), id);
  }
  bool is_live(CustomerId id) override {
    if (catalogue_.is_live(edition_, id)) return true;
    const bool live = sql::is_live(asked(Of::place), id);
    if (live) catalogue_.keep_live(edition_, id);
    return live;
  }
  bool is_affiliate(CustomerId id) override { return sql::is_affiliate(asked(Of::place), id); }
  std::vector<Entry> history(CustomerId id, Version before, std::size_t limit) override {
    return find_history(asked(Of::anything), id, before, limit);
  }
  std::optional<Version> former(CustomerId id, std::string_view prefix) override {
    return find_former(asked(Of::anything), id, prefix);
  }
  FeedPage feed(const FeedQuery& query) override { return read_feed(asked(Of::anything), query); }

  std::optional<Principal> principal(std::string_view name) override {
    return kept(catalogue_.principal(edition_, name),
                [&] { return find_principal(asked(Of::catalogue), name); });
  }
  std::optional<Principal> principal(std::int64_t id) override {
    return kept(catalogue_.principal(edition_, id),
                [&] { return find_principal(asked(Of::catalogue), id); });
  }
  std::optional<Principal> alike(std::string_view name, std::int64_t besides) override {
    return find_alike(asked(Of::catalogue), name, besides);
  }
  std::vector<std::int64_t> ever_named(std::string_view name) override {
    return find_ever_named(asked(Of::catalogue), name);
  }
  std::vector<Principal> principals(CustomerId below, std::int64_t after,
                                    std::size_t limit) override {
    return list_principals(asked(Of::catalogue), below, after, limit);
  }
  std::optional<Reference> reference(Kind kind, std::int64_t id) override {
    return kept(catalogue_.reference(edition_, kind, id),
                [&] { return find_reference(asked(Of::catalogue), kind, id); });
  }
  std::vector<Reference> references_of(CustomerId owner, Kind kind,
                                       std::string_view name) override {
    return find_references_of(asked(Of::catalogue), owner, kind, name);
  }
  std::vector<Reference> references_below(CustomerId top, Kind kind,
                                          std::string_view name) override {
    return find_references_below(asked(Of::catalogue), top, kind, name);
  }
  std::vector<Reference> references(Kind kind, std::int64_t after, std::size_t limit) override {
    return list_references(asked(Of::catalogue), kind, after, limit);
  }

  std::optional<RequestNote> request(const Uuid& id) override {
    return find_request(asked(Of::anything), id);
  }
  std::vector<RequestNote> requests(const RequestQuery& query) override {
    return find_requests(asked(Of::anything), query);
  }
  std::optional<KeptAnswer> answer(std::int64_t principal, std::string_view key) override {
    return find_answer(asked(Of::at_once), principal, key);
  }
  std::vector<std::int64_t> thing_ids(std::optional<Kind> kind, std::int64_t after,
                                      std::size_t limit) override {
    return find_thing_ids(asked(Of::at_once), kind, after, limit);
  }
  std::optional<std::string> disagreement() override {
    return find_disagreement(asked(Of::anything));
  }
  std::vector<ThingEntry> history(const ThingId& thing, Version before,
                                  std::size_t limit) override {
    return find_thing_history(asked(Of::at_once), thing, before, limit);
  }
  std::optional<Token> token(std::string_view hash) override {
    return kept(catalogue_.token(edition_, hash),
                [&] { return find_token(asked(Of::at_once), hash); });
  }
  std::optional<std::int64_t> mark(std::string_view name) override {
    return find_mark(asked(Of::at_once), name);
  }
  std::vector<Mark> marks() override { return find_marks(asked(Of::at_once)); }
  std::vector<NumberedHash> entry_hashes(std::int64_t after, std::size_t limit) override {
    return find_entry_hashes(asked(Of::anything), after, limit);
  }
  std::vector<NumberedHash> thing_entry_hashes(std::int64_t after, std::size_t limit) override {
    return find_thing_entry_hashes(asked(Of::at_once), after, limit);
  }
  std::vector<AuditSeal> seals(std::int64_t from, std::size_t limit) override {
    return find_seals(asked(Of::at_once), from, limit);
  }
  std::optional<AuditHead> head() override { return find_head(asked(Of::at_once)); }
  std::optional<Attempts> attempts(std::string_view key) override {
    return find_attempts(asked(Of::at_once), key);
  }
  std::vector<Attempts> attempts(std::string_view prefix, std::size_t limit) override {
    return find_attempts(asked(Of::at_once), prefix, limit);
  }

 protected:
  // What a question is of.
  enum class Of : std::uint8_t {
    place,      // where customers stand in the tree, what they are called, and what refers to them
    catalogue,  // principals and references
    at_once,    // what is written as soon as it is saved
    anything,
  };
  // Called before each question.
  virtual Connection& asked(Of /*what*/) { return connection_; }

  Connection& connection_;
  Catalogue& catalogue_;
  std::int64_t edition_;  // of the transaction
  // Of the customer found last: whoever reads one mostly asks for its lineage, and whoever changes
  // one has read it.
  Standing last_;

 private:
  template <class Row, class Find>
  std::optional<Row> kept(std::optional<Row> known, Find&& find) {
    if (known) return known;
    std::optional<Row> found = find();
    if (found) catalogue_.keep(edition_, *found);
    return found;
  }
};

}  // namespace patchbay::store::sql
