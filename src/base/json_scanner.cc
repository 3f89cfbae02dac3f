// Reads JSON numbers, and strings that have escapes or something wrong.
#include "base/json_scanner.h"

#include <algorithm>
#include <utility>

namespace patchbay {

bool JsonScanner::fail(std::string_view problem) {
  problem_ = problem;
  return false;
}

std::string_view JsonScanner::wrong(std::string_view problem) {
  problem_ = problem;
  return {};
}

std::string_view JsonScanner::number() {
  static_cast<void>(peek());
  const char* const first = at_;
  const bool negative = accept('-');
  if (!accept('0') && !digits())
    return wrong(negative ? "expected a digit after '-'" : "expected a value");
  if (accept('.') && !digits()) return wrong("expected a digit after the decimal point");
  if (accept('e') || accept('E')) {
    if (!accept('+')) static_cast<void>(accept('-'));
    if (!digits()) return wrong("expected a digit in the exponent");
  }
  return {first, at_};
}

bool JsonScanner::escaped_text(std::string& out) {
  if (!skip('"')) return fail("expected a string");
  const char* const first = at_;
  bool is_ascii = true;
  out.clear();
  for (;;) {
    const JsonPlainRun run = json_plain_run({at_, end_});
    out.append(at_, run.length);
    at_ += run.length;
    is_ascii &= run.is_ascii;
    if (at_ == end_) return fail("a string without its closing quote");
    if (*at_ == '"') break;
    if (!accept('\\')) return fail("a control character in a string");
    if (!escape(out)) return false;
  }
  const char* const valid = is_ascii ? at_ : first + utf8::valid_length({first, at_});
  if (valid != at_) {
    at_ = valid;
    return fail("a string that is not UTF-8");
  }
  ++at_;
  return true;
}

bool JsonScanner::escape(std::string& out) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (accept('u')) return code_point(out);
  const std::size_t known = at_ == end_ ? std::string_view::npos : kLetters.find(*at_);
  if (known == std::string_view::npos) return fail("an unknown escape in a string");
  out += kMeanings[known];
  ++at_;
  return true;
}

// Reads the XXXX of \uXXXX, and the second \uXXXX that must follow a leading surrogate.
bool JsonScanner::code_point(std::string& out) {
  constexpr std::string_view kLoneSurrogate = "a surrogate without its partner";
  std::uint32_t code = 0;
  if (!code_unit(code)) return false;
  if (code == 0 && nul_ == JsonNul::refused) return fail("U+0000 in a string");
  if (code >= 0xDC00 && code <= 0xDFFF) return fail(kLoneSurrogate);
  if (code >= 0xD800 && code <= 0xDBFF) {
    std::uint32_t trail = 0;
    if (!std::string_view(at_, end_).starts_with("\\u")) return fail(kLoneSurrogate);
    at_ += 2;
    if (!code_unit(trail)) return false;
    if (trail < 0xDC00 || trail > 0xDFFF) return fail(kLoneSurrogate);
    code = 0x10000 + ((code - 0xD800) << 10) + (trail - 0xDC00);
  }
  utf8::append(out, code);
  return true;
}

bool JsonScanner::code_unit(std::uint32_t& out) {
  const char* const last = at_ + std::min<std::ptrdiff_t>(end_ - at_, 4);
  const char* const first = std::exchange(at_, std::from_chars(at_, last, out, 16).ptr);
  return at_ - first == 4 || fail("expected four hexadecimal digits");
}

}  // namespace patchbay
