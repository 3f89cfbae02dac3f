// History: follows pointers from the newest entry back.
#include <algorithm>
#include <limits>
#include <map>

#include "record/formats/codec.h"
#include "store/eraser.h"
#include "store/personal_eraser.h"
#include "store/sql/customers/customers.h"
#include "store/sql/customers/entry_row.h"
#include "store/sql/customers/search_terms.h"
#include "store/sql/engine/multi_row_statement.h"
#include "store/sql/engine/sequences.h"

namespace patchbay::store::sql {
namespace {

// Versions have no gaps, so a limit is turned into a lowest version.
const std::string& walk() {
  static const std::string kSql =
      std::string(kWalk) + "SELECT " + std::string(kEntryColumns) +
      ", e.id FROM walk w JOIN entries e ON e.id = w.id "
      "WHERE w.version >= $2 AND w.version < $3 ORDER BY w.version DESC";
  return kSql;
}

Version version_of(Connection& connection, CustomerId id) {
  Rows rows = select(connection, "SELECT version FROM customers WHERE id = $1", id);
  return rows.next() ? rows.whole(0) : 0;
}

// An entry and its number.
struct Numbered {
  std::int64_t number;
  Entry entry;
};

template <class Add>
void walk_history(Connection& connection, CustomerId id, Version before, std::size_t limit,
                  Add&& add) {
  const Version end = version_of(connection, id) + 1;
  const Version last = before > 0 ? std::min(before, end) : end;
  const auto count =
      static_cast<Version>(std::min<std::size_t>(limit, std::numeric_limits<std::int32_t>::max()));
  const Version first = std::max<Version>(1, last - count);
  if (first >= last) return;
  Rows rows = select(connection, walk(), id, first, last);
  while (rows.next()) add(rows);
}

// Entries to read by their numbers: whose history each belongs to, as an index, and its version.
struct Wanted {
  std::size_t owner;
  Version version;
};
using WantedEntries = std::map<std::int64_t, Wanted>;

// Adds each entry to the history of its owner. Returns the entries before them; an entry of another
// version than the wanted one was altered, and leads nowhere.
WantedEntries add_entries(Connection& connection, const WantedEntries& wanted,
                          std::vector<std::vector<Entry>>& out) {
  static const std::string kSql =
      "SELECT " + std::string(kEntryColumns) + ", e.id, e.previous FROM entries e WHERE e.id IN ";
  WantedEntries previous;
  auto next = wanted.begin();
  for (const std::size_t part : MultiRowStatement::parts(wanted.size())) {
    std::vector<Argument> cells;
    for (; cells.size() < part; ++next) cells.emplace_back(next->first);
    Rows rows(connection, kSql + placeholders(1, part), cells);
    while (rows.next()) {
      const auto [owner, version] = wanted.at(rows.whole(kEntryColumnCount));
      const Entry& entry = out[owner].emplace_back(entry_of(rows));
      if (entry.version == version && version > 1)
        previous.emplace(rows.whole(kEntryColumnCount + 1), Wanted{owner, version - 1});
    }
  }
  return previous;
}

void save_differences(Connection& connection, const Numbered& one) {
  execute(connection, "UPDATE entries SET differences = $1 WHERE id = $2",
          encode_differences(one.entry), one.number);
}

// Versions of one customer whose values are to be erased.
struct Old {
  Version first;
  Version last;
};

void erase_of(Connection& connection, CustomerId id, const Old& old) {
  constexpr std::size_t kErased = 200;
  Eraser eraser(old.first);
  for (Version before = old.last + 1; before > 1 && !eraser.is_done();) {
    std::vector<Numbered> page;
    walk_history(connection, id, before, kErased, [&](const Rows& rows) {
      page.push_back({rows.whole(kEntryColumnCount), entry_of(rows)});
    });
    if (page.empty()) return;
    for (Numbered& each : page) {
      if (eraser.is_done()) return;
      if (each.entry.version >= old.first) erase_former_terms(connection, each.entry);
      if (eraser.erase(each.entry)) save_differences(connection, each);
    }
    before = page.back().entry.version;
  }
}

}  // namespace

std::vector<Entry> find_history(Connection& connection, CustomerId id, Version before,
                                std::size_t limit) {
  std::vector<Entry> out;
  walk_history(connection, id, before, limit,
               [&](const Rows& rows) { out.push_back(entry_of(rows)); });
  return out;
}

std::vector<std::vector<Entry>> find_histories(Connection& connection, CustomerId first,
                                               CustomerId last, std::size_t limit) {
  std::vector<std::vector<Entry>> out;
  WantedEntries wanted;
  {
    Rows rows =
        select(connection,
               "SELECT last_entry, version FROM customers WHERE id >= $1 AND id <= $2 ORDER BY id",
               first, last);
    for (; rows.next(); out.emplace_back())
      wanted.emplace(rows.whole(0), Wanted{out.size(), rows.whole(1)});
  }
  for (; limit > 0 && !wanted.empty(); --limit) wanted = add_entries(connection, wanted, out);
  return out;
}

std::optional<ErasedStretch> erase_history(Connection& connection, Instant time,
                                           std::size_t limit) {
  ErasedStretch out;
  std::map<CustomerId, Old> old;
  {
    const std::int64_t erased = find_mark(connection, kErasedTo).value_or(0);
    Rows rows = select(connection,
                       "SELECT id, customer, version, time_us FROM entries WHERE id > $1 "
                       "ORDER BY id LIMIT $2",
                       erased, static_cast<std::int64_t>(limit));
    while (rows.next() && rows.instant(3) < time) {
      const Version version = rows.whole(2);
      old.try_emplace(rows.customer(1), Old{version, version}).first->second.last = version;
      out.last = rows.whole(0);
      ++out.entries;
    }
  }
  for (const auto& [id, versions] : old) erase_of(connection, id, versions);
  return out.entries > 0 ? std::optional(out) : std::nullopt;
}

ErasedHistory erase_personal(Connection& connection, CustomerId id, std::size_t limit,
                             const std::function<void(const Value&)>& gone) {
  constexpr std::size_t kErased = 200;
  ErasedHistory out;
  PersonalEraser eraser(gone);
  for (Version before = 0; before != 1;) {
    std::vector<Numbered> page;
    walk_history(connection, id, before, kErased, [&](const Rows& rows) {
      page.push_back({rows.whole(kEntryColumnCount), entry_of(rows)});
    });
    if (page.empty()) return out;
    for (Numbered& each : page) {
      if (out.entries == static_cast<std::int64_t>(limit)) {
        out.more = true;
        return out;
      }
      const Entry was = each.entry;
      const std::size_t values = eraser.erase(each.entry);
      if (values == 0) continue;
      // All that searches find is personal: field.cc.
      erase_former_terms(connection, was);
      save_differences(connection, each);
      ++out.entries;
      out.values += static_cast<std::int64_t>(values);
    }
    before = page.back().entry.version;
  }
  return out;
}

}  // namespace patchbay::store::sql
