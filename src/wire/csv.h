// Reads and writes CSV as RFC 4180 describes it, with any delimiter.
//
//   file = row *(end row) [end]      end  = CR LF / LF / CR
//   row  = cell *(delimiter cell)    cell = quoted / plain
//   quoted = '"' *(any character, '"' written twice) '"'
//   plain  = *(any character but '"', delimiter, CR and LF)
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace patchbay::wire::csv {

struct Cell {
  std::string text;        // without its quotation marks; not checked to be UTF-8
  std::uint64_t byte = 0;  // where the cell begins in the input, from 0
};

// What is wrong with a row, as the end of a sentence about the cell.
struct RowError {
  std::string what;
  std::uint64_t line = 0;  // from 1
  std::uint64_t byte = 0;  // from 0
};

struct Row {
  std::vector<Cell> cells;
  std::uint64_t line = 0;         // of its first character, from 1
  std::string text;               // the whole row as the input has it, without its end
  std::optional<RowError> error;  // the row is not CSV: `cells` are those before the error
};

struct Bounds {
  std::size_t row_bytes_max = std::size_t{4} << 20;
  std::size_t cells_max = 10'000;
};

// Takes the input in pieces of any size. Rows do not depend on where the pieces end. Empty rows are
// left out. Memory is proportional to the longest row, which `bounds` limits. After a row that is
// not CSV, reading continues with the next line.
class Reader {
 public:
  explicit Reader(char delimiter, Bounds bounds = {});

  // Appends input. `is_last`: nothing follows.
  void add(std::string_view bytes, bool is_last);
  // Returns the next row; nothing if more input is needed, or if all has been read.
  [[nodiscard]] std::optional<Row> next();

 private:
  enum class Step : std::uint8_t { more, row_end, error };
  // Reads the cells of the row at `begin_`, and moves `at` to its end or to the error.
  [[nodiscard]] Step read_row(std::size_t& at, Row& row) const;
  [[nodiscard]] Step read_cell(std::size_t& at, Row& row) const;
  [[nodiscard]] Step read_quoted(std::size_t& at, Row& row) const;
  [[nodiscard]] Step read_plain(std::size_t& at, Row& row) const;
  // Where the line ends in which `at` stands; nothing if it does not end in the input so far.
  [[nodiscard]] std::optional<std::size_t> line_end(std::size_t at) const;
  Step fail(Row& row, std::size_t at, std::string what) const;
  [[nodiscard]] Step refuse_length(std::size_t& at, Row& row) const;
  void finish(Row& row, std::size_t end);
  void skip_line(Row& row, std::size_t at);

  const char delimiter_;
  const Bounds bounds_;
  std::array<bool, 256> ends_plain_{};  // whether a byte is none of a plain cell
  std::size_t cells_before_ = 0;        // in the row before, as a guess for the next one
  std::string input_;
  bool is_last_ = false;
  bool is_skipping_ = false;   // until the end of a line that is too long
  std::size_t begin_ = 0;      // of the next row in `input_`
  std::uint64_t dropped_ = 0;  // bytes before `input_`
  std::uint64_t line_ = 1;     // at `begin_`
};

// Appends `text` as a cell: in quotation marks if it holds a quotation mark, an end of
// line, white space at an end, or one of the usual delimiters.
void append_cell(std::string& out, std::string_view text);

}  // namespace patchbay::wire::csv
