// Writes of jobs, and detection of failed writes.
#include "store/sql/transaction/sql_transaction.h"

#include <algorithm>
#include <utility>

#include "store/marks.h"
#include "store/sql/admin/audit_seals.h"
#include "store/sql/engine/sequences.h"

namespace patchbay::store::sql {

SqlTransaction::SqlTransaction(Connection& connection, MetadataCache& metadata, Random& random,
                               LockScope lock_scope, bool savepoints,
                               std::span<const QueuedJob> jobs)
    : ReadOperations(connection, metadata, kNoEpoch),
      random_(random),
      lock_scope_(lock_scope),
      savepoints_(savepoints) {
  connection.begin_writing(lock_scope);
  late_ = connection.is_remote() && !savepoints;
  epoch_ = read_ahead_.read(connection, jobs);
  metadata.check_schema_usable(connection, epoch_);
  // A lock taken after a savepoint is lost when the savepoint is rolled back, so it is taken first.
  if (savepoints) (void)newest_before();
}

bool SqlTransaction::is_mine(CustomerId id) {
  if (!read_ahead_.has(id) || (mine_ && mine_ != id)) return false;
  mine_ = id;
  return true;
}

// Only reads of `anything` and of `terms` need the delayed writes; the other kinds of data are
// written at once.
Connection& SqlTransaction::connection_for(Of what) {
  if (what == Of::place || what == Of::metadata) return connection_;
  if (lock_scope_ == LockScope::values) exceed_lock_scope();
  if (what == Of::anything || what == Of::terms) write_behind();
  if (what == Of::terms) terms_.write(connection_);
  return connection_;
}

template <class Write>
auto SqlTransaction::writing(Write&& write) {
  if (lock_scope_ == LockScope::values) exceed_lock_scope();
  return writing_values(std::forward<Write>(write));
}

template <class Write>
auto SqlTransaction::writing_values(Write&& write) {
  if (!wrote_ && savepoints_) {
    connection_.savepoint();
    terms_.savepoint();
  }
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
  const CustomerRow* known = read_ahead_.find(key);
  if (!known) {
    if (lock_scope_ == LockScope::values) exceed_lock_scope();
    if (write_behind_.has(key)) write_behind();
    return find_customer(connection_, key, &last_);
  }
  if (lock_scope_ == LockScope::values && !is_mine(known->record.id)) exceed_lock_scope();
  last_ = known->row_state;
  return known->record;
}

std::vector<Entry> SqlTransaction::history(CustomerId id, Version before, std::size_t limit) {
  if (lock_scope_ == LockScope::values && !is_mine(id)) exceed_lock_scope();
  if (write_behind_.has(id)) write_behind();
  return find_history(connection_, id, before, limit);
}

CustomerId SqlTransaction::next_customer() {
  return writing([&] {
    if (given_ && !connection_.is_remote())
      ++given_.value;
    else
      given_ = {next_in_sequence(connection_, kCustomerSequence)};
    return given_;
  });
}

void SqlTransaction::write_customer_number() {
  if (!given_ || connection_.is_remote()) return;
  advance_sequence(connection_, kCustomerSequence, given_.value);
  given_ = {};
}

std::int64_t SqlTransaction::next_principal() {
  return writing([&] { return next_in_sequence(connection_, kPrincipalSequence); });
}

std::int64_t SqlTransaction::next_reference(ReferenceKind kind) {
  return writing([&] { return next_in_sequence(connection_, reference_sequence(kind)); });
}

void SqlTransaction::save(const Record& after, const Entry& entry) {
  const RowState before = std::exchange(last_, {});
  const bool known = before.id == after.id && before.version > 0;
  const bool values = known && is_of_values(entry);
  if (lock_scope_ == LockScope::values && !(values && is_mine(after.id))) exceed_lock_scope();
  writing_values([&] {
    CustomerChange change = change_of(connection_, after, entry, known ? &before : nullptr);
    change.number = -++entries_;
    terms_.add(term_difference(after, entry));
    return late_ && values ? save_late(std::move(change)) : save_now(std::move(change));
  });
}

bool SqlTransaction::save_if_current(Record& after, Entry& entry, const PreparedSave& prepared) {
  if (prepared.epoch != epoch_) return false;
  if (after.version == 1) return save_new_if_current(after, entry, prepared);
  RowState before = row_before(after.id);
  if (!is_current(prepared, before, after)) return false;
  last_ = {};
  writing_values([&] {
    CustomerChange change = change_of(after, entry, std::move(before), prepared);
    change.number = -++entries_;
    terms_.add({after.id, prepared.terms_removed, prepared.terms_added});
    return late_ ? save_late(std::move(change)) : save_now(std::move(change));
  });
  return true;
}

bool SqlTransaction::save_new_if_current(Record& after, Entry& entry,
                                         const PreparedSave& prepared) {
  const RowState& above = row_above(after.parent());
  if (above.last_hash != prepared.before_hash || above.path != prepared.path) return false;
  const std::string external_id = after.text(Field::external_id);
  // Directly below a root, an enterprise begins.
  const bool is_among_others = !is_root(above.path);
  if (is_among_others && !external_id.empty() &&
      customer_by_external_id(enterprise_of(above.path), external_id))
    return false;
  after.id = entry.customer = next_customer();
  writing([&] {
    CustomerChange change = new_customer(connection_, after, entry, prepared);
    change.number = -++entries_;
    terms_.add({after.id, {}, prepared.terms_added});
    save_now(std::move(change));
  });
  return true;
}

const RowState& SqlTransaction::row_above(CustomerId id) {
  if (above_.id != id) above_ = row_before(id);
  return above_;
}

RowState SqlTransaction::row_before(CustomerId id) {
  if (const CustomerRow* known = read_ahead_.find(id)) {
    if (lock_scope_ == LockScope::values && !is_mine(id)) exceed_lock_scope();
    return known->row_state;
  }
  if (lock_scope_ == LockScope::values) exceed_lock_scope();
  if (write_behind_.has(id)) write_behind();
  return find_row(connection_, id);
}

void SqlTransaction::save_late(CustomerChange change) {
  const CustomerId id = change.after->id;
  if (above_.id == id) above_ = {};
  if (write_behind_.has(id)) write_behind();
  if (read_ahead_.has(id)) read_ahead_.replace(id, {*change.after, row_state_after(change)});
  write_behind_.add(std::move(change));
}

void SqlTransaction::save_now(CustomerChange change) {
  if (change.before.version > 0) above_ = {};
  write_behind();
  // A move also changes the paths of other customers.
  read_ahead_.forget(change.after->id,
                     change.before.version == 0 || changes(*change.entry, Field::parent));
  give_number(change, newest_before());
  if (changes(*change.entry, Field::deleted)) change_metadata();
  if (change.before.version == 0 && change.after->id != given_) {
    write_customer_number();
    given_ = {};
    advance_sequence(connection_, kCustomerSequence, change.after->id.value);
  }
  write_changes(connection_, {&change, 1}, {.checked = lock_scope_ == LockScope::values});
}

std::optional<RequestRecord> SqlTransaction::request(const Uuid& id) {
  if (lock_scope_ == LockScope::values) exceed_lock_scope();
  if (write_behind_.has_request(id)) write_behind();
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
  if (write_behind_.empty()) return;
  const auto newest = write_behind_.has_changes() ? newest_before() : 0;
  write_behind_.write(connection_, newest, lock_scope_ == LockScope::values);
}

// If nothing was numbered yet, the database counts the entries itself. Rows without a number are
// written before the numbering lock is taken, because other nodes may wait for that lock.
void SqlTransaction::write_rest() {
  write_customer_number();
  terms_.write(connection_);
  if (write_behind_.empty()) return;
  write_behind_.write_requests(connection_);
  if (!newest_ && write_behind_.has_changes()) connection_.begin_numbering();
  write_behind_.write(connection_, newest_, lock_scope_ == LockScope::values);
}

void SqlTransaction::save(const RequestRecord& request_record) {
  writing_values([&] {
    if (late_)
      write_behind_.add(request_record);
    else
      save_requests(connection_, {&request_record, 1});
  });
}

void SqlTransaction::save(const IdempotencyRecord& idempotency_record) {
  writing([&] { save_idempotency_record(connection_, idempotency_record); });
}

void SqlTransaction::save(const AdminEntry& entry) {
  writing([&] { save_admin_entry(connection_, entry); });
}

// From here on, this job and the following jobs of the batch read metadata from the database.
void SqlTransaction::change_metadata() {
  epoch_ = kNoEpoch;
  begin_epoch(connection_, random_);
}

template <class Row>
void SqlTransaction::save_metadata(const Row& row, void (*write)(Connection&, const Row&)) {
  writing([&] {
    change_metadata();
    write(connection_, row);
  });
}

void SqlTransaction::save(const Principal& principal) { save_metadata(principal, save_principal); }

void SqlTransaction::save(const Reference& reference) { save_metadata(reference, save_reference); }

void SqlTransaction::save(const SavedView& view) {
  writing([&] { save_view(connection_, view); });
}

void SqlTransaction::remove_view(std::int64_t principal, std::string_view name) {
  writing([&] { sql::remove_view(connection_, principal, name); });
}

void SqlTransaction::save(const SystemLink& link) {
  writing([&] { save_system_link(connection_, link); });
}

void SqlTransaction::remove_system_link(std::int64_t system, CustomerId customer) {
  writing([&] { sql::remove_system_link(connection_, system, customer); });
}

void SqlTransaction::remove_system_links(std::int64_t system) {
  writing([&] { sql::remove_system_links(connection_, system); });
}

void SqlTransaction::save(const Destination& destination) {
  writing([&] { save_destination(connection_, destination); });
}

void SqlTransaction::save(std::span<const DeliveryAttempt> attempts) {
  writing([&] { save_delivery_attempts(connection_, attempts); });
}

void SqlTransaction::remove_destination(std::int64_t id) {
  writing([&] { sql::remove_destination(connection_, id); });
}

void SqlTransaction::save(const Token& token) {
  writing([&] {
    // A token that is spent, and the token of a session that is prolonged, may be in the cache; a
    // new token is not.
    if (token.spent || token.use == Token::Use::session) change_metadata();
    save_token(connection_, token);
  });
}

void SqlTransaction::remove_token(std::string_view hash) {
  writing([&] {
    change_metadata();
    sql::remove_token(connection_, hash);
  });
}

void SqlTransaction::remove_family(std::string_view family) {
  writing([&] {
    change_metadata();
    sql::remove_family(connection_, family);
  });
}

void SqlTransaction::save(const Attempts& attempts) {
  writing([&] { save_attempts(connection_, attempts); });
}

void SqlTransaction::save(const Mark& mark) {
  writing([&] { set_mark(connection_, mark); });
}

// A seal covers committed entries, so it does not depend on what others write now.
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

ErasedHistory SqlTransaction::erase_personal(CustomerId id, std::size_t limit,
                                             const std::function<void(const Value&)>& gone) {
  return writing(
      [&] { return sql::erase_personal(connection_for(Of::anything), id, limit, gone); });
}

bool SqlTransaction::erase_terms(bool begins) {
  return writing([&] {
    const bool more = search_index(connection_).erase_traces(connection_, begins);
    if (!more) connection_.clear_log_soon();
    return more;
  });
}

}  // namespace patchbay::store::sql
