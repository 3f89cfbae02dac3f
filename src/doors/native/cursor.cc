// Converts cursors to and from base64url of "order id key", so that clients do not try to compute
// them.
#include "doors/native/cursor.h"

#include "base/digest.h"
#include "base/text.h"
#include "base/utf8.h"
#include "record/field/value_rule.h"

namespace patchbay::doors::native {
namespace {

// Enough for the longest key: 255 code points of four bytes.
constexpr std::size_t kTextMax = 2048;

// The text before the next space. Removes both; nothing if there is no space.
std::optional<std::string_view> take_word(std::string_view& text) {
  const std::size_t end = text.find(' ');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view out = text.substr(0, end);
  text.remove_prefix(end + 1);
  return out;
}

}  // namespace

std::string cursor(std::string_view order, const ListPosition& last) {
  return base64_url(std::string(order) + ' ' + std::to_string(last.id.value) + ' ' + last.key);
}

std::optional<ListPosition> parse_cursor(std::string_view text, std::string_view order) {
  const auto bytes = text.size() <= kTextMax ? parse_base64_url(text) : std::nullopt;
  if (!bytes || !utf8::is_valid(*bytes) || !is_plain_text(*bytes)) return std::nullopt;
  std::string_view rest(*bytes);
  if (take_word(rest) != order) return std::nullopt;
  const auto id = parse_whole(take_word(rest).value_or(""));
  if (!id || *id <= 0 || (order == kById && !rest.empty())) return std::nullopt;
  return ListPosition{.key = std::string(rest), .id = {*id}};
}

}  // namespace patchbay::doors::native
