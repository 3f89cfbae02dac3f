// A form of UUID that no generator makes: its version and variant bits are all ones.
#include "record/value/unassigned.h"

#include "base/text.h"

namespace patchbay {
namespace {

constexpr std::string_view kPrefix = "ffffffff-ffff-ffff-ffff-";
constexpr std::size_t kDigits = 12;

}  // namespace

Uuid unassigned(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return Uuid::parse(std::string(kPrefix) + std::string(kDigits - digits.size(), '0') + digits)
      .value_or(Uuid{});
}

std::string part_text(const Uuid& part) {
  std::string text = part.text();
  if (!text.starts_with(kPrefix)) return text;
  const auto number = parse_whole(text.substr(kPrefix.size()));
  return number ? "new-" + std::to_string(*number) : text;
}

}  // namespace patchbay
