// What the SQL brain asks of a database: statements, transactions, and the words in which engines
// differ.
//
// SQL is standard, with `$1`, `$2` … for arguments, first mentioned in that order, and with two
// things that both engines took from one another: ON CONFLICT and RETURNING. Whatever a database
// refuses or cannot do is thrown as Unavailable; a broken rule of uniqueness as std::logic_error.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "store/integrity.h"
#include "store/store.h"

namespace patchbay::store::sql {

struct Bytes {
  std::string_view view;
};
using Argument = std::variant<std::nullptr_t, std::int64_t, std::string_view, Bytes>;

// A prepared statement. What arguments view must live until the call returns.
class Statement {
 public:
  virtual ~Statement() = default;

  // Runs it for its effect. A driver may send it later, with the next that needs an answer.
  virtual void run(std::span<const Argument> arguments) = 0;

  // Runs it for its rows: each next() that is true stands on one; then finish(). Columns count from
  // 0; views are valid until next() or finish().
  virtual void start(std::span<const Argument> arguments) = 0;
  // The same, for more rows than can be held: they are asked for as they are gone through.
  virtual void walk(std::span<const Argument> arguments) { start(arguments); }
  virtual bool next() = 0;
  virtual void finish() noexcept = 0;
  [[nodiscard]] virtual bool null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t whole(int column) const = 0;
  [[nodiscard]] virtual std::string_view text(int column) const = 0;  // of bytes too
};

// The words for which each engine has its own, written {key} and so on in schema steps.
struct Dialect {
  std::string_view key;        // a whole number that is the primary key
  std::string_view text;       // text, compared byte by byte
  std::string_view bytes;      // bytes
  std::string_view clustered;  // after a table: its rows live in the index of its primary key
  std::string_view roomy;      // after a table: its pages keep room for what its rows change to
};

// What a database holds beside rows: a table, a column, an index, a trigger …
struct Object {
  std::string name;        // "trigger spy on customers"
  std::string definition;  // in the engine's own words
  auto operator<=>(const Object&) const = default;
};

// What a transaction that writes keeps to itself: decision 0018.
enum class LockScope : std::uint8_t {
  everything,
  values,  // of customers that it locks (ahead.h), and nothing that others are found or checked by
};

// Used by one thread at a time.
class Connection {
 public:
  virtual ~Connection() = default;

  [[nodiscard]] virtual const Dialect& dialect() const = 0;
  // Prepared at its first use and kept. One at a time may use the same text.
  [[nodiscard]] virtual Statement& prepared(std::string_view sql) = 0;
  // Runs statements that are used once, separated by semicolons.
  virtual void script(const std::string& sql) = 0;

  // Whether each statement takes a journey, so that what many rows want is better said in one.
  [[nodiscard]] virtual bool is_remote() const { return false; }

  // All reads until rollback() are of this moment. Gives the epoch of the metadata cache (metadata
  // cache.h) that it is in.
  virtual std::int64_t begin_reading() = 0;
  // All reads see what is newest, and nobody else writes within the lock scope, until commit() or
  // rollback(): or what was written fails.
  virtual void begin_writing(LockScope lock_scope) = 0;
  // From here to the end of the transaction nobody else gives entries their numbers. So these are
  // in the order of commits, which the feed goes by: decision 0017.
  virtual void begin_numbering() {}
  // yes, failed or unknown. The transaction is over in any case.
  [[nodiscard]] virtual Committed commit() noexcept = 0;
  // What the engine said where commit() last ended otherwise than with yes.
  [[nodiscard]] virtual std::string commit_refusal() const = 0;
  virtual void rollback() noexcept = 0;

  virtual void savepoint() = 0;
  virtual void release() = 0;
  // False where that was not possible; then the whole transaction is lost and must be rolled back.
  [[nodiscard]] virtual bool rollback_to_savepoint() noexcept = 0;

  // Whether the transaction can no longer be committed, whatever is taken back.
  [[nodiscard]] virtual bool lost() const { return false; }
  // Whether what was lost, or could not be committed, may be tried once more as it was: nothing of
  // it is kept, and it may end otherwise. Of the last transaction.
  [[nodiscard]] virtual bool again() const { return false; }

  // Whether there is a table of that name where the tables are, or would be made.
  virtual bool has_table(std::string_view name) = 0;
  // All objects where the tables are, or would be made. Not within a transaction.
  virtual std::vector<Object> objects() = 0;
  // All that would be there if `script` had been run and nothing else; nothing of it stays. Not
  // within a transaction.
  virtual std::vector<Object> objects_made_by(const std::string& script) = 0;

  // A value that is of another type than its column, as a sentence; nothing where there is none,
  // and where the engine takes none. Such a value is found by no comparison.
  [[nodiscard]] virtual std::optional<std::string> find_wrong_type() = 0;
  // What the engine finds wrong with its own files, as a sentence; nothing where it cannot tell.
  [[nodiscard]] virtual std::optional<std::string> find_damage() = 0;

  // False once it has met an error after which nothing it says can be relied on: open another.
  [[nodiscard]] virtual bool usable() const = 0;

  // What rows that are read and written through it are trusted by.
  void trust(std::shared_ptr<const Integrity> integrity) { integrity_ = std::move(integrity); }
  [[nodiscard]] const Integrity& integrity() const { return *integrity_; }

 private:
  std::shared_ptr<const Integrity> integrity_ = std::make_shared<const Integrity>();
};

}  // namespace patchbay::store::sql
