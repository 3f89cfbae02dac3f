// Matches with RE2.
#include "record/search/text_pattern.h"

#include <re2/re2.h>

namespace patchbay {
namespace {

constexpr std::int64_t kMemoryMax = 256 << 10;

}  // namespace

std::optional<TextPattern> TextPattern::parse(std::string_view text) {
  if (text.size() > kBytesMax) return std::nullopt;
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMemoryMax);
  auto pattern =
      std::make_shared<const re2::RE2>(re2::StringPiece(text.data(), text.size()), options);
  if (!pattern->ok()) return std::nullopt;
  return TextPattern(std::move(pattern));
}

bool TextPattern::fits(std::string_view text) const {
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *pattern_);
}

}  // namespace patchbay
