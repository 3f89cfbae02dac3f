// Single customers and their history.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "record/history/entry.h"
#include "store/sql/customers/change_statements.h"
#include "store/sql/engine/rows.h"
#include "store/store.h"

namespace patchbay::store::sql {

// The columns of a customer's row other than its values.
struct RowState {
  CustomerId id;
  Uuid uuid;
  Version version = 0;  // 0: no such row
  std::int64_t last_entry = 0;
  std::string last_hash;
  std::string path;
};

// The columns of a row that row_state_of() reads from the first columns of `rows`.
inline constexpr std::string_view kRowColumns = "id, uuid, version, last_entry, last_hash, path";
[[nodiscard]] RowState row_state_of(const Rows& rows);
// Returns the customer's columns other than its values; version 0 if there is no such customer.
[[nodiscard]] RowState find_row(Connection& connection, CustomerId id);
// Returns the customer with this row, from the cache of the connection if it is there.
[[nodiscard]] Record record_in(Connection& connection, const RowState& row_state);

// Returns the customer, and stores its columns in `row_state` if that is not null.
[[nodiscard]] std::optional<Record> find_customer(Connection& connection, CustomerId id,
                                                  RowState* row_state = nullptr);
[[nodiscard]] std::optional<Record> find_customer(Connection& connection, const Uuid& uuid,
                                                  RowState* row_state = nullptr);
// Calls `found` for each customer that exists. Used on remote connections to read many customers in
// one query. Returns the epoch if at least one row was found.
using EachFound = std::function<void(Record record, RowState row_state)>;
std::optional<std::int64_t> find_each(Connection& connection, std::span<const CustomerId> ids,
                                      std::span<const Uuid> uuids, const EachFound& found);
[[nodiscard]] std::vector<CustomerId> find_customer_ids(Connection& connection, CustomerId after,
                                                        std::size_t limit);
// Throws Damaged if one of them cannot be read.
[[nodiscard]] std::vector<Record> find_records(Connection& connection, CustomerId after,
                                               std::size_t limit);
// Returns the path, or an empty text if there is no such customer.
[[nodiscard]] std::string path_of(Connection& connection, CustomerId id);
[[nodiscard]] std::vector<CustomerId> find_named(Connection& connection, CustomerId parent,
                                                 std::string_view name);
[[nodiscard]] std::optional<CustomerId> find_external(Connection& connection, CustomerId enterprise,
                                                      std::string_view id);
[[nodiscard]] std::optional<CustomerId> find_external_clash(Connection& connection, CustomerId top,
                                                            CustomerId enterprise);
[[nodiscard]] bool has_live_children(Connection& connection, CustomerId id);
[[nodiscard]] bool is_live(Connection& connection, CustomerId id);
[[nodiscard]] bool is_affiliate(Connection& connection, CustomerId id);

[[nodiscard]] std::vector<Entry> find_history(Connection& connection, CustomerId id, Version before,
                                              std::size_t limit);
// Throws Damaged if one of them cannot be read.
[[nodiscard]] std::vector<std::vector<Entry>> find_histories(Connection& connection,
                                                             CustomerId first, CustomerId last,
                                                             std::size_t limit);

// A range of entries with erased values: the last entry's number, and the count.
struct ErasedStretch {
  std::int64_t last = 0;
  std::size_t entries = 0;
};
// Erases values that were replaced by changes before `time`, oldest first, in at most `limit`
// entries. Returns nothing if there were none.
std::optional<ErasedStretch> erase_history(Connection& connection, Instant time, std::size_t limit);

// Transaction::erase_personal()
ErasedHistory erase_personal(Connection& connection, CustomerId id, std::size_t limit,
                             const std::function<void(const Value&)>& gone);

// Returns the number of the newest entry; new entries are numbered from it
// (Connection::begin_numbering).
[[nodiscard]] std::int64_t newest_entry(Connection& connection);

// Whether the entry changes this field of the customer itself.
[[nodiscard]] bool changes(const Entry& entry, Field field);
// Whether the entry changes only values that do not affect other customers: nothing about its place
// in the tree, its search keys or uniqueness.
[[nodiscard]] bool is_of_values(const Entry& entry);

// A change that is to be written. The pointers must stay valid.
struct CustomerChange {
  const Record* after;
  const Entry* entry;
  RowState before;  // version 0 for a new customer
  std::string path;
  std::string hash;
  std::int64_t number = 0;  // the entry's number
  // The values and differences as they are stored; empty if they are not encoded yet.
  std::string values{};
  std::string differences{};
};

// Returns the change that was prepared; `before` is the current row.
[[nodiscard]] CustomerChange change_of(const Record& after, const Entry& entry, RowState before,
                                       const PreparedSave& prepared);
// Returns the new customer that was prepared. It has its id, in `after` and in `entry`.
[[nodiscard]] CustomerChange new_customer(Connection& connection, const Record& after,
                                          const Entry& entry, const PreparedSave& prepared);
// Prepares a change in the epoch of a read transaction that saw the row `before`: of the customer,
// or of the one above a new one. Returns nothing if the change may affect other customers.
[[nodiscard]] std::optional<PreparedSave> prepare_save(Connection& connection, std::int64_t epoch,
                                                       const RowState& before, const Record& after,
                                                       const Entry& entry);
// Whether the row is still what the change was prepared for.
[[nodiscard]] bool is_current(const PreparedSave& prepared, const RowState& row,
                              const Record& after);

// Prepares a change. `before` is the current row as read in this transaction, or null if it is not
// known. Throws std::logic_error if `after` does not follow from it.
[[nodiscard]] CustomerChange change_of(Connection& connection, const Record& after,
                                       const Entry& entry, const RowState* before);
// Returns the row's columns after the change.
[[nodiscard]] RowState row_state_after(const CustomerChange& change);
// Writes one change for each of several customers, without their search terms (PendingTerms). If
// there is more than one, each must be is_of_values() of an existing customer. With counted
// numbers, 0 is the last entry and -1 the one before it.
void write_changes(Connection& connection, std::span<const CustomerChange> changes,
                   WriteMode write_mode);

}  // namespace patchbay::store::sql
