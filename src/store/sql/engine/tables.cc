// Parses the schema steps: each column is on a separate line, in CREATE TABLE or ALTER TABLE, and
// its type says what it holds.
#include "store/sql/engine/tables.h"

#include <algorithm>
#include <ranges>
#include <stdexcept>

#include "store/sql/engine/schema.h"

namespace patchbay::store::sql {
namespace {

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (const char byte : text) {
    const bool parts = byte == ' ' || byte == ',' || byte == '(' || byte == ')' || byte == ';';
    if (!parts) word += byte;
    if (parts && !word.empty()) out.push_back(std::exchange(word, {}));
  }
  if (!word.empty()) out.push_back(word);
  return out;
}

Holds holds(const std::string& type) {
  if (type == "{text}") return Holds::text;
  if (type == "{bytes}") return Holds::bytes;
  return Holds::whole;
}

std::size_t column_called(const Table& table, const std::string& name) {
  const auto found = std::ranges::find(table.columns, name, &Column::name);
  if (found == table.columns.end()) throw std::logic_error("no column is called " + name);
  return static_cast<std::size_t>(found - table.columns.begin());
}

void add_line(Table& table, const std::vector<std::string>& line) {
  if (line[0] == "PRIMARY") {
    for (const std::string& name : line | std::views::drop(2))
      table.key.push_back(column_called(table, name));
    return;
  }
  table.columns.push_back({line[0], holds(line[1])});
  const bool is_key = line[1] == "{key}" || std::ranges::find(line, "PRIMARY") != line.end();
  if (is_key) table.key.push_back(table.columns.size() - 1);
}

// "ALTER TABLE name ADD COLUMN name type …"
bool adds_column(const std::vector<std::string>& line) {
  return line.size() >= 7 && line[0] == "ALTER" && line[3] == "ADD" && line[4] == "COLUMN";
}

Table& table_called(std::vector<Table>& tables, const std::string& name) {
  const auto found = std::ranges::find(tables, name, &Table::name);
  if (found == tables.end()) throw std::logic_error("no table is called " + name);
  return *found;
}

void read_step(std::string_view step, std::vector<Table>& out) {
  bool inside = false;
  for (const auto part : std::views::split(step, '\n')) {
    const std::string_view text(part.begin(), part.end());
    const std::vector<std::string> line = words(text);
    const bool begins = line.size() >= 3 && line[0] == "CREATE" && line[1] == "TABLE";
    if (text.starts_with(')')) inside = false;
    if (inside && line.size() >= 2) add_line(out.back(), line);
    if (adds_column(line)) table_called(out, line[2]).columns.push_back({line[5], holds(line[6])});
    if (!begins) continue;
    out.push_back({.name = line[2], .columns = {}, .key = {}});
    inside = true;
  }
}

}  // namespace

std::vector<Table> all_tables() {
  std::vector<Table> out;
  for (const Step& step : schema_steps())
    if (step.on == Step::On::every_engine) read_step(step.sql, out);
  std::erase_if(out, [](const Table& each) { return each.name == kTermIndex; });
  return out;
}

}  // namespace patchbay::store::sql
