// Times as people and programs write them.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace patchbay {

// parse_time() accepts any RFC 3339 time with any offset: `T` in either case or a space, `Z` in
// either case or "+02:00", a fraction of any length (cut to microseconds), and a leap second, which
// is read as the next second. A date alone is its start in UTC. The error is the end of a sentence:
// "must be a time such as …". For a time from a query string, where `+` means a space, the error
// says how to write a plus.
enum class TimeFrom : std::uint8_t { query, elsewhere };
[[nodiscard]] std::expected<Instant, std::string> parse_time(std::string_view text,
                                                             TimeFrom from = TimeFrom::elsewhere);

// Reads the date of HTTP that programs write, "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7), or
// nothing.
[[nodiscard]] std::optional<Instant> parse_http_date(std::string_view text);

}  // namespace patchbay
