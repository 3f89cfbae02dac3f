// Positions in the feed as readers are told them. A position is the number of an entry, and numbers
// would tell a reader how much others change: so what is told is sealed, and never twice the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/access/secret_sealer.h"
#include "record/history/feed.h"

namespace patchbay::core {

// In base64url, 75 characters.
[[nodiscard]] std::string seal_position(const SecretSealer& sealer, const FeedPosition& position);
// Nothing where `text` was not told under the same sealing key.
[[nodiscard]] std::optional<FeedPosition> open_position(const SecretSealer& sealer,
                                                        std::string_view text);

}  // namespace patchbay::core
