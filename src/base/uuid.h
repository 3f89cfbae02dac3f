// 128-bit identifiers, RFC 9562.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"

namespace patchbay {

class Uuid {
 public:
  Uuid() = default;  // nil

  // Reads the 36-character form, either case.
  [[nodiscard]] static std::optional<Uuid> parse(std::string_view text);
  // Version 4 from `random`.
  [[nodiscard]] static Uuid make(Random& random);
  // Version 7: begins with the time, so that those made later are greater (to the millisecond) and
  // stand together in an index.
  [[nodiscard]] static Uuid make_ordered(std::int64_t unix_ms, Random& random);
  // Version 8 from the first 16 of `bytes`, which are many enough.
  [[nodiscard]] static Uuid from_bytes(std::string_view bytes);
  // 00000000-0000-4000-8000-<number as 12 decimal digits>: for demo data and tests.
  [[nodiscard]] static Uuid numbered(std::uint64_t number);

  [[nodiscard]] std::string text() const;  // lower case
  [[nodiscard]] bool is_nil() const { return *this == Uuid{}; }
  [[nodiscard]] std::uint64_t hash() const;

  auto operator<=>(const Uuid&) const = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

}  // namespace patchbay

template <>
struct std::hash<patchbay::Uuid> {
  std::size_t operator()(const patchbay::Uuid& uuid) const noexcept { return uuid.hash(); }
};
