// Compares appearance with ICU's tables of confusable characters.
#include "base/lookalike.h"

#include <memory>
#include <stdexcept>

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include "base/case_fold.h"

namespace patchbay {
namespace {

icu::UnicodeString unicode(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

// Threads: any.
const USpoofChecker* checker() {
  static const std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> kChecker = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> out(uspoof_open(&error), uspoof_close);
    if (U_FAILURE(error)) throw std::runtime_error(u_errorName(error));
    return out;
  }();
  return kChecker.get();
}

std::string skeleton(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString out;
  uspoof_getSkeletonUnicodeString(checker(), 0, unicode(text), out, &error);
  if (U_FAILURE(error)) throw std::runtime_error(u_errorName(error));
  std::string bytes;
  return out.toUTF8String(bytes);
}

bool is_hidden(UChar32 c) {
  if (c == ' ') return false;
  switch (u_charType(c)) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_SURROGATE:
    case U_PRIVATE_USE_CHAR:
    case U_UNASSIGNED:
    case U_SPACE_SEPARATOR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      return true;
    default:
      return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
  }
}

}  // namespace

std::string skeleton_of(std::string_view text) {
  const icu::UnicodeString look = unicode(fold(skeleton(fold(text))));
  icu::UnicodeString out;
  for (std::int32_t at = 0; at < look.length(); at = look.moveIndex32(at, 1))
    if (u_isalnum(look.char32At(at))) out.append(look.char32At(at));
  std::string bytes;
  return out.toUTF8String(bytes);
}

bool has_hidden_characters(std::string_view text) {
  if (text.starts_with(' ') || text.ends_with(' ')) return true;
  const icu::UnicodeString characters = unicode(text);
  for (std::int32_t at = 0; at < characters.length(); at = characters.moveIndex32(at, 1))
    if (is_hidden(characters.char32At(at))) return true;
  return false;
}

}  // namespace patchbay
