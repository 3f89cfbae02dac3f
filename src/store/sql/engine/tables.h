// What tables there are, read from the steps of the schema: so that what goes through all of them
// forgets none.
#pragma once

#include <cstdint>
#include <string>
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
  std::vector<std::size_t> key;  // which columns, in order
};

// All but `meta`, in the order in which they were made.
[[nodiscard]] std::vector<Table> all_tables();

}  // namespace patchbay::store::sql
