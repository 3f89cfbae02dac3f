// Reads each table without a key, then writes it with the key.
#include "store/sql/admin/adopt.h"

#include <map>

#include "base/digest.h"
#include "record/formats/codec.h"
#include "record/history/chain.h"
#include "store/marks.h"
#include "store/sql/admin/admin_history.h"
#include "store/sql/admin/audit_seals.h"
#include "store/sql/admin/principals.h"
#include "store/sql/customers/customers.h"
#include "store/sql/customers/entry_row.h"
#include "store/sql/engine/metadata_cache.h"
#include "store/sql/engine/schema.h"
#include "store/sql/engine/sequences.h"

namespace patchbay::store::sql {
namespace {

constexpr std::size_t kAdopted = 500;

// What is needed to write rows with the key.
struct ToWrite {
  std::vector<Principal> principals;
  std::vector<Reference> references;
  std::vector<Mark> marks;
};

ToWrite read_unkeyed(Connection& connection) {
  ToWrite out;
  out.marks = find_marks(connection);
  for (std::int64_t after = 0;;) {
    const auto ids = find_admin_object_ids(connection, std::nullopt, after, kAdopted);
    for (const std::int64_t id : ids)
      if (auto principal = find_principal(connection, id))
        out.principals.push_back(*std::move(principal));
    if (ids.size() < kAdopted) break;
    after = ids.back();
  }
  for (std::size_t i = 0; i < kKinds; ++i) {
    const auto kind = static_cast<ReferenceKind>(i);
    for (std::int64_t after = 0;;) {
      const auto ids = find_admin_object_ids(connection, kind, after, kAdopted);
      for (const std::int64_t id : ids)
        if (auto reference = find_reference(connection, kind, id))
          out.references.push_back(*std::move(reference));
      if (ids.size() < kAdopted) break;
      after = ids.back();
    }
  }
  return out;
}

// Returns a customer's whole history, oldest first.
std::vector<Entry> history_of(Connection& connection, CustomerId id) {
  std::vector<Entry> out = find_history(connection, id, 0, SIZE_MAX);
  return {out.rbegin(), out.rend()};
}

// Returns the number of each version, oldest first.
std::vector<std::int64_t> numbers_of(Connection& connection, std::int64_t newest) {
  std::vector<std::int64_t> out;
  while (newest != 0) {
    out.push_back(newest);
    Rows rows = select(connection, "SELECT previous FROM entries WHERE id = $1", newest);
    newest = rows.next() ? rows.whole(0) : 0;
  }
  return {out.rbegin(), out.rend()};
}

// Converts erased differences. The value after an erased change is known from the next change of
// the path, or from the current value.
void take_over_erased(std::vector<Entry>& history, const Values& values) {
  std::map<Path, Difference*> later;
  std::map<Path, std::size_t> changes;
  for (const Entry& entry : history)
    for (const Difference& each : entry.differences) ++changes[each.path];
  for (auto entry = history.rbegin(); entry != history.rend(); ++entry)
    for (Difference& each : entry->differences) {
      const bool is_first = --changes[each.path] == 0;
      const auto next = later.find(each.path);
      if (is_erased_whole(each)) {
        After after;
        if (next != later.end()) {
          after.is_erased = erased(*next->second).before;
          after.value = next->second->before;
        } else if (const Value* current = values.find(each.path)) {
          after.value = *current;
        }
        convert_erased_whole(each, !is_first, std::move(after));
      }
      later[each.path] = &each;
    }
}

// `erased`: the time of the newest entry with an erased value.
void adopt_customer(Connection& connection, CustomerId id, const Uuid& uuid,
                    std::int64_t last_entry, const Values& values, std::optional<Instant>& erased) {
  std::vector<Entry> history = history_of(connection, id);
  const std::vector<std::int64_t> numbers = numbers_of(connection, last_entry);
  if (numbers.size() != history.size())
    throw Unavailable("the history of customer " + std::to_string(id.value) +
                      " is not whole: verify it with the version that wrote it");
  take_over_erased(history, values);
  std::string previous = chain_start(uuid);
  for (std::size_t i = 0; i < history.size(); ++i) {
    const Entry& entry = history[i];
    for (const Difference& each : entry.differences)
      if (is_erased(each)) erased = std::max(erased.value_or(entry.by.time), entry.by.time);
    previous = chain_hash(previous, entry, connection.integrity().needed());
    execute(connection, "UPDATE entries SET hash = $1, differences = $2 WHERE id = $3",
            Bytes{previous}, encode(entry.differences), numbers[i]);
  }
  execute(connection, "UPDATE customers SET last_hash = $1 WHERE id = $2", Bytes{previous}, id);
}

void adopt_customers(Connection& connection, std::optional<Instant>& erased) {
  struct Row {
    CustomerId id;
    Uuid uuid;
    std::int64_t last_entry;
    Values values;
  };
  for (CustomerId after;;) {
    std::vector<Row> page;
    {
      Rows rows = select(connection,
                         "SELECT id, uuid, last_entry, doc FROM customers WHERE id > $1 "
                         "ORDER BY id LIMIT 500",
                         after);
      while (rows.next())
        page.push_back(
            {rows.customer(0), rows.uuid(1), rows.whole(2), readable(decode_values(rows.view(3)))});
    }
    for (const Row& each : page)
      adopt_customer(connection, each.id, each.uuid, each.last_entry, each.values, erased);
    if (page.empty()) return;
    after = page.back().id;
  }
}

// Writes all entries again, numbered in the order of their times.
void adopt_admin_objects(Connection& connection) {
  struct Key {
    std::string kind;
    std::int64_t object;
    Version version;
  };
  std::vector<Key> keys;
  {
    Rows rows(
        connection,
        "SELECT kind, thing, version FROM thing_entries ORDER BY time_us, kind, thing, version", {},
        Rows::Count::unbounded);
    while (rows.next()) keys.push_back({rows.text(0), rows.whole(1), rows.whole(2)});
  }
  std::vector<AdminEntry> entries;
  for (const Key& each : keys)
    entries.push_back(find_old_admin_entry(connection, each.kind, each.object, each.version));
  execute(connection, "DELETE FROM thing_entries");
  for (const AdminEntry& each : entries) save_admin_entry(connection, each);
}

void write_keyed(Connection& connection, const ToWrite& unkeyed, std::optional<Instant> erased,
                 Instant now) {
  for (const Principal& each : unkeyed.principals) save_principal(connection, each);
  for (const Reference& each : unkeyed.references) save_reference(connection, each);
  std::vector<Mark> marks = unkeyed.marks;
  if (erased) marks.push_back({std::string(kErasedBefore), erased->us + 1});
  AdminEntry entry = entry_of_store("adopt", now);
  for (const Mark& each : marks) {
    set_mark(connection, each);
    entry.differences.push_back(
        {.member = each.name, .before = {}, .after = std::to_string(each.value), .bond = {}});
  }
  save_admin_entry(connection, entry);
}

void seal_all(Connection& connection) {
  const std::string& key = connection.integrity().needed();
  AuditSeal seal = save_first_seal(connection);
  for (;;) {
    AuditSealBuilder builder(seal);
    for (const NumberedHash& each : find_entry_hashes(connection, seal.entry, kSealedMax))
      builder.add_entry(each);
    for (const NumberedHash& each :
         find_admin_entry_hashes(connection, seal.admin_entry, kSealedMax))
      builder.add_admin_entry(each);
    if (builder.is_empty()) return;
    seal = builder.finish(key);
    save_seal(connection, seal);
  }
}

void adopt_all(Connection& connection, const std::shared_ptr<const Integrity>& integrity,
               Instant now, Random& random) {
  if (find_head(connection)) throw WrongSchema("it has its seals already");
  connection.trust(std::make_shared<const Integrity>(Integrity{.key = std::nullopt}));
  const ToWrite unkeyed = read_unkeyed(connection);
  connection.trust(integrity);
  execute(connection, "DELETE FROM tokens");
  std::optional<Instant> erased;
  adopt_customers(connection, erased);
  adopt_admin_objects(connection);
  write_keyed(connection, unkeyed, erased, now);
  seal_all(connection);
  begin_epoch(connection, random);
}

}  // namespace

void adopt(Connection& connection, const std::shared_ptr<const Integrity>& integrity, Instant now,
           Random& random) {
  connection.begin_writing(LockScope::everything);
  try {
    adopt_all(connection, integrity, now, random);
  } catch (...) {
    connection.rollback();
    throw;
  }
  if (connection.commit() != Committed::yes) throw Unavailable("it cannot be committed");
}

}  // namespace patchbay::store::sql
