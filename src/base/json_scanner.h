// Scans the tokens of JSON text (RFC 8259, strict).
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json_plain_run.h"
#include "base/utf8.h"

namespace patchbay {

// Whether strings and keys may hold U+0000, written as \u0000. RFC 8259 allows it.
enum class JsonNul : std::uint8_t { refused, accepted };

// Reads tokens. Every function skips white space first and consumes only its token. Those that
// return a bool return whether they succeeded. The text must outlive this object.
class JsonScanner {
 public:
  JsonScanner(std::string_view text, JsonNul nul)
      : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()), nul_(nul) {}

  // Returns the byte at which the next token begins or, after a failure of number(), text() or
  // key(), the byte that is wrong.
  [[nodiscard]] std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }

  // Returns what the last failure of number(), text() or key() found wrong, as an English phrase
  // without a full stop.
  [[nodiscard]] std::string_view problem() const { return problem_; }

  // Returns the next byte that is not white space, or NUL at the end.
  [[nodiscard]] char peek() {
    while (at_ != end_ && is_space(*at_)) ++at_;
    return at_ == end_ ? '\0' : *at_;
  }

  [[nodiscard]] bool at_end() {
    static_cast<void>(peek());
    return at_ == end_;
  }

  // Skips `wanted`, which must not be NUL.
  [[nodiscard]] bool skip(char wanted) {
    if (peek() != wanted) return false;
    ++at_;
    return true;
  }

  [[nodiscard]] bool skip_word(std::string_view wanted) {
    static_cast<void>(peek());
    if (!std::string_view(at_, end_).starts_with(wanted)) return false;
    at_ += wanted.size();
    return true;
  }

  // Reads a number and returns it as it is written, or an empty text if it failed. The result is
  // valid as long as the text.
  [[nodiscard]] std::string_view number();

  // Reads a whole number without fraction and exponent. Consumes nothing if it does not fit.
  [[nodiscard]] bool whole(std::int64_t& out) {
    static_cast<void>(peek());
    const char* digits = at_ != end_ && *at_ == '-' ? at_ + 1 : at_;
    if (end_ - digits > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9') return false;
    const auto [after, error] = std::from_chars(at_, end_, out);
    if (error != std::errc{} || (after != end_ && (*after == '.' || (*after | 0x20) == 'e')))
      return false;
    at_ = after;
    return true;
  }

  // Reads a string, which must be valid UTF-8, and replaces `out` with it, without its escapes.
  [[nodiscard]] bool text(std::string& out) {
    std::string_view plain;
    if (!plain_text(plain)) return escaped_text(out);
    out.clear();
    out += plain;
    return true;
  }

  // The same for a key. `out` is valid as long as the text, or until the next key.
  [[nodiscard]] bool key(std::string_view& out) {
    if (plain_text(out)) return true;
    const bool read = escaped_text(scratch_);
    out = scratch_;
    return read;
  }

 private:
  // The first comparison decides for most bytes.
  static bool is_space(char c) {
    return static_cast<unsigned char>(c) <= ' ' &&
           (c == ' ' || c == '\n' || c == '\r' || c == '\t');
  }

  // Reads a string without escapes. Consumes nothing if there is none.
  [[nodiscard]] bool plain_text(std::string_view& out) {
    if (peek() != '"') return false;
    const std::string_view rest(at_ + 1, end_);
    const auto [length, is_ascii] = json_plain_run(rest);
    if (length == rest.size() || rest[length] != '"') return false;
    out = rest.substr(0, length);
    if (!is_ascii && !utf8::is_valid(out)) return false;
    at_ += length + 2;
    return true;
  }

  [[nodiscard]] bool escaped_text(std::string& out);
  [[nodiscard]] bool escape(std::string& out);
  [[nodiscard]] bool code_point(std::string& out);
  [[nodiscard]] bool code_unit(std::uint32_t& out);
  [[nodiscard]] bool accept(char wanted) {
    if (at_ == end_ || *at_ != wanted) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] bool digits() {
    const char* const first = at_;
    while (at_ != end_ && *at_ >= '0' && *at_ <= '9') ++at_;
    return at_ != first;
  }
  [[nodiscard]] bool fail(std::string_view problem);
  [[nodiscard]] std::string_view wrong(std::string_view problem);

  const char* begin_;
  const char* at_;
  const char* end_;
  JsonNul nul_;
  std::string_view problem_;
  std::string scratch_;
};

}  // namespace patchbay
