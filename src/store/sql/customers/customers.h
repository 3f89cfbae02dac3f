// Customers, one at a time, and their history.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "record/history/entry.h"
#include "store/sql/customers/change_statements.h"

namespace patchbay::store::sql {

// What stands in a customer's row beside its values.
struct RowState {
  CustomerId id;
  Uuid uuid;
  Version version = 0;  // 0: there is no such row
  std::int64_t last_entry = 0;
  std::string last_hash;
  std::string path;
};

// What was found also goes to `standing`, where that is wanted.
[[nodiscard]] std::optional<Record> find_customer(Connection& connection, CustomerId id,
                                                  RowState* row_state = nullptr);
[[nodiscard]] std::optional<Record> find_customer(Connection& connection, const Uuid& uuid,
                                                  RowState* row_state = nullptr);
// Each of those that are there, with what stands beside its values. For connections that are far.
// Gives the epoch where one was there.
using EachFound = std::function<void(Record record, RowState row_state)>;
std::optional<std::int64_t> find_each(Connection& connection, std::span<const CustomerId> ids,
                                      std::span<const Uuid> uuids, const EachFound& found);
[[nodiscard]] std::vector<CustomerId> find_customer_ids(Connection& connection, CustomerId after,
                                                        std::size_t limit);
// Empty where there is no such customer.
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

// Entries that became old: up to which number, and how many.
struct ErasedStretch {
  std::int64_t last = 0;
  std::size_t entries = 0;
};
// Erases what entries from before `time` took the place of, the oldest first, at most `limit` of
// them at a time; nothing where there are none.
std::optional<ErasedStretch> erase_history(Connection& connection, Instant time, std::size_t limit);

// The number of the newest entry, from which on entries are numbered (Connection::begin_numbering).
[[nodiscard]] std::int64_t newest_entry(Connection& connection);

// Whether the entry changes a field of the customer's own.
[[nodiscard]] bool changes(const Entry& entry, Field field);
// Whether it leaves alone what customers stand by in the tree, and are found and checked by: then
// it is no concern of others.
[[nodiscard]] bool is_of_values(const Entry& entry);

// A change of a customer as it is to be written. What it points at outlives it.
struct CustomerChange {
  const Record* after;
  const Entry* entry;
  RowState before;  // of version 0 where the customer is new
  std::string path;
  std::string hash;
  std::int64_t number = 0;  // the entry's
};

// `before` is what stands now, read within this transaction; null where that is not known. Throws
// std::logic_error where `after` does not follow from it.
[[nodiscard]] CustomerChange change_of(Connection& connection, const Record& after,
                                       const Entry& entry, const RowState* before);
// What a customer's row is after the change.
[[nodiscard]] RowState row_state_after(const CustomerChange& change);
// Writes changes of as many customers. Where there is more than one, all are is_of_values() of
// customers that are there. Their numbers, where they are counted: 0 is that of the last, -1 that
// of the one before it.
void write_changes(Connection& connection, std::span<const CustomerChange> changes,
                   WriteMode write_mode);

}  // namespace patchbay::store::sql
