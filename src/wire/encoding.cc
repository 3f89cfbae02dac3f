// Detects the encoding and converts with ICU.
#include "wire/encoding.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/unistr.h>

#include "base/text.h"

namespace patchbay::wire {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16Big = "UTF-16BE";
constexpr std::string_view kUtf16Little = "UTF-16LE";

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

using Utf8Result = std::expected<std::string_view, std::string>;

std::unexpected<std::string> unknown(std::string_view name) {
  // The name is quoted in a reply.
  constexpr std::size_t kNameMax = 40;
  return std::unexpected(
      "the encoding \"" + std::string(name.substr(0, kNameMax)) +
      "\", which is not known here; known are UTF-8, UTF-16, US-ASCII "
      "and the encodings of one byte for each character that the character-sets "
      "registry of IANA names, such as ISO-8859-1, ISO-8859-15, windows-1252 and "
      "KOI8-R");
}

// EncName of XML. Anything else could be a path or an option to ICU.
bool is_name(std::string_view name) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  constexpr std::string_view kOthers = "0123456789._-:";
  constexpr std::size_t kNameMax = 40;
  return !name.empty() && name.size() <= kNameMax && kLetters.contains(name.front()) &&
         std::ranges::all_of(name,
                             [&](char c) { return kLetters.contains(c) || kOthers.contains(c); });
}

bool is_utf8_name(std::string_view name) {
  const std::string in_lower = lower(name);
  return in_lower == "utf-8" || in_lower == "utf8" || in_lower == "utf_8";
}

// The encoding in the XML declaration at the front of `text`; nothing if there is no declaration,
// or none in bytes that agree with US-ASCII.
std::optional<std::string_view> declared(std::string_view text) {
  constexpr std::size_t kDeclarationMax = 256;
  if (!text.starts_with("<?xml")) return std::nullopt;
  text = text.substr(0, std::min(text.find("?>"), kDeclarationMax));
  const std::size_t key = text.find("encoding");
  if (key == std::string_view::npos) return std::nullopt;
  text = trim(text.substr(key + std::string_view("encoding").size()));
  if (!text.starts_with('=')) return std::nullopt;
  text = trim(text.substr(1));
  if (text.empty() || (text.front() != '"' && text.front() != '\'')) return std::nullopt;
  const std::size_t end = text.find(text.front(), 1);
  if (end == std::string_view::npos) return std::nullopt;
  return text.substr(1, end - 1);
}

// A converter for the encoding, provided that it contains US-ASCII unchanged.
Converter converter_of(const std::string& name) {
  UErrorCode error = U_ZERO_ERROR;
  if (!is_name(name) || ucnv_countAliases(name.c_str(), &error) == 0) return nullptr;
  Converter out(ucnv_open(name.c_str(), &error));
  if (U_FAILURE(error)) return nullptr;
  const UConverterType type = ucnv_getType(out.get());
  if (type != UCNV_SBCS && type != UCNV_LATIN_1 && type != UCNV_US_ASCII) return nullptr;
  constexpr std::string_view kProbe = "<?xml version='1.0'?>&;\"azAZ09\r\n\t";
  std::array<UChar, kProbe.size()> read;
  const auto size = static_cast<std::int32_t>(kProbe.size());
  ucnv_toUChars(out.get(), read.data(), size, kProbe.data(), size, &error);
  const auto same = [](UChar a, char b) { return a == static_cast<unsigned char>(b); };
  return std::ranges::equal(read, kProbe, same) ? std::move(out) : nullptr;
}

Utf8Result converted(UConverter& converter, std::string_view name, std::string_view text,
                     std::string& out) {
  UErrorCode error = U_ZERO_ERROR;
  ucnv_setToUCallBack(&converter, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  icu::UnicodeString wide;
  // In these encodings no byte becomes more than one UTF-16 unit, except for a byte order mark that
  // may be added.
  const auto room = static_cast<std::int32_t>(text.size() + 1);
  UChar* const to = wide.getBuffer(room);
  if (to == nullptr) throw std::bad_alloc();
  const std::int32_t size = ucnv_toUChars(&converter, to, room, text.data(),
                                          static_cast<std::int32_t>(text.size()), &error);
  wide.releaseBuffer(U_SUCCESS(error) ? size : 0);
  if (U_FAILURE(error)) return std::unexpected("text that is not " + std::string(name));
  wide.toUTF8String(out);
  return out;
}

Utf8Result from_utf16(std::string_view name, std::string_view text, std::string& out) {
  UErrorCode error = U_ZERO_ERROR;
  const Converter converter(ucnv_open(std::string(name).c_str(), &error));
  if (U_FAILURE(error)) return unknown(name);
  return converted(*converter, name, text, out);
}

bool is_utf16_name(std::string_view name) { return lower(name).starts_with("utf-16"); }

}  // namespace

Utf8Result to_utf8(std::string_view text, std::string_view charset, std::string& out) {
  if (text.size() > INT32_MAX / 4) return std::unexpected("a document that is too long");
  if (text.starts_with(kUtf8Mark)) return text;
  if (text.starts_with("\xFE\xFF")) return from_utf16(kUtf16Big, text.substr(2), out);
  if (text.starts_with("\xFF\xFE")) return from_utf16(kUtf16Little, text.substr(2), out);
  const std::string name(charset.empty() ? declared(text).value_or("UTF-8") : charset);
  // A charset without a byte order is big-endian (RFC 2781, section 4.3).
  if (is_utf16_name(name) && !charset.empty())
    return from_utf16(lower(name) == "utf-16le" ? kUtf16Little : kUtf16Big, text, out);
  // A declaration that is readable byte by byte is not UTF-16. Expat would read a text that begins
  // with a zero byte as UTF-16, regardless of the encoding it was given.
  if (is_utf16_name(name) || text.substr(0, 2).contains('\0'))
    return std::unexpected("UTF-16 without a byte order mark");
  if (is_utf8_name(name)) return text;
  const Converter converter = converter_of(name);
  if (!converter) return unknown(name);
  return converted(*converter, name, text, out);
}

}  // namespace patchbay::wire
