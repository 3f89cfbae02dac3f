// Scans JSON text, for the forms that the record codec writes.
#pragma once

#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/utf8.h"

namespace patchbay {

// Returns how many bytes at the start of `text` need no escape in a JSON string.
[[nodiscard]] inline std::size_t plain_length(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  std::size_t at = 0;
  // Tests eight bytes at a time while all are plain ASCII. The high bit of a byte marks one that is
  // not.
  for (std::uint64_t bytes = 0; text.size() - at >= sizeof bytes; at += sizeof bytes) {
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    const std::uint64_t control = bytes - kOnes * 0x20;
    const std::uint64_t quote = (bytes ^ kOnes * '"') - kOnes;
    const std::uint64_t backslash = (bytes ^ kOnes * '\\') - kOnes;
    if ((bytes | control | quote | backslash) & kOnes * 0x80) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x20 && text[at] != '"' &&
         text[at] != '\\')
    ++at;
  return at;
}

// Reads tokens. Every function skips white space first, returns whether it succeeded, and consumes
// only its token. The text must outlive this object.
class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text)
      : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()) {}

  [[nodiscard]] std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }

  // Returns the next byte that is not white space, or NUL at the end.
  [[nodiscard]] char peek() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
    return at_ == end_ ? '\0' : *at_;
  }

  [[nodiscard]] bool at_end() {
    static_cast<void>(peek());
    return at_ == end_;
  }

  [[nodiscard]] bool skip(char wanted) {
    if (peek() != wanted || at_ == end_) return false;
    ++at_;
    return true;
  }

  [[nodiscard]] bool skip_word(std::string_view wanted) {
    static_cast<void>(peek());
    if (!std::string_view(at_, end_).starts_with(wanted)) return false;
    at_ += wanted.size();
    return true;
  }

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

  // Reads a string, which must be valid UTF-8, into `out` without its escapes.
  [[nodiscard]] bool text(std::string& out);
  // The same for a key. `out` is valid as long as the text, or until the next key.
  [[nodiscard]] bool key(std::string_view& out) {
    if (peek() != '"') return false;
    const std::string_view rest(at_ + 1, end_);
    const std::size_t length = plain_length(rest);
    if (length < rest.size() && rest[length] == '"') {
      out = rest.substr(0, length);
      at_ += length + 2;
      return true;
    }
    const bool read = text(scratch_);
    out = scratch_;
    return read;
  }

 private:
  [[nodiscard]] bool escape(std::string& out);
  [[nodiscard]] bool unit(std::uint32_t& out);

  const char* begin_;
  const char* at_;
  const char* end_;
  std::string scratch_;
};

}  // namespace patchbay
