// What a job writes, and how it is told from what went wrong.
#include "store/sql/transaction.h"

#include <utility>

#include "store/sql/counters.h"

namespace patchbay::store::sql {

template <class Write>
auto SqlTransaction::writing(Write&& write) {
  if (!wrote_ && savepoints_) connection_.savepoint();
  wrote_ = true;
  try {
    return write();
  } catch (...) {
    spoiled_ = true;
    throw;
  }
}

template <class Key>
std::optional<Record> SqlTransaction::known_customer(const Key& key) {
  const Ahead* known = ahead_.find(key);
  if (!known) return Reading::customer(key);
  last_ = known->standing;
  return known->record;
}

std::optional<Record> SqlTransaction::customer(CustomerId id) { return known_customer(id); }
std::optional<Record> SqlTransaction::customer(const Uuid& uuid) { return known_customer(uuid); }

CustomerId SqlTransaction::next_customer() {
  return {writing([&] { return count_up(connection_, kCustomerCounter); })};
}

std::int64_t SqlTransaction::next_principal() {
  return writing([&] { return count_up(connection_, kPrincipalCounter); });
}

std::int64_t SqlTransaction::next_reference(Kind kind) {
  return writing([&] { return count_up(connection_, reference_counter(kind)); });
}

void SqlTransaction::save(const Record& after, const Entry& entry) {
  // A move changes the paths of others too.
  const Standing before = std::exchange(last_, {});
  ahead_.forget(after.id, before.id != after.id || changes(entry, Field::parent));
  if (!last_number_) last_number_ = newest_entry(connection_);
  writing([&] {
    save_customer(connection_, after, entry, ++*last_number_,
                  before.id == after.id ? &before : nullptr);
  });
}

void SqlTransaction::save(const RequestNote& note) {
  writing([&] { save_request(connection_, note); });
}

void SqlTransaction::save(const KeptAnswer& answer) {
  writing([&] { save_answer(connection_, answer); });
}

void SqlTransaction::save(const ThingEntry& entry) {
  writing([&] { save_thing_entry(connection_, entry); });
}

// From here on, and for the jobs that follow in the batch, everything is read as it stands.
template <class Row>
void SqlTransaction::save_in_catalogue(const Row& row, void (*write)(Connection&, const Row&)) {
  edition_ = kNoEdition;
  writing([&] {
    write(connection_, row);
    begin_edition(connection_);
  });
}

void SqlTransaction::save(const Principal& principal) {
  save_in_catalogue(principal, save_principal);
}

void SqlTransaction::save(const Reference& reference) {
  save_in_catalogue(reference, save_reference);
}

void SqlTransaction::save(const Token& token) {
  writing([&] { save_token(connection_, token); });
}

void SqlTransaction::remove_token(std::string_view hash) {
  writing([&] { sql::remove_token(connection_, hash); });
}

void SqlTransaction::save(const Attempts& attempts) {
  writing([&] { save_attempts(connection_, attempts); });
}

void SqlTransaction::set_mark(std::string_view name, std::int64_t value) {
  writing([&] { sql::set_mark(connection_, name, value); });
}

void SqlTransaction::remove_attempts(std::string_view key) {
  writing([&] { sql::remove_attempts(connection_, key); });
}

void SqlTransaction::sweep(const Sweep& old) {
  writing([&] { sql::sweep(connection_, old); });
}

bool SqlTransaction::erase_history(Instant time) {
  std::size_t count = 0;
  writing([&] { count = sql::erase_history(connection_, time, kEraseMax); });
  return count == kEraseMax;
}

}  // namespace patchbay::store::sql
