// Finds the encoding by the byte order mark, and converts with ICU.
#include "app/transfer/text_decoder.h"

#include <algorithm>
#include <array>

#include <unicode/ucnv.h>

#include "base/text.h"

namespace patchbay::app {
namespace {

using Added = std::expected<void, std::string>;

struct Mark {
  std::string_view bytes;
  const char* encoding;
};
constexpr Mark kMarks[] = {
    {"\xEF\xBB\xBF", "UTF-8"}, {"\xFF\xFE", "UTF-16LE"}, {"\xFE\xFF", "UTF-16BE"}};

// Names that people say, and those that ICU knows.
constexpr Mark kNames[] = {{"latin-1", "ISO-8859-1"}, {"latin1", "ISO-8859-1"}};

class Utf8 final : public TextDecoder {
 public:
  explicit Utf8(std::size_t mark_bytes) : skipped_(mark_bytes) {}
  [[nodiscard]] const std::string& encoding() const override { return name_; }
  Added add(std::string_view bytes, bool /*is_last*/, std::string& out) override {
    const std::size_t mark = std::min(skipped_, bytes.size());
    skipped_ -= mark;
    out += bytes.substr(mark);
    return {};
  }

 private:
  const std::string name_ = "UTF-8";
  std::size_t skipped_;
};

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(const char* name) {
  UErrorCode wrong = U_ZERO_ERROR;
  Converter out(ucnv_open(name, &wrong));
  if (U_FAILURE(wrong)) return nullptr;
  ucnv_setToUCallBack(out.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &wrong);
  return out;
}

class Other final : public TextDecoder {
 public:
  Other(std::string name, Converter from, std::size_t mark_bytes)
      : name_(std::move(name)),
        from_(std::move(from)),
        to_(open_converter("UTF-8")),
        skipped_(mark_bytes) {}
  [[nodiscard]] const std::string& encoding() const override { return name_; }

  Added add(std::string_view bytes, bool is_last, std::string& out) override {
    const std::size_t mark = std::min(skipped_, bytes.size());
    skipped_ -= mark;
    bytes.remove_prefix(mark);
    const char* source = bytes.data();
    const char* const source_end = source + bytes.size();
    for (bool more = true; more;) {
      std::array<char, 16384> piece{};
      char* target = piece.data();
      UErrorCode wrong = U_ZERO_ERROR;
      ucnv_convertEx(to_.get(), from_.get(), &target, piece.data() + piece.size(), &source,
                     source_end, pivot_.data(), &pivot_source_, &pivot_target_,
                     pivot_.data() + pivot_.size(), /*reset=*/false, is_last, &wrong);
      out.append(piece.data(), static_cast<std::size_t>(target - piece.data()));
      more = wrong == U_BUFFER_OVERFLOW_ERROR;
      if (U_FAILURE(wrong) && !more)
        return std::unexpected("holds bytes that are not " + name_ +
                               ": name its encoding with "
                               "--encoding");
    }
    return {};
  }

 private:
  const std::string name_;
  const Converter from_;
  const Converter to_;
  std::size_t skipped_;
  std::array<UChar, 4096> pivot_{};
  UChar* pivot_source_ = pivot_.data();
  UChar* pivot_target_ = pivot_.data();
};

}  // namespace

std::expected<std::unique_ptr<TextDecoder>, std::string> TextDecoder::make(
    std::string_view start, const std::string& encoding, const char* without_mark) {
  std::string name = encoding;
  std::size_t mark_bytes = 0;
  for (const Mark& each : kNames)
    if (lower(name) == each.bytes) name = each.encoding;
  for (const Mark& each : kMarks) {
    const bool is_wanted =
        name.empty() || upper(name) == each.encoding ||
        (upper(name) == "UTF-16" && std::string_view(each.encoding).starts_with("UTF-16"));
    if (!is_wanted || !start.starts_with(each.bytes)) continue;
    name = each.encoding;
    mark_bytes = each.bytes.size();
    break;
  }
  if (name.empty()) name = without_mark;
  if (upper(name) == "UTF-8" || upper(name) == "UTF8") return std::make_unique<Utf8>(mark_bytes);
  const bool is_plain = std::ranges::all_of(name, [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == ':' || c == '.';
  });
  Converter from = is_plain ? open_converter(name.c_str()) : nullptr;
  if (!from)
    return std::unexpected("cannot be read: the encoding " + name +
                           " is not known; known are UTF-8, UTF-16, ISO-8859-1 (or latin-1), "
                           "windows-1252 and the others that ICU knows");
  return std::make_unique<Other>(name, std::move(from), mark_bytes);
}

}  // namespace patchbay::app
