// Fits the columns one after another.
#include "cli/remote/text_table.h"

#include <algorithm>
#include <numeric>

namespace patchbay::app {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kColumnMin = 8;

void append_row(std::string& out, const std::vector<TextCell>& row,
                const std::vector<std::size_t>& widths, const Terminal& terminal) {
  std::string line;
  std::size_t blanks = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::string shown = cut_to(row[i].text, std::max<std::size_t>(widths[i], 1));
    if (!shown.empty()) line.append(blanks, ' ').append(terminal.styled(shown, row[i].style));
    if (!shown.empty()) blanks = 0;
    blanks += widths[i] - std::min(widths[i], columns_of(shown)) + kGap;
  }
  out += line + '\n';
}

}  // namespace

TextTable::TextTable(std::vector<std::string> headings) : headings_(std::move(headings)) {}

void TextTable::add(std::vector<TextCell> row) {
  for (TextCell& each : row) each.text = on_one_line(each.text);
  rows_.push_back(std::move(row));
}

std::vector<std::size_t> TextTable::widths(const Terminal& terminal) const {
  std::vector<std::size_t> out;
  for (const std::string& each : headings_) out.push_back(columns_of(each));
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i) out[i] = std::max(out[i], columns_of(row[i].text));
  if (terminal.width == 0 || out.empty()) return out;
  const std::size_t gaps = kGap * (out.size() - 1);
  for (std::size_t all = std::accumulate(out.begin(), out.end(), gaps); all > terminal.width;) {
    const auto widest = std::ranges::max_element(out);
    if (*widest <= kColumnMin) break;
    // Down to the next widest, or as far as is needed.
    std::size_t next = kColumnMin;
    for (const std::size_t each : out)
      if (each < *widest) next = std::max(next, each);
    const std::size_t less =
        std::min(all - terminal.width, std::max<std::size_t>(*widest - next, 1));
    *widest -= less;
    all -= less;
  }
  return out;
}

std::string TextTable::text(const Terminal& terminal) const {
  const auto wide = widths(terminal);
  std::string out;
  const bool has_headings =
      std::ranges::any_of(headings_, [](const std::string& each) { return !each.empty(); });
  if (has_headings) {
    std::vector<TextCell> head;
    for (const std::string& each : headings_) head.push_back({each, Style::strong});
    append_row(out, head, wide, terminal);
  }
  for (const auto& row : rows_) append_row(out, row, wide, terminal);
  return out;
}

}  // namespace patchbay::app
