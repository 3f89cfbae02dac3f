// Reads CSV row by row, strictly, and writes cells.
#include "wire/csv.h"

#include <algorithm>

namespace patchbay::wire::csv {
namespace {

constexpr char kQuote = '"';
constexpr std::string_view kEnds = "\r\n";
// Programs that open a file with another delimiter than it has see other cells.
constexpr std::string_view kQuoted = "\"\r\n,;\t|";

// How many lines end in `text`. Its last character is the end of a line or of the input.
std::uint64_t count_ends(std::string_view text) {
  auto out = static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
  for (std::size_t at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1))
    if (at + 1 == text.size() || text[at + 1] != '\n') ++out;
  return out;
}

}  // namespace

Reader::Reader(char delimiter, Bounds bounds) : delimiter_(delimiter), bounds_(bounds) {
  for (const char each : {kQuote, '\r', '\n', delimiter})
    ends_plain_[static_cast<unsigned char>(each)] = true;
}

void Reader::add(std::string_view bytes, bool is_last) {
  input_.erase(0, begin_);
  dropped_ += begin_;
  begin_ = 0;
  input_ += bytes;
  is_last_ |= is_last;
}

std::optional<std::size_t> Reader::line_end(std::size_t at) const {
  const std::size_t end = std::min(input_.find_first_of(kEnds, at), input_.size());
  if (is_last_) return end;
  // A CR may be half of an end.
  const bool is_whole = end + 1 < input_.size() || (end < input_.size() && input_[end] == '\n');
  return is_whole ? std::optional(end) : std::nullopt;
}

Reader::Step Reader::fail(Row& row, std::size_t at, std::string what) const {
  const std::string_view before = std::string_view(input_).substr(begin_, at - begin_);
  row.error = RowError{std::move(what), line_ + count_ends(before), dropped_ + at};
  return Step::error;
}

Reader::Step Reader::refuse_length(std::size_t& at, Row& row) const {
  row.cells.clear();
  at = begin_;
  return fail(row, begin_,
              "begins a row of more than " + std::to_string(bounds_.row_bytes_max) + " bytes");
}

Reader::Step Reader::read_quoted(std::size_t& at, Row& row) const {
  const std::size_t start = at++;
  std::string& text = row.cells.back().text;
  for (;;) {
    const std::size_t quote = input_.find(kQuote, at);
    if (quote == std::string::npos || quote - begin_ > bounds_.row_bytes_max) {
      const bool is_too_long = input_.size() - begin_ > bounds_.row_bytes_max;
      if (!is_last_ && !is_too_long) return Step::more;
      at = start;
      return fail(row, start, "begins with a quotation mark that is not closed");
    }
    text.append(input_, at, quote - at);
    at = quote + 1;
    if (at == input_.size() && !is_last_) return Step::more;
    if (at == input_.size() || input_[at] != kQuote) break;
    text += kQuote;
    ++at;
  }
  const bool is_end =
      at == input_.size() || input_[at] == delimiter_ || kEnds.find(input_[at]) != kEnds.npos;
  if (is_end) return Step::row_end;
  return fail(row, at, "goes on after its closing quotation mark");
}

Reader::Step Reader::read_plain(std::size_t& at, Row& row) const {
  std::size_t end = at;
  while (end < input_.size() && !ends_plain_[static_cast<unsigned char>(input_[end])]) ++end;
  if (end - begin_ > bounds_.row_bytes_max) return refuse_length(at, row);
  if (end == input_.size() && !is_last_) return Step::more;
  row.cells.back().text.assign(input_, at, end - at);
  at = end;
  if (end < input_.size() && input_[end] == kQuote)
    return fail(row, end,
                "has a quotation mark inside, and does not begin with one: put the cell in "
                "quotation marks and write each one inside it twice");
  return Step::row_end;
}

Reader::Step Reader::read_cell(std::size_t& at, Row& row) const {
  if (row.cells.size() == bounds_.cells_max)
    return fail(
        row, at,
        "is one too many: a row has at most " + std::to_string(bounds_.cells_max) + " cells");
  if (at == input_.size() && !is_last_) return Step::more;
  row.cells.push_back({{}, dropped_ + at});
  const bool is_quoted = at < input_.size() && input_[at] == kQuote;
  return is_quoted ? read_quoted(at, row) : read_plain(at, row);
}

Reader::Step Reader::read_row(std::size_t& at, Row& row) const {
  for (;; ++at) {
    if (const Step step = read_cell(at, row); step != Step::row_end) return step;
    if (at == input_.size()) return is_last_ ? Step::row_end : Step::more;
    if (input_[at] == delimiter_) continue;
    // Whether CR LF or CR ends the row.
    if (input_[at] == '\r' && at + 1 == input_.size() && !is_last_) return Step::more;
    return Step::row_end;
  }
}

// Takes the row and its end out of the input.
void Reader::finish(Row& row, std::size_t end) {
  row.text.assign(input_, begin_, end - begin_);
  std::size_t next = end;
  if (next < input_.size() && input_[next] == '\r') ++next;
  if (next < input_.size() && input_[next] == '\n' && (next == end || next == end + 1)) ++next;
  line_ += count_ends(std::string_view(input_).substr(begin_, next - begin_));
  begin_ = next;
}

// Goes on behind the line in which `at` stands, which may end in input that is still to come.
void Reader::skip_line(Row& row, std::size_t at) {
  if (const auto end = line_end(at)) return finish(row, *end);
  const std::size_t cut = input_.size() - (input_.ends_with('\r') ? 1 : 0);
  row.text.assign(input_, begin_, cut - begin_);
  line_ += count_ends(row.text);
  begin_ = cut;
  is_skipping_ = true;
}

std::optional<Row> Reader::next() {
  for (;;) {
    if (is_skipping_) {
      is_skipping_ = false;
      Row rest;
      skip_line(rest, begin_);
      if (is_skipping_) return std::nullopt;
    }
    if (begin_ == input_.size()) return std::nullopt;
    Row row;
    row.line = line_;
    row.cells.reserve(cells_before_);
    std::size_t at = begin_;
    const Step step = read_row(at, row);
    if (step == Step::more) return std::nullopt;
    if (step == Step::error) {
      // The end of a broken line may still be to come.
      if (!line_end(at) && input_.size() - begin_ <= bounds_.row_bytes_max) return std::nullopt;
      skip_line(row, at);
      return row;
    }
    finish(row, at);
    if (row.cells.size() == 1 && row.text.empty()) continue;
    cells_before_ = row.cells.size();
    return row;
  }
}

void append_cell(std::string& out, std::string_view text) {
  const bool has_space = !text.empty() && (text.front() == ' ' || text.back() == ' ');
  if (!has_space && text.find_first_of(kQuoted) == std::string_view::npos) {
    out += text;
    return;
  }
  out += kQuote;
  for (const char c : text) {
    if (c == kQuote) out += kQuote;
    out += c;
  }
  out += kQuote;
}

}  // namespace patchbay::wire::csv
