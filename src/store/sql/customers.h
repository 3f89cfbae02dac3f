// Customers, one at a time, and their history.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "record/entry.h"
#include "store/sql/driver.h"

namespace patchbay::store::sql {

// What stands in a customer's row beside its values.
struct Standing {
  CustomerId id;
  Uuid uuid;
  Version version = 0;  // 0: there is no such row
  std::int64_t last_entry = 0;
  std::string last_hash;
  std::string path;
};

// What was found also goes to `standing`, where that is wanted.
[[nodiscard]] std::optional<Record> find_customer(Connection& connection, CustomerId id,
                                                  Standing* standing = nullptr);
[[nodiscard]] std::optional<Record> find_customer(Connection& connection, const Uuid& uuid,
                                                  Standing* standing = nullptr);
// Each of those that are there, with what stands beside its values.
using EachFound = std::function<void(Record record, Standing standing)>;
void find_each(Connection& connection, std::span<const CustomerId> ids, const EachFound& found);
void find_each(Connection& connection, std::span<const Uuid> uuids, const EachFound& found);
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

// Erases the values in entries from before `time`, the oldest first, at most `limit` at a time; how
// many entries that were.
std::size_t erase_history(Connection& connection, Instant time, std::size_t limit);

// The number of the newest entry. Whoever writes has nobody beside it, and numbers its own entries
// from there on.
[[nodiscard]] std::int64_t newest_entry(Connection& connection);

// Whether the entry changes a field of the customer's own.
[[nodiscard]] bool changes(const Entry& entry, Field field);

// `number` is the entry's. `before` is what stands now, read within this transaction; null where
// that is not known.
void save_customer(Connection& connection, const Record& after, const Entry& entry,
                   std::int64_t number, const Standing* before = nullptr);

}  // namespace patchbay::store::sql
