// A position in a text, and the small steps that readers take from it.
#pragma once

#include <cstddef>
#include <string_view>

namespace patchbay::wire {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Views text that must outlive it. No step goes past the end.
class TextScanner {
 public:
  explicit TextScanner(std::string_view text)
      : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()) {}

  [[nodiscard]] bool at_end() const { return at_ == end_; }
  [[nodiscard]] std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }
  [[nodiscard]] std::string_view rest() const { return {at_, end_}; }
  // The text between `offset` and the position.
  [[nodiscard]] std::string_view since(std::size_t offset) const { return {begin_ + offset, at_}; }
  // The next byte, or NUL at the end.
  [[nodiscard]] char peek() const { return at_ == end_ ? '\0' : *at_; }

  // Steps over `wanted` if it is the next byte. Returns whether it was.
  bool accept(char wanted) {
    if (at_ == end_ || *at_ != wanted) return false;
    ++at_;
    return true;
  }
  bool accept(std::string_view wanted) {
    if (!rest().starts_with(wanted)) return false;
    at_ += wanted.size();
    return true;
  }

  // Steps over the bytes for which `accepts` is true and returns them.
  template <typename Predicate>
  std::string_view take_while(Predicate accepts) {
    const char* const first = at_;
    while (at_ != end_ && accepts(*at_)) ++at_;
    return {first, at_};
  }
  std::string_view take_digits() { return take_while(is_digit); }

  // Steps over exactly `count` digits. If there are fewer, steps over those and returns false.
  bool accept_digits(std::size_t count) {
    for (; count > 0 && is_digit(peek()); --count) ++at_;
    return count == 0;
  }

 private:
  const char* begin_;
  const char* at_;
  const char* end_;
};

}  // namespace patchbay::wire
