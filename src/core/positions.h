// Positions in the feed as readers are told them. A position is the number of an entry, and numbers
// would tell a reader how much others change: so what is told is sealed, and never twice the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/seal.h"
#include "record/feed.h"

namespace patchbay::core {

// In base64url, 75 characters.
[[nodiscard]] std::string told(const Sealer& sealer, const Position& position);
// Nothing where `text` was not told under the same sealing key.
[[nodiscard]] std::optional<Position> position_of(const Sealer& sealer, std::string_view text);

}  // namespace patchbay::core
