// A form of UUID that no generator makes: its version and variant bits are all ones.
#include "record/value/unassigned.h"

#include "base/text.h"

namespace patchbay {
namespace {

constexpr std::string_view kPrefix = "ffffffff-ffff-ffff-ffff-";
constexpr std::size_t kDigits = 12;
constexpr std::string_view kShown = "new-";

// The number of a placeholder, or nothing.
std::optional<std::int64_t> number_of(const Uuid& part) {
  const std::string text = part.text();
  return text.starts_with(kPrefix) ? parse_whole(text.substr(kPrefix.size())) : std::nullopt;
}

}  // namespace

Uuid unassigned(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return Uuid::parse(std::string(kPrefix) + std::string(kDigits - digits.size(), '0') + digits)
      .value_or(Uuid{});
}

bool is_unassigned(const Uuid& part) { return number_of(part).has_value(); }

std::string part_text(const Uuid& part) {
  const auto number = number_of(part);
  return number ? std::string(kShown) + std::to_string(*number) : part.text();
}

std::optional<Uuid> parse_part(std::string_view text) {
  if (!text.starts_with(kShown)) return Uuid::parse(text);
  const std::string_view digits = text.substr(kShown.size());
  const auto number = digits.size() <= kDigits ? parse_whole(digits) : std::nullopt;
  if (!number || *number < 0 || std::to_string(*number) != digits) return std::nullopt;
  return unassigned(static_cast<std::uint64_t>(*number));
}

}  // namespace patchbay
