// What a job writes, and how it is told from what went wrong.
#include "store/sql/transaction.h"

#include <algorithm>
#include <utility>

#include "store/marks.h"
#include "store/sql/counters.h"
#include "store/sql/seals.h"

namespace patchbay::store::sql {

SqlTransaction::SqlTransaction(Connection& connection, Catalogue& catalogue, Claim claim,
                               bool savepoints, std::span<const Queued> jobs)
    : Reading(connection, catalogue, kNoEdition), claim_(claim), savepoints_(savepoints) {
  connection.begin_writing(claim);
  late_ = connection.far() && !savepoints;
  edition_ = ahead_.read(connection, jobs);
  catalogue.check(connection, edition_);
  // A lock that is taken behind a savepoint goes with it.
  if (savepoints) (void)newest_before();
}

bool SqlTransaction::is_mine(CustomerId id) {
  if (!ahead_.has(id) || (mine_ && mine_ != id)) return false;
  mine_ = id;
  return true;
}

// Of most, nothing is written late: to ask of them needs none of it.
Connection& SqlTransaction::asked(Of what) {
  if (what == Of::place || what == Of::catalogue) return connection_;
  if (claim_ == Claim::values) go_beyond();
  if (what == Of::anything) write_behind();
  return connection_;
}

template <class Write>
auto SqlTransaction::writing(Write&& write) {
  if (claim_ == Claim::values) go_beyond();
  return writing_values(std::forward<Write>(write));
}

template <class Write>
auto SqlTransaction::writing_values(Write&& write) {
  if (!wrote_ && savepoints_) connection_.savepoint();
  wrote_ = true;
  try {
    return write();
  } catch (const Unavailable& error) {
    refusal_ = error.what();
    spoiled_ = true;
    throw;
  } catch (...) {
    spoiled_ = true;
    throw;
  }
}

template <class Key>
std::optional<Record> SqlTransaction::known_customer(const Key& key) {
  const Ahead* known = ahead_.find(key);
  if (!known) {
    if (claim_ == Claim::values) go_beyond();
    if (behind_.has(key)) write_behind();
    return find_customer(connection_, key, &last_);
  }
  if (claim_ == Claim::values && !is_mine(known->record.id)) go_beyond();
  last_ = known->standing;
  return known->record;
}

std::vector<Entry> SqlTransaction::history(CustomerId id, Version before, std::size_t limit) {
  if (claim_ == Claim::values && !is_mine(id)) go_beyond();
  if (behind_.has(id)) write_behind();
  return find_history(connection_, id, before, limit);
}

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
  const Standing before = std::exchange(last_, {});
  const bool known = before.id == after.id && before.version > 0;
  const bool values = known && is_of_values(entry);
  if (claim_ == Claim::values && !(values && is_mine(after.id))) go_beyond();
  writing_values([&] {
    Change change = change_of(connection_, after, entry, known ? &before : nullptr);
    change.number = -++entries_;
    return late_ && values ? save_late(std::move(change)) : save_now(std::move(change));
  });
}

void SqlTransaction::save_late(Change change) {
  const CustomerId id = change.after->id;
  if (behind_.has(id)) write_behind();
  if (ahead_.has(id)) ahead_.replace(id, {*change.after, standing_after(change)});
  behind_.add(std::move(change));
}

void SqlTransaction::save_now(Change change) {
  write_behind();
  // A move changes the paths of others too.
  ahead_.forget(change.after->id,
                change.before.version == 0 || changes(*change.entry, Field::parent));
  give_number(change, newest_before());
  if (changes(*change.entry, Field::deleted)) change_catalogue();
  write_changes(connection_, {&change, 1}, {.checked = claim_ == Claim::values});
}

std::optional<RequestNote> SqlTransaction::request(const Uuid& id) {
  if (claim_ == Claim::values) go_beyond();
  if (behind_.has_note(id)) write_behind();
  return find_request(connection_, id);
}

std::int64_t SqlTransaction::newest_before() {
  if (!newest_) {
    connection_.begin_numbering();
    newest_ = newest_entry(connection_);
  }
  return *newest_;
}

void SqlTransaction::write_behind() {
  if (behind_.empty()) return;
  const auto newest = behind_.has_changes() ? newest_before() : 0;
  behind_.write(connection_, newest, claim_ == Claim::values);
}

// Where this is the first that is written, the database itself can count entries on. What needs no
// number goes before the lock of the numbering, for which others may wait.
void SqlTransaction::write_rest() {
  if (behind_.empty()) return;
  behind_.write_notes(connection_);
  if (!newest_ && behind_.has_changes()) connection_.begin_numbering();
  behind_.write(connection_, newest_, claim_ == Claim::values);
}

void SqlTransaction::save(const RequestNote& note) {
  writing_values([&] {
    if (late_)
      behind_.add(note);
    else
      save_requests(connection_, {&note, 1});
  });
}

void SqlTransaction::save(const KeptAnswer& answer) {
  writing([&] { save_answer(connection_, answer); });
}

void SqlTransaction::save(const ThingEntry& entry) {
  writing([&] { save_thing_entry(connection_, entry); });
}

// From here on, and for the jobs that follow in the batch, everything is read as it stands.
void SqlTransaction::change_catalogue() {
  edition_ = kNoEdition;
  begin_edition(connection_);
}

template <class Row>
void SqlTransaction::save_in_catalogue(const Row& row, void (*write)(Connection&, const Row&)) {
  writing([&] {
    change_catalogue();
    write(connection_, row);
  });
}

void SqlTransaction::save(const Principal& principal) {
  save_in_catalogue(principal, save_principal);
}

void SqlTransaction::save(const Reference& reference) {
  save_in_catalogue(reference, save_reference);
}

void SqlTransaction::save(const Token& token) {
  writing([&] {
    // One that is spent may be known; a new one is not.
    if (token.spent) change_catalogue();
    save_token(connection_, token);
  });
}

void SqlTransaction::remove_token(std::string_view hash) {
  writing([&] {
    change_catalogue();
    sql::remove_token(connection_, hash);
  });
}

void SqlTransaction::remove_family(std::string_view family) {
  writing([&] {
    change_catalogue();
    sql::remove_family(connection_, family);
  });
}

void SqlTransaction::save(const Attempts& attempts) {
  writing([&] { save_attempts(connection_, attempts); });
}

void SqlTransaction::save(const Mark& mark) {
  writing([&] { set_mark(connection_, mark); });
}

// It covers what was committed before, and so needs nothing of what others write now.
void SqlTransaction::save(const AuditSeal& seal) {
  writing_values([&] { save_seal(connection_, seal); });
}

void SqlTransaction::remove_attempts(std::string_view key) {
  writing([&] { sql::remove_attempts(connection_, key); });
}

void SqlTransaction::sweep(const Sweep& old) {
  writing([&] { sql::sweep(connection_, old); });
}

bool SqlTransaction::erase_history(Instant time, Instant now) {
  std::optional<ErasedStretch> erased;
  writing([&] { erased = sql::erase_history(connection_, time, kEraseMax); });
  if (!erased) return false;
  const std::int64_t before = std::max(time.us, mark(kErasedBefore).value_or(time.us));
  const Mark marks[] = {{std::string(kErasedTo), erased->last},
                        {std::string(kErasedBefore), before}};
  set_marks(*this, marks, "erase", now);
  return erased->entries == kEraseMax;
}

}  // namespace patchbay::store::sql
