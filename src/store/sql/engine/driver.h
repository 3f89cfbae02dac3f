// The interface of database drivers: statements, transactions and the differences between engines.
//
// SQL is standard with `$1`, `$2` … for arguments, first used in that order, plus ON CONFLICT and
// RETURNING, which both engines support. Errors of the database are thrown as Unavailable, a
// violated uniqueness constraint as std::logic_error.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "store/integrity.h"
#include "store/sql/engine/large_subtrees.h"
#include "store/store.h"

namespace patchbay::store::sql {

class RecordCache;

struct Bytes {
  std::string_view view;
};
using Argument = std::variant<std::nullptr_t, std::int64_t, std::string_view, Bytes>;

// A prepared statement. Data that arguments refer to must live until the call returns.
class Statement {
 public:
  virtual ~Statement() = default;

  // Runs the statement and ignores its rows. A driver may delay it until the next statement that
  // needs a result.
  virtual void run(std::span<const Argument> arguments) = 0;

  // Runs the statement for its rows. Each next() that returns true moves to a row; finish() ends
  // the read. Columns count from 0. Views are valid until next() or finish().
  virtual void start(std::span<const Argument> arguments) = 0;
  // The same for results that are too big for memory: rows are fetched in parts.
  virtual void walk(std::span<const Argument> arguments) { start(arguments); }
  virtual bool next() = 0;
  virtual void finish() noexcept = 0;
  [[nodiscard]] virtual bool null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t whole(int column) const = 0;
  [[nodiscard]] virtual std::string_view text(int column) const = 0;  // also for bytes
};

// Words that differ between engines, written as {key} and so on in schema steps.
struct Dialect {
  std::string_view key;        // a whole number as primary key
  std::string_view text;       // text, compared byte by byte
  std::string_view bytes;      // bytes
  std::string_view clustered;  // table option: rows are stored in the index of the primary key
  std::string_view roomy;      // table option: pages keep free space for updates of rows
  bool full_text = false;      // search terms are kept in FTS5: decision 0038
};

// An object of a database other than rows: a table, column, index or trigger, for example.
struct Object {
  std::string name;        // "trigger spy on customers"
  std::string definition;  // in the engine's own form
  auto operator<=>(const Object&) const = default;
};

// What a writing transaction locks: decision 0018.
enum class LockScope : std::uint8_t {
  everything,
  values,  // customers that it reads ahead (read_ahead.h), and only values that do not affect
           // others
};

// Used by one thread at a time.
class Connection {
 public:
  virtual ~Connection() = default;

  [[nodiscard]] virtual const Dialect& dialect() const = 0;
  // Returns the prepared statement, which is kept for reuse. A statement must not be in use twice
  // at the same time.
  [[nodiscard]] virtual Statement& prepared(std::string_view sql) = 0;
  // Runs statements that are not prepared, separated by semicolons.
  virtual void script(const std::string& sql) = 0;

  // Adds rows to a table in a way that is faster than INSERT, if the engine has one; otherwise does
  // nothing and returns false. `columns` are names with commas, and `cells` as many for each row. A
  // row that is there already is an error.
  [[nodiscard]] virtual bool copy_in(std::string_view /*table*/, std::string_view /*columns*/,
                                     std::size_t /*width*/, std::span<const Argument> /*cells*/) {
    return false;
  }

  // Whether each statement takes a network round trip, so that one statement for many rows is
  // faster.
  [[nodiscard]] virtual bool is_remote() const { return false; }

  // Starts a snapshot for all reads until rollback(). Returns its epoch (metadata_cache.h).
  virtual std::int64_t begin_reading() = 0;
  // Starts a transaction whose reads see the newest data. Until commit() or rollback(), no one else
  // writes within the lock scope, or else the commit fails.
  virtual void begin_writing(LockScope lock_scope) = 0;
  // From here to the end of the transaction, no one else numbers entries. Numbers are therefore in
  // the order of commits, which the feed needs: decision 0017.
  virtual void begin_numbering() {}
  // Returns yes, failed or unknown. Always ends the transaction.
  [[nodiscard]] virtual Committed commit() noexcept = 0;
  // Returns the engine's message if the last commit() did not return yes.
  [[nodiscard]] virtual std::string commit_refusal() const = 0;
  virtual void rollback() noexcept = 0;

  virtual void savepoint() = 0;
  virtual void release() = 0;
  // Returns false on failure; then the whole transaction is lost and must be rolled back.
  [[nodiscard]] virtual bool rollback_to_savepoint() noexcept = 0;

  // Whether the transaction cannot be committed any more, even after a rollback to a savepoint.
  [[nodiscard]] virtual bool cannot_commit() const { return false; }
  // Whether a retry of the last failed transaction may succeed. Nothing of it was saved.
  [[nodiscard]] virtual bool may_retry() const { return false; }

  // To be called when what was removed must not stay in files of the engine. An engine
  // with a log that is kept empties it soon after the commit.
  virtual void clear_log_soon() {}

  // Whether a table of this name exists in the schema of the store.
  virtual bool has_table(std::string_view name) = 0;
  // Returns all objects in the schema of the store. Must not be called in a transaction.
  virtual std::vector<Object> objects() = 0;
  // Returns all objects that `script` alone would create. Leaves nothing behind. Must not be called
  // in a transaction.
  virtual std::vector<Object> objects_made_by(const std::string& script) = 0;

  // Returns a sentence about a value whose type differs from its column's, or nothing. Engines with
  // strict types return nothing. Comparisons never match such a value.
  [[nodiscard]] virtual std::optional<std::string> find_wrong_type() = 0;
  // Returns a sentence about damage that the engine finds in its files, or nothing if it finds none
  // or cannot check.
  [[nodiscard]] virtual std::optional<std::string> find_damage() = 0;

  // False after an error that makes the connection unreliable: open another one.
  [[nodiscard]] virtual bool usable() const = 0;

  // Pages of search terms written through this connection and not merged yet, where FTS5 keeps
  // them. A new connection knows of none, so it merges early.
  [[nodiscard]] std::int64_t& unmerged_pages() { return unmerged_pages_; }

  [[nodiscard]] LargeSubtrees& large_subtrees() { return large_subtrees_; }

  // Sets the integrity key for rows read and written through this connection.
  void trust(std::shared_ptr<const Integrity> integrity) { integrity_ = std::move(integrity); }
  [[nodiscard]] const Integrity& integrity() const { return *integrity_; }

  // Sets the cache for customers read and written through this connection.
  void share(std::shared_ptr<RecordCache> records) { records_ = std::move(records); }
  // Null if there is none.
  [[nodiscard]] RecordCache* records() const { return records_.get(); }

 private:
  std::shared_ptr<RecordCache> records_;
  std::int64_t unmerged_pages_ = 8;
  LargeSubtrees large_subtrees_;
  std::shared_ptr<const Integrity> integrity_ = std::make_shared<const Integrity>();
};

}  // namespace patchbay::store::sql
