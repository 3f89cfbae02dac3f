// The list of tables, read from the schema steps so that it is always complete.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace patchbay::store::sql {

enum class Holds : std::uint8_t { whole, text, bytes };

struct Column {
  std::string name;
  Holds holds = Holds::text;
};

struct Table {
  std::string name;
  std::vector<Column> columns;
  std::vector<std::size_t> key;  // indexes of the key columns, in order
};

// The index of search terms, which follows from the customers and has another form on each engine.
inline constexpr std::string_view kTermIndex = "terms";

// Returns all tables except `meta` and kTermIndex, in the order of their creation.
[[nodiscard]] std::vector<Table> all_tables();

}  // namespace patchbay::store::sql
