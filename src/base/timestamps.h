// Times as people and programs write them.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace patchbay {

// Any time of RFC 3339, in any offset: a `T` in either case or a space, a `Z` in either case or
// "+02:00", a fraction of any length, of which what is less than a microsecond counts for nothing,
// and a leap second, which is the second after it. A day alone is its beginning in UTC. The error
// is what is wrong, as the end of a sentence: "must be a time such as …". Where the time stood in a
// query string, in which a `+` means a space, the error says how to write one.
enum class TimeFrom : std::uint8_t { query, elsewhere };
[[nodiscard]] std::expected<Instant, std::string> parse_time(std::string_view text,
                                                             TimeFrom from = TimeFrom::elsewhere);

}  // namespace patchbay
