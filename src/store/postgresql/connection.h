// A connection to a PostgreSQL database.
#pragma once

#include <unordered_map>

#include "store/postgresql/statement.h"
#include "store/sql/engine/lock_slots.h"

namespace patchbay::store::postgresql {

class PostgresqlConnection final : public sql::Connection {
 public:
  // Throws Unavailable, also where the server would not keep what it acknowledges.
  PostgresqlConnection(const std::string& url, const Host& host, const Bounds& bounds);

  [[nodiscard]] const sql::Dialect& dialect() const override;
  [[nodiscard]] PostgresqlStatement& prepared(std::string_view sql) override;
  void script(const std::string& sql) override { session_.script(sql); }
  // Not where each statement is to be answered for by itself.
  [[nodiscard]] bool is_remote() const override { return !session_.checks_each(); }
  std::int64_t begin_reading() override;
  // Whoever writes everything locks every slot, in order; whoever writes values locks one.
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
  [[nodiscard]] bool lost() const override { return session_.lost(); }
  [[nodiscard]] bool again() const override { return session_.usable() && session_.again(); }
  bool has_table(std::string_view name) override;
  std::vector<sql::Object> objects() override;
  // In tables of this session alone: the role needs the privilege TEMPORARY on the database.
  std::vector<sql::Object> objects_made_by(const std::string& script) override;
  [[nodiscard]] std::optional<std::string> find_wrong_type() override { return std::nullopt; }
  [[nodiscard]] std::optional<std::string> find_damage() override { return std::nullopt; }
  [[nodiscard]] bool usable() const override { return session_.usable(); }

  // The one that is locked to write values.
  void use_slot(int number) { slot_ = sql::slot_called(number); }
  // What the session is set to; empty where the server knows no such setting.
  [[nodiscard]] std::string setting(std::string_view name);
  // Counted up at each promotion of a standby; 0 where the server has no such thing.
  [[nodiscard]] std::int64_t timeline() const { return timeline_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  void settle(const Bounds& bounds);
  // Throws Unavailable where others use the database and may not meanwhile.
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
