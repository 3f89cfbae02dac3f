// Writes cells as lines of text: a tab between cells, and a backslash before what has a meaning.
#include "store/postgresql/copy_text.h"

#include <string_view>

namespace patchbay::store::postgresql {
namespace {

void add_text(std::string& out, std::string_view text) {
  for (const char each : text) {
    switch (each) {
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += each;
    }
  }
}

void add_bytes(std::string& out, std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\\\x";
  for (const char each : bytes) {
    const auto byte = static_cast<unsigned char>(each);
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
}

void add(std::string& out, const sql::Argument& cell) {
  if (const auto* whole = std::get_if<std::int64_t>(&cell))
    out += std::to_string(*whole);
  else if (const auto* text = std::get_if<std::string_view>(&cell))
    add_text(out, *text);
  else if (const auto* bytes = std::get_if<sql::Bytes>(&cell))
    add_bytes(out, bytes->view);
  else
    out += "\\N";
}

}  // namespace

std::string copy_text(std::size_t width, std::span<const sql::Argument> cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    add(out, cells[i]);
    out += (i + 1) % width == 0 ? '\n' : '\t';
  }
  return out;
}

}  // namespace patchbay::store::postgresql
