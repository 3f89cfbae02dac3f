// An encrypted box with the number in eight bytes, lowest first, and the mark.
#include "core/read/positions.h"

#include "base/digest.h"

namespace patchbay::core {
namespace {

constexpr std::string_view kBound = "position in the feed";
constexpr std::size_t kNumberBytes = 8;
constexpr std::size_t kTextMax = 128;

}  // namespace

std::string seal_position(const SecretSealer& sealer, const FeedPosition& position) {
  std::string plain;
  const auto number = static_cast<std::uint64_t>(position.entry);
  for (std::size_t i = 0; i < kNumberBytes; ++i) plain += static_cast<char>(number >> (8 * i));
  // All positions have the same length, including the beginning.
  std::string mark = position.mark;
  mark.resize(FeedPosition::kMarkBytes);
  return base64_url(sealer.box(plain + mark, kBound));
}

std::optional<FeedPosition> open_position(const SecretSealer& sealer, std::string_view text) {
  const auto box = text.size() <= kTextMax ? parse_base64_url(text) : std::nullopt;
  const auto plain = box ? sealer.open(*box, kBound) : std::nullopt;
  if (!plain || plain->size() != kNumberBytes + FeedPosition::kMarkBytes) return std::nullopt;
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < kNumberBytes; ++i)
    number |= std::uint64_t{static_cast<unsigned char>((*plain)[i])} << (8 * i);
  if (number == 0) return FeedPosition{};
  return FeedPosition{.entry = static_cast<std::int64_t>(number),
                      .mark = plain->substr(kNumberBytes)};
}

}  // namespace patchbay::core
