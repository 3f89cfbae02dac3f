// Cursors to and from text: base64url, so that nobody takes them for numbers to count with.
#include "doors/native/cursor.h"

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"

namespace patchbay::doors::native {
namespace {
constexpr std::string_view kMark = "after ";
}

std::string cursor(std::int64_t last_id) {
  return base64_url(std::string(kMark) + std::to_string(last_id));
}

std::optional<std::int64_t> parse_cursor(std::string_view text) {
  constexpr std::size_t kMax = 64;
  if (text.size() > kMax) return std::nullopt;
  std::string padded(text);
  std::replace(padded.begin(), padded.end(), '-', '+');
  std::replace(padded.begin(), padded.end(), '_', '/');
  padded.append((4 - padded.size() % 4) % 4, '=');
  const auto bytes = parse_base64(padded);
  if (!bytes || !bytes->starts_with(kMark)) return std::nullopt;
  return parse_whole(std::string_view(*bytes).substr(kMark.size()));
}

}  // namespace patchbay::doors::native
