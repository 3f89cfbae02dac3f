// The columns of an import: what each one is, by its name.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doors/shared/spelling.h"

namespace patchbay::app {

struct Column {
  enum class Kind : std::uint8_t {
    ignored,
    uuid,
    id,
    parent,   // the customer above, by id or uuid
    version,  // the row is refused if the customer has another
    field,    // a value by its canonical name
    parts,    // all addresses or contacts, as JSON
    spelled,  // a value as a door spells it
    link,     // what an outside system calls the customer
  };
  std::string name;  // as the file has it
  Kind kind = Kind::ignored;
  Target target{};
  std::optional<doors::Spelling> spelling{};
  std::int64_t system = 0;  // of Kind::link: the number of the outside system
  std::map<std::string, std::string, std::less<>> values{};  // texts, and what replaces them

  // What the column is, for people: "addresses/main/city".
  [[nodiscard]] std::string meaning() const;
};

// Returns the number in "links/3", the column of what the outside system 3 calls customers.
[[nodiscard]] std::optional<std::int64_t> linked_system(std::string_view name);

// Names of the columns that only rejected rows have. An import skips them.
inline constexpr std::string_view kLineColumn = "#line";
inline constexpr std::string_view kFaultColumn = "#fault";

struct ColumnOptions {
  std::string door;                           // whose spellings count too; empty: none
  std::map<std::string, std::string> mapped;  // column to field
  std::vector<std::string> ignored;           // columns
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> values;
};

// Finds out what columns are.
class ColumnFinder {
 public:
  // The error is a sentence for the operator: there is no such door.
  [[nodiscard]] static std::expected<ColumnFinder, std::string> make(ColumnOptions options);

  // The column of that name; nothing if the name is unknown.
  [[nodiscard]] std::optional<Column> find(std::string_view name) const;
  // All columns of a header. The errors are sentences for the operator, the first 20 of them: names
  // that are unknown or stand twice, two columns of one field, and options about columns that are
  // not there.
  [[nodiscard]] std::expected<std::vector<Column>, std::vector<std::string>> find_all(
      const std::vector<std::string>& names) const;
  // What to do about an unknown column.
  [[nodiscard]] std::string unknown(std::string_view name) const;

 private:
  explicit ColumnFinder(ColumnOptions options) : options_(std::move(options)) {}
  ColumnOptions options_;
};

}  // namespace patchbay::app
