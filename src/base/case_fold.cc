// Case folding and word breaking with ICU, with a fast path for ASCII that gives the same result.
#include "base/case_fold.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "base/text.h"
#include "base/utf8.h"

namespace patchbay {
namespace {

// Combining marks from this class on are accents and points; marks below it form other letters.
constexpr std::uint8_t kFirstAccent = 10;

bool is_ascii_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

void check(UErrorCode error) {
  if (U_FAILURE(error)) throw std::runtime_error(u_errorName(error));
}

struct Normalizers {
  const icu::Normalizer2* folding;
  const icu::Normalizer2* apart;
  const icu::Normalizer2* together;
};

const Normalizers& normalizers() {
  static const Normalizers kAll = [] {
    UErrorCode error = U_ZERO_ERROR;
    const Normalizers out{icu::Normalizer2::getNFKCCasefoldInstance(error),
                          icu::Normalizer2::getNFDInstance(error),
                          icu::Normalizer2::getNFCInstance(error)};
    check(error);
    return out;
  }();
  return kAll;
}

icu::UnicodeString unicode(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

icu::UnicodeString without_accents(const icu::UnicodeString& apart) {
  icu::UnicodeString out;
  for (std::int32_t at = 0; at < apart.length(); at = apart.moveIndex32(at, 1)) {
    const UChar32 c = apart.char32At(at);
    if (u_getCombiningClass(c) < kFirstAccent) out.append(c);
  }
  return out;
}

// Creating a word breaker loads rules and dictionaries, so each thread keeps one.
icu::BreakIterator& word_breaker() {
  thread_local const std::unique_ptr<icu::BreakIterator> kBreaker = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made(
        icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
    check(error);
    return made;
  }();
  return *kBreaker;
}

// Cuts the text between two word boundaries into words, until `out` has `max` entries.
class Cutter {
 public:
  Cutter(std::vector<std::string>& out, std::size_t max) : out_(out), max_(max) {}

  void take(UChar32 c) {
    const bool begins = (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
    if (!begins && (length_ == 0 || (U_GET_GC_MASK(c) & U_GC_M_MASK) == 0)) return cut();
    if (++length_ <= kWordMax) icu::UnicodeString(c).toUTF8String(word_);
  }
  void cut() {
    if (length_ > 0 && out_.size() < max_) out_.push_back(word_);
    word_.clear();
    length_ = 0;
  }

 private:
  std::vector<std::string>& out_;
  const std::size_t max_;
  std::string word_;
  std::size_t length_ = 0;  // in code points, including those past the maximum
};

void cut_ascii(std::string_view text, std::size_t max, std::vector<std::string>& out) {
  for (auto at = text.begin(); at != text.end() && out.size() < max;) {
    at = std::find_if(at, text.end(), is_ascii_word);
    const auto end = std::find_if_not(at, text.end(), is_ascii_word);
    if (at != end) out.emplace_back(std::string_view(at, end).substr(0, kWordMax));
    at = end;
  }
}

}  // namespace

std::string composed(std::string_view text) {
  if (utf8::is_ascii(text) || !utf8::is_valid(text)) return std::string(text);
  UErrorCode error = U_ZERO_ERROR;
  std::string bytes;
  normalizers().together->normalize(unicode(text), error).toUTF8String(bytes);
  check(error);
  return bytes;
}

std::string caseless(std::string_view text) {
  if (utf8::is_ascii(text)) return lower(text);
  UErrorCode error = U_ZERO_ERROR;
  std::string bytes;
  normalizers().folding->normalize(unicode(text), error).toUTF8String(bytes);
  check(error);
  return bytes;
}

std::string fold(std::string_view text) {
  if (utf8::is_ascii(text)) return lower(text);
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString folded = normalizers().folding->normalize(unicode(text), error);
  const icu::UnicodeString apart = normalizers().apart->normalize(folded, error);
  const icu::UnicodeString out = normalizers().together->normalize(without_accents(apart), error);
  check(error);
  std::string utf8;
  return out.toUTF8String(utf8);
}

std::vector<std::string> words_in(std::string_view folded, std::size_t max) {
  std::vector<std::string> out;
  append_words(folded, max, out);
  return out;
}

void append_words(std::string_view folded, std::size_t max, std::vector<std::string>& out) {
  max += out.size();
  if (utf8::is_ascii(folded)) return cut_ascii(folded, max, out);
  const icu::UnicodeString text = unicode(folded);
  icu::BreakIterator& breaker = word_breaker();
  breaker.setText(text);
  Cutter cutter(out, max);
  std::int32_t at = breaker.first();
  for (std::int32_t end = breaker.next(); end != icu::BreakIterator::DONE && out.size() < max;
       end = breaker.next()) {
    for (; at < end; at = text.moveIndex32(at, 1)) cutter.take(text.char32At(at));
    cutter.cut();
  }
}

}  // namespace patchbay
