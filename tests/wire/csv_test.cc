// CSV: what is read, what is refused and where, and that what is written is read as it was.
#include "wire/csv.h"

#include <gtest/gtest.h>

namespace patchbay::wire::csv {
namespace {

// "[a][b] / [c]", with "!line:byte what" for a row that is not CSV.
std::string read_in_pieces(std::string_view text, std::size_t piece, char delimiter = ',',
                           Bounds bounds = {}) {
  Reader reader(delimiter, bounds);
  std::string out;
  const auto take = [&] {
    while (const auto row = reader.next()) {
      if (!out.empty()) out += " / ";
      out += std::to_string(row->line) + ' ';
      for (const Cell& each : row->cells) out += '[' + each.text + ']';
      if (row->error)
        out += '!' + std::to_string(row->error->line) + ':' + std::to_string(row->error->byte) +
               ' ' + row->error->what;
    }
  };
  for (std::size_t at = 0; at < text.size(); at += piece) {
    reader.add(text.substr(at, piece), false);
    take();
  }
  reader.add({}, true);
  take();
  return out;
}

std::string read_all(std::string_view text, char delimiter = ',') {
  const std::string out = read_in_pieces(text, text.size() + 1, delimiter);
  for (const std::size_t piece : {1, 2, 3, 7})
    EXPECT_EQ(read_in_pieces(text, piece, delimiter), out) << piece << ": " << text;
  return out;
}

TEST(Csv, ReadsRows) {
  struct Case {
    std::string_view text, want;
  };
  for (const auto& [text, want] :
       std::initializer_list<Case>{{"", ""},
                                   {"a", "1 [a]"},
                                   {"a,b\r\nc,d\r\n", "1 [a][b] / 2 [c][d]"},
                                   {"a,b\nc,d", "1 [a][b] / 2 [c][d]"},
                                   {"a,b\rc,d\r", "1 [a][b] / 2 [c][d]"},
                                   {"a,,\n", "1 [a][][]"},
                                   {",", "1 [][]"},
                                   {"\n\r\n\na\n", "4 [a]"},
                                   {" a , b\n", "1 [ a ][ b]"},
                                   {"\"\",\n", "1 [][]"},
                                   {"\"\"\n", "1 []"},
                                   {"\"a,b\"\"c\r\nd\",e\nf\n", "1 [a,b\"c\r\nd][e] / 3 [f]"},
                                   {"\"a\rb\",c\nd\n", "1 [a\rb][c] / 3 [d]"}})
    EXPECT_EQ(read_all(text), want) << text;
  EXPECT_EQ(read_all("a;\"b;c\";d,e\n", ';'), "1 [a][b;c][d,e]");
  EXPECT_EQ(read_all(std::string_view("a\0b,c\n", 6)), std::string("1 [a\0b][c]", 10));
}

TEST(Csv, RefusesARowAndGoesOnWithTheNextLine) {
  struct Case {
    std::string_view text, want;
  };
  for (const auto& [text, want] : std::initializer_list<Case>{
           {"a\"b,c\nd,e\n",
            "1 [a]!1:1 has a quotation mark inside, and does not begin with one: put the cell in "
            "quotation marks and write each one inside it twice / 2 [d][e]"},
           {"\"a\"b,c\nd\n", "1 [a]!1:3 goes on after its closing quotation mark / 2 [d]"},
           {"\"a\" ,c\nd\n", "1 [a]!1:3 goes on after its closing quotation mark / 2 [d]"},
           {"x,\"a\nb\"c\nd\n", "1 [x][a\nb]!2:7 goes on after its closing quotation mark / 3 [d]"},
           {"x\n\"a,c\nd\n",
            "1 [x] / 2 []!2:2 begins with a quotation mark that is not closed / 3 [d]"},
           {"\"", "1 []!1:0 begins with a quotation mark that is not closed"}})
    EXPECT_EQ(read_all(text), want) << text;
}

TEST(Csv, HasBounds) {
  const Bounds small{.row_bytes_max = 8, .cells_max = 3};
  for (const std::size_t piece : {1, 3, 100}) {
    EXPECT_EQ(read_in_pieces("1,2,3\n1,2,3,4\n5\n", piece, ',', small),
              "1 [1][2][3] / 2 [1][2][3]!2:12 is one too many: a row has at most 3 cells / 3 [5]");
    const std::string longer = read_in_pieces("123456789012\n5\n", piece, ',', small);
    EXPECT_NE(longer.find("!1:0 begins a row of more than 8 bytes / 2 [5]"), std::string::npos)
        << longer;
  }
}

TEST(Csv, WhatIsWrittenIsReadAsItWas) {
  for (const std::string_view text : {"", "a", " a", "a ", "a,b", "a;b", "a\tb", "a|b", "\"",
                                      "a\"\"b", "a\nb", "\r", "\r\n", "'=1"}) {
    std::string row;
    append_cell(row, text);
    row += ',';
    append_cell(row, "end");
    EXPECT_EQ(read_all(row), "1 [" + std::string(text) + "][end]") << row;
  }
}

}  // namespace
}  // namespace patchbay::wire::csv
