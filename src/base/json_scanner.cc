// Reads JSON strings: runs of plain bytes at once, escapes one by one.
#include "base/json_scanner.h"

namespace patchbay {
namespace {

bool is_ascii(std::string_view text) {
  unsigned char bits = 0;
  for (const char c : text) bits |= static_cast<unsigned char>(c);
  return bits < 0x80;
}

}  // namespace

bool JsonScanner::text(std::string& out) {
  if (!skip('"')) return false;
  const char* const first = at_;
  out.clear();
  for (;;) {
    const std::size_t plain = plain_length({at_, end_});
    out.append(at_, plain);
    at_ += plain;
    if (at_ == end_ || static_cast<unsigned char>(*at_) < 0x20) return false;
    if (*at_++ == '"') return is_ascii({first, at_}) || utf8::is_valid({first, at_});
    if (!escape(out)) return false;
  }
}

bool JsonScanner::escape(std::string& out) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (at_ == end_) return false;
  const char letter = *at_++;
  if (const auto known = kLetters.find(letter); known != std::string_view::npos) {
    out += kMeanings[known];
    return true;
  }
  std::uint32_t code = 0;
  if (letter != 'u' || !unit(code) || (code >= 0xDC00 && code <= 0xDFFF)) return false;
  if (code >= 0xD800 && code <= 0xDBFF) {
    std::uint32_t trail = 0;
    if (!std::string_view(at_, end_).starts_with("\\u")) return false;
    at_ += 2;
    if (!unit(trail) || trail < 0xDC00 || trail > 0xDFFF) return false;
    code = 0x10000 + ((code - 0xD800) << 10) + (trail - 0xDC00);
  }
  utf8::append(out, code);
  return true;
}

bool JsonScanner::unit(std::uint32_t& out) {
  if (end_ - at_ < 4) return false;
  const auto [after, error] = std::from_chars(at_, at_ + 4, out, 16);
  if (error != std::errc{} || after != at_ + 4) return false;
  at_ = after;
  return true;
}

}  // namespace patchbay
