// Runs statements with arguments and results of the record's types.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/uuid.h"
#include "record/value/ids.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

inline Argument argument(std::int64_t whole) { return whole; }
inline Argument argument(bool flag) { return std::int64_t{flag}; }
inline Argument argument(CustomerId id) { return id.value; }
inline Argument argument(Instant instant) { return instant.us; }
inline Argument argument(std::string_view text) { return text; }
inline Argument argument(const std::string& text) { return std::string_view(text); }
inline Argument argument(const char* text) { return std::string_view(text); }
inline Argument argument(Bytes bytes) { return bytes; }
inline Argument argument(const Argument& one) { return one; }

// Returns NULL for an empty text.
inline Argument or_null(std::string_view text) { return text.empty() ? Argument{} : text; }
inline Argument or_null(CustomerId id) { return id ? Argument{id.value} : Argument{}; }

// The rows of a statement. Finishes the statement at the end of its scope.
class Rows {
 public:
  enum class Count : std::uint8_t { bounded, unbounded };
  Rows(Connection& connection, std::string_view sql, std::span<const Argument> arguments,
       Count count = Count::bounded)
      : statement_(connection.prepared(sql)) {
    if (count == Count::bounded)
      statement_.start(arguments);
    else
      statement_.walk(arguments);
  }
  // For a statement that was started already.
  explicit Rows(Statement& started) : statement_(started) {}
  ~Rows() { statement_.finish(); }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  [[nodiscard]] bool next() { return statement_.next(); }
  [[nodiscard]] bool null(int column) const { return statement_.null(column); }
  [[nodiscard]] std::int64_t whole(int column) const { return statement_.whole(column); }
  [[nodiscard]] bool flag(int column) const { return whole(column) != 0; }
  [[nodiscard]] Instant instant(int column) const { return {whole(column)}; }
  [[nodiscard]] CustomerId customer(int column) const { return {null(column) ? 0 : whole(column)}; }
  [[nodiscard]] std::string_view view(int column) const { return statement_.text(column); }
  [[nodiscard]] std::string text(int column) const { return std::string(view(column)); }
  [[nodiscard]] Uuid uuid(int column) const { return Uuid::parse(view(column)).value_or(Uuid{}); }

 private:
  Statement& statement_;
};

template <class... Arguments>
Rows select(Connection& connection, std::string_view sql, const Arguments&... arguments) {
  return {connection, sql, std::array<Argument, sizeof...(arguments)>{argument(arguments)...}};
}

template <class... Arguments>
void execute(Connection& connection, std::string_view sql, const Arguments&... arguments) {
  connection.prepared(sql).run(std::array<Argument, sizeof...(arguments)>{argument(arguments)...});
}

// Returns the decoded value, or throws Damaged. `whose()` names the data for the message: "customer
// 101: its values".
template <class Decoded, class Whose>
auto readable(Decoded decoded, Whose&& whose) {
  if (!decoded) throw Damaged(std::string(whose()) + " cannot be read: " + decoded.error());
  return *std::move(decoded);
}
template <class Decoded>
auto readable(Decoded decoded) {
  return readable(std::move(decoded), [] { return "what the store holds"; });
}

// Returns for example "customer 101: its values".
inline auto values_of(CustomerId id) {
  return [id] { return "customer " + std::to_string(id.value) + ": its values"; };
}

}  // namespace patchbay::store::sql
