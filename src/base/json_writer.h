// Writes the tokens of JSON text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json_plain_run.h"

namespace patchbay {

// How bytes below 0x20 are escaped: as letters if RFC 8259 has one (`\n`), or always by their
// number (`\u000a`).
enum class JsonEscapes : std::uint8_t { letters, numbers };

// Appends `text` with its escapes and without quotes around it.
void append_json_escaped(std::string& out, std::string_view text, JsonEscapes escapes);

// Appends `text`, which must be valid UTF-8, as a string with its quotes. Only quotes, backslashes
// and bytes below 0x20 are escaped.
inline void append_json_text(std::string& out, std::string_view text, JsonEscapes escapes) {
  out += '"';
  const std::size_t plain = json_plain_run(text).length;
  out.append(text, 0, plain);
  if (plain != text.size()) append_json_escaped(out, text.substr(plain), escapes);
  out += '"';
}

void append_json_whole(std::string& out, std::int64_t number);

// Appends many small pieces to a text, whose size is right only once this object is destroyed.
class JsonAppender {
 public:
  explicit JsonAppender(std::string& text) : text_(text), size_(text.size()) {}
  ~JsonAppender() { text_.resize(size_); }
  JsonAppender(const JsonAppender&) = delete;
  JsonAppender& operator=(const JsonAppender&) = delete;

  [[nodiscard]] std::size_t size() const { return size_; }
  // A character that was put.
  char& operator[](std::size_t at) { return text_[at]; }

  void put(char c) {
    *room(1) = c;
    ++size_;
  }
  // Appends `piece` as it is.
  void put(std::string_view piece) { size_ += piece.copy(room(piece.size()), piece.size()); }
  // Appends `text` as append_json_text() does.
  void put_text(std::string_view text, JsonEscapes escapes) {
    if (json_plain_run(text).length != text.size()) return put_escaped(text, escapes);
    char* const to = room(text.size() + 2);
    to[0] = '"';
    text.copy(to + 1, text.size());
    to[text.size() + 1] = '"';
    size_ += text.size() + 2;
  }
  void put_whole(std::int64_t number);

 private:
  // Where that many more bytes may be written.
  char* room(std::size_t bytes) {
    if (text_.size() - size_ < bytes) grow(bytes);
    return text_.data() + size_;
  }
  void grow(std::size_t bytes);
  void put_escaped(std::string_view text, JsonEscapes escapes);

  std::string& text_;
  std::size_t size_;  // of what was put; text_ is longer
};

}  // namespace patchbay
