// A connection to a PostgreSQL database.
#pragma once

#include <unordered_map>

#include "store/postgresql/statement.h"
#include "store/sql/engine/lock_slots.h"

namespace patchbay::store::postgresql {

class PostgresqlConnection final : public sql::Connection {
 public:
  // Throws Unavailable, also if the server could lose an acknowledged commit.
  PostgresqlConnection(const std::string& url, const Host& host, const Bounds& bounds);

  [[nodiscard]] const sql::Dialect& dialect() const override;
  [[nodiscard]] PostgresqlStatement& prepared(std::string_view sql) override;
  void script(const std::string& sql) override { session_.script(sql); }
  [[nodiscard]] bool copy_in(std::string_view table, std::string_view columns, std::size_t width,
                             std::span<const sql::Argument> cells) override;
  // False if each statement has to be answered before the next.
  [[nodiscard]] bool is_remote() const override { return !session_.checks_each(); }
  std::int64_t begin_reading() override;
  // A writer of everything locks all slots in order; a writer of values locks one.
  void begin_writing(sql::LockScope lock_scope) override;
  void begin_numbering() override;
  [[nodiscard]] Committed commit() noexcept override { return session_.commit(); }
  [[nodiscard]] std::string commit_refusal() const override { return session_.commit_refusal(); }
  void rollback() noexcept override { session_.rollback(); }
  void savepoint() override { session_.savepoint(); }
  void release() override { session_.release(); }
  [[nodiscard]] bool rollback_to_savepoint() noexcept override {
    return session_.rollback_to_savepoint();
  }
  [[nodiscard]] bool cannot_commit() const override { return session_.cannot_commit(); }
  [[nodiscard]] bool may_retry() const override {
    return session_.usable() && session_.may_retry();
  }
  bool has_table(std::string_view name) override;
  std::vector<sql::Object> objects() override;
  // Uses temporary tables, so the role needs the privilege TEMPORARY on the database.
  std::vector<sql::Object> objects_made_by(const std::string& script) override;
  [[nodiscard]] std::optional<std::string> find_wrong_type() override { return std::nullopt; }
  [[nodiscard]] std::optional<std::string> find_damage() override { return std::nullopt; }
  [[nodiscard]] bool usable() const override { return session_.usable(); }

  // Sets the slot to lock when writing values.
  void use_slot(int number) { slot_ = sql::slot_called(number); }
  // Returns a setting of the session; empty if the server does not know it.
  [[nodiscard]] std::string setting(std::string_view name);
  // Grows with each promotion of a standby; 0 if the server has no timeline.
  [[nodiscard]] std::int64_t timeline() const { return timeline_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  void settle(const Bounds& bounds);
  // Takes the advisory lock for `use`. Throws Unavailable if other sessions use the database in a
  // way that excludes it.
  void take_part(Use use);
  [[nodiscard]] std::vector<sql::Object> read_objects();
  void script_in_scratch(const std::string& script);

  PgSession session_;
  std::int64_t timeline_ = 0;
  std::string slot_ = sql::slot_called(0);
  std::unordered_map<std::string, std::unique_ptr<PostgresqlStatement>, Hash, std::equal_to<>>
      kept_;
};

}  // namespace patchbay::store::postgresql
