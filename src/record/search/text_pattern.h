// A regular expression of a caller's, which is matched in linear time and bounded memory.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

namespace re2 {
class RE2;
}

namespace patchbay {

class TextPattern {
 public:
  static constexpr std::size_t kBytesMax = 200;

  // Nothing if the text is longer than kBytesMax, or not a regular expression in the syntax of RE2.
  [[nodiscard]] static std::optional<TextPattern> parse(std::string_view text);

  // Whether it matches the whole text. Any thread may ask.
  [[nodiscard]] bool fits(std::string_view text) const;

 private:
  explicit TextPattern(std::shared_ptr<const re2::RE2> pattern) : pattern_(std::move(pattern)) {}

  std::shared_ptr<const re2::RE2> pattern_;
};

}  // namespace patchbay
