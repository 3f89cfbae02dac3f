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

  // Parses the 36-character form in either case.
  [[nodiscard]] static std::optional<Uuid> parse(std::string_view text);
  // Returns a version 4 UUID from `random`.
  [[nodiscard]] static Uuid make(Random& random);
  // Returns a version 7 UUID. It begins with the time, so later ones are greater (to the
  // millisecond) and neighbours in an index.
  [[nodiscard]] static Uuid make_ordered(std::int64_t unix_ms, Random& random);
  // Returns the lowest version 7 UUID of this time; times before 1970 give that of 1970, and times
  // that do not fit give the last.
  [[nodiscard]] static Uuid first_ordered(std::int64_t unix_ms);
  // Returns a version 8 UUID from the first 16 of `bytes`, which must have at least that many.
  [[nodiscard]] static Uuid from_bytes(std::string_view bytes);
  // Returns the version 8 UUID of a part of `whole`: it begins with the first 6 bytes of `whole`
  // and 26 bits of `number`, so that parts are neighbours in an index, in their order. The rest is
  // the first 6 of `bytes`, which must have at least that many.
  [[nodiscard]] static Uuid part_of(const Uuid& whole, std::uint32_t number,
                                    std::string_view bytes);
  // Returns the version 7 UUID of a part of `whole`, which is of version 7: it begins with the time
  // of `whole` and 26 bits of `number`. The rest is random.
  [[nodiscard]] static Uuid ordered_part_of(const Uuid& whole, std::uint32_t number,
                                            Random& random);
  // Returns 00000000-0000-4000-8000-<number as 12 decimal digits>, for demo data and tests.
  [[nodiscard]] static Uuid numbered(std::uint64_t number);

  [[nodiscard]] std::string text() const;                                // lower case
  [[nodiscard]] bool is_ordered() const { return bytes_[6] >> 4 == 7; }  // of version 7
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
