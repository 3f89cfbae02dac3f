// Finds out whether a text without a byte order mark can be UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace patchbay::app {

// Takes the bytes of a text in pieces. Text of one byte for each character, as spreadsheet programs
// write it in western Europe, has bytes that no UTF-8 has, and hardly ever by chance a character of
// several bytes.
class EncodingFinder {
 public:
  void add(std::string_view bytes);
  // To be called once, after all bytes. Whether they are not UTF-8, but can be windows-1252.
  [[nodiscard]] bool is_windows_1252();

 private:
  void look(std::string_view bytes);

  std::string rest_;  // the beginning of a character that may go on in the next piece
  bool has_wrong_ = false;
  // A character of several bytes in UTF-8, or a byte that windows-1252 does not have in text.
  bool has_other_ = false;
};

}  // namespace patchbay::app
