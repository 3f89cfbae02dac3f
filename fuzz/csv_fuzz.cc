// CSV: rows do not depend on where the input is cut, and what is written is read as it was.
#include <cstdint>

#include "must.h"
#include "wire/csv.h"

namespace csv = patchbay::wire::csv;
using patchbay::fuzz::must;

namespace {

// So small that inputs reach them.
constexpr csv::Bounds kSmall{.row_bytes_max = 64, .cells_max = 8};

std::vector<csv::Row> read(std::string_view text, std::size_t piece, csv::Bounds bounds = kSmall) {
  csv::Reader reader(',', bounds);
  std::vector<csv::Row> out;
  const auto take = [&] {
    while (auto row = reader.next()) out.push_back(std::move(*row));
  };
  for (std::size_t at = 0; at < text.size(); at += piece) {
    reader.add(text.substr(at, piece), false);
    take();
  }
  reader.add({}, true);
  take();
  return out;
}

bool same(const std::vector<csv::Row>& a, const std::vector<csv::Row>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].line != b[i].line || a[i].cells.size() != b[i].cells.size() ||
        a[i].error.has_value() != b[i].error.has_value())
      return false;
    for (std::size_t j = 0; j < a[i].cells.size(); ++j)
      if (a[i].cells[j].text != b[i].cells[j].text || a[i].cells[j].byte != b[i].cells[j].byte)
        return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = patchbay::fuzz::text_of(data, size);
  if (size > 2048) return 0;
  const auto rows = read(text, size + 1);
  must(same(rows, read(text, 1)));
  must(same(rows, read(text, 7)));
  std::string written;
  std::vector<csv::Row> good;
  for (const csv::Row& row : rows) {
    if (row.error) continue;
    good.push_back(row);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (i > 0) written += ',';
      csv::append_cell(written, row.cells[i].text);
    }
    if (row.cells.size() == 1 && row.cells[0].text.empty()) written += "\"\"";
    written += '\n';
  }
  const auto again = read(written, written.size() + 1, {});
  must(again.size() == good.size());
  for (std::size_t i = 0; i < again.size(); ++i) {
    must(!again[i].error && again[i].cells.size() == good[i].cells.size());
    for (std::size_t j = 0; j < good[i].cells.size(); ++j)
      must(again[i].cells[j].text == good[i].cells[j].text);
  }
  return 0;
}
