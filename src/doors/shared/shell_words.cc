// Splits command lines into words.
#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "doors/shared/curl_line.h"
#include "doors/shared/http_text.h"

namespace patchbay::doors {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

class WordSplitter {
 public:
  explicit WordSplitter(std::string_view text) : text_(text) {}

  std::expected<std::vector<std::string>, std::string> split() {
    while (skip_space()) {
      if (at_ >= text_.size()) break;
      if (ends_command()) {
        if (auto wrong = rest_is_more()) return std::unexpected(std::move(*wrong));
        break;
      }
      if (words_.size() == kWrittenPartsMax) return std::unexpected("must have at most 1000 words");
      std::string word;
      while (at_ < text_.size() && !ends_word())
        if (auto wrong = piece(word)) return std::unexpected(std::move(*wrong));
      words_.push_back(std::move(word));
    }
    return std::move(words_);
  }

 private:
  using Wrong = std::optional<std::string>;

  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] bool ends_line_here() const {
    return peek() == '\n' || (peek() == '\r' && peek(1) == '\n');
  }
  // A line break after a backslash, and how many bytes both have.
  [[nodiscard]] std::size_t continuation() const {
    if (peek() != '\\') return 0;
    if (peek(1) == '\n') return 2;
    return peek(1) == '\r' && peek(2) == '\n' ? 3 : 0;
  }
  [[nodiscard]] bool ends_word() const {
    return peek() == ' ' || peek() == '\t' || ends_line_here() || peek() == '|' || peek() == '>' ||
           continuation() > 0;
  }
  [[nodiscard]] bool ends_command() const {
    return ends_line_here() || peek() == '|' || peek() == '>' || peek() == '#';
  }

  // True, so that the caller can loop on it.
  bool skip_space() {
    for (;;) {
      if (const std::size_t length = continuation())
        at_ += length;
      else if (at_ < text_.size() && (peek() == ' ' || peek() == '\t'))
        ++at_;
      else
        return true;
    }
  }

  // What follows the first command. Output that is piped or redirected is of no interest.
  Wrong rest_is_more() {
    if (!ends_line_here() && peek() != '#') at_ = text_.size();
    while (at_ < text_.size()) {
      if (peek() == '#') at_ = std::min(text_.find('\n', at_), text_.size());
      if (at_ < text_.size() && !std::string_view(" \t\r\n").contains(peek()))
        return "must be one command";
      ++at_;
    }
    return std::nullopt;
  }

  Wrong piece(std::string& word) {
    const char c = peek();
    if (c == '\'') return single(word);
    if (c == '"') return double_quoted(word);
    if (c == '$' && peek(1) == '\'') return ansi(word);
    if (c == '\\' && at_ + 1 < text_.size()) ++at_;
    word += text_[at_++];
    return std::nullopt;
  }

  static std::string open_quote() { return "has a quote that is not closed"; }

  Wrong single(std::string& word) {
    const std::size_t end = text_.find('\'', at_ + 1);
    if (end == std::string_view::npos) return open_quote();
    word += text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return std::nullopt;
  }

  Wrong double_quoted(std::string& word) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (peek() == '"') return ++at_, std::nullopt;
      if (const std::size_t length = continuation()) {
        at_ += length - 1;
        continue;
      }
      if (peek() == '\\' && std::string_view("\"\\$`").contains(peek(1)) && peek(1) != '\0') ++at_;
      word += peek();
    }
    return open_quote();
  }

  // $'…', which browsers write for text with line breaks and quotes.
  Wrong ansi(std::string& word) {
    for (at_ += 2; at_ < text_.size(); ++at_) {
      if (peek() == '\'') return ++at_, std::nullopt;
      if (peek() != '\\') {
        word += peek();
        continue;
      }
      ++at_;
      escape(word);
    }
    return open_quote();
  }

  void escape(std::string& word) {
    constexpr std::string_view kNames = "abefnrtv";
    constexpr std::string_view kBytes = "\a\b\x1B\f\n\r\t\v";
    const char c = peek();
    if (c == 'x') return bytes_of_hex(word, 2, /*code_point=*/false);
    if (c == 'u') return bytes_of_hex(word, 4, /*code_point=*/true);
    const std::size_t name = kNames.find(c);
    word += name == std::string_view::npos ? c : kBytes[name];
  }

  void bytes_of_hex(std::string& word, int digits, bool code_point) {
    std::uint32_t value = 0;
    int count = 0;
    while (count < digits && hex_digit(peek(1)) >= 0) {
      value = value * 16 + static_cast<std::uint32_t>(hex_digit(peek(1)));
      ++at_;
      ++count;
    }
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (code_point && !surrogate)
      utf8::append(word, value);
    else if (!code_point)
      word += static_cast<char>(value);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::string> words_{};
};

}  // namespace

std::expected<std::vector<std::string>, std::string> split_words(std::string_view text) {
  return WordSplitter(text).split();
}

std::string shell_quoted(std::string_view text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@,+%";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string_view::npos)
    return std::string(text);
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  }
  return out + '\'';
}

}  // namespace patchbay::doors
