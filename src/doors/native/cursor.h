// Cursors of lists: opaque texts that hold the last id of a page.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace patchbay::doors::native {

[[nodiscard]] std::string cursor(std::int64_t last_id);
[[nodiscard]] std::optional<std::int64_t> parse_cursor(std::string_view text);

}  // namespace patchbay::doors::native
