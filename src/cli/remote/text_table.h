// Rows under headings, as wide as the terminal is.
#pragma once

#include <string>
#include <vector>

#include "cli/remote/terminal.h"

namespace patchbay::app {

struct TextCell {
  std::string text;
  Style style = Style::plain;
};

class TextTable {
 public:
  // Without headings (empty texts) no line of headings is written.
  explicit TextTable(std::vector<std::string> headings);

  // A row may have fewer cells than there are headings, not more.
  void add(std::vector<TextCell> row);
  [[nodiscard]] bool empty() const { return rows_.empty(); }

  // The lines, with two spaces between columns. If they are wider than the terminal, the widest
  // columns are cut; none below eight columns.
  [[nodiscard]] std::string text(const Terminal& terminal) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths(const Terminal& terminal) const;

  std::vector<std::string> headings_;
  std::vector<std::vector<TextCell>> rows_;
};

}  // namespace patchbay::app
