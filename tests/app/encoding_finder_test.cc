// Which encoding a file has that does not say so.
#include "app/transfer/encoding_finder.h"

#include <gtest/gtest.h>

#include "app/transfer/input_file.h"

namespace patchbay::app {
namespace {

struct Case {
  std::string_view what;
  std::string_view bytes;
  bool is_windows_1252;
};
constexpr Case kCases[] = {
    {"nothing", "", false},
    {"ASCII", "name\nVolvo\n", false},
    {"UTF-8", "name\nÆrø\n", false},
    {"UTF-8 of four bytes", "name\n\xF0\x9F\x9A\x80\n", false},
    {"the encoding", "name\n\xC6r\xF8\n", true},
    {"at the end", "name\n\xF8", true},
    {"the beginning of a character at the end", "name\n\xF0\x9F\x9A", true},
    {"only wrong bytes", "\xE6\xF8\xE5\xC6\xD8\xC5", true},
    {"a currency", "\x80 12\n", true},
    {"UTF-8 with wrong bytes", "Ærø\nWien\xFF\n", false},
    {"wrong bytes and then UTF-8", "Wien\xFF\nÆrø", false},
    {"a byte that the encoding lacks", "\xF8\n\x81 \n", false},
    {"another one", "\x9D abc", false},
    {"a NUL", std::string_view("\xF8\n\0\n", 4), false},
    {"UTF-16 without a mark", std::string_view("\xF8\0\n\0", 4), false},
};

TEST(EncodingFinder, TellsUtf8FromWindows1252InPiecesOfAnyLength) {
  for (const Case& each : kCases)
    for (std::size_t length = 1; length <= each.bytes.size() + 1; ++length) {
      EncodingFinder finder;
      for (std::size_t at = 0; at < each.bytes.size(); at += length)
        finder.add(each.bytes.substr(at, length));
      EXPECT_EQ(finder.is_windows_1252(), each.is_windows_1252) << each.what << ", " << length;
    }
}

// What a file is read as.
struct Read {
  std::string text;
  std::string encoding;
  bool is_guessed = false;
  bool operator==(const Read&) const = default;
};
Read read(const std::string& bytes, const std::string& encoding = {}) {
  const auto file = InputFile::of_bytes("the file", bytes, encoding, {}).value();
  Read out{{}, file->encoding(), file->is_encoding_guessed()};
  for (std::string piece; !(piece = file->read().value()).empty();) out.text += piece;
  return out;
}

TEST(EncodingFinder, AFileIsReadAsWhatItIs) {
  EXPECT_EQ(read("\xC6r\xF8 \x80"), (Read{"Ærø €", "windows-1252", true}));
  EXPECT_EQ(read("\xC6r\xF8", "latin-1"), (Read{"Ærø", "ISO-8859-1", false}));
  EXPECT_EQ(read("\xC6r\xF8", "windows-1252"), (Read{"Ærø", "windows-1252", false}));
  EXPECT_EQ(read("\xC6r\xF8", "UTF-8"), (Read{"\xC6r\xF8", "UTF-8", false}));
  EXPECT_EQ(read("Ærø \xF8"), (Read{"Ærø \xF8", "UTF-8", false}));
  EXPECT_EQ(read("\xEF\xBB\xBF\xF8"), (Read{"\xF8", "UTF-8", false}));
  // In UTF-16 with its mark, and without a byte that windows-1252 lacks.
  EXPECT_EQ(read("\xFF\xFE\x62\x68"), (Read{"桢", "UTF-16LE", false}));
}

}  // namespace
}  // namespace patchbay::app
