// Looks for bytes that only one of two encodings has.
#include "app/transfer/encoding_finder.h"

#include <utility>

#include "base/utf8.h"

namespace patchbay::app {
namespace {

constexpr std::size_t kCharacterBytesMax = 4;
constexpr std::string_view kNotWindows1252("\0\x81\x8D\x8F\x90\x9D", 6);

}  // namespace

void EncodingFinder::add(std::string_view bytes) {
  if (has_other_) return;
  if (rest_.empty()) return look(bytes);
  const std::string joined = std::exchange(rest_, {}).append(bytes);
  look(joined);
}

void EncodingFinder::look(std::string_view bytes) {
  has_other_ = bytes.contains('\0');
  while (!bytes.empty() && !has_other_) {
    const std::size_t good = utf8::valid_length(bytes);
    has_other_ = !utf8::is_ascii(bytes.substr(0, good));
    bytes.remove_prefix(good);
    if (bytes.size() < kCharacterBytesMax) break;
    has_wrong_ = true;
    has_other_ = has_other_ || kNotWindows1252.contains(bytes.front());
    bytes.remove_prefix(1);
  }
  rest_ = bytes;
}

bool EncodingFinder::is_windows_1252() {
  // Bytes that cannot be a character, and so are looked at one by one.
  add("   ");
  return has_wrong_ && !has_other_;
}

}  // namespace patchbay::app
