// Encrypted positions of the feed. A position holds the number of an entry, and plain numbers would
// reveal how much others change. Each encryption of a position gives another text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/access/secret_sealer.h"
#include "record/history/feed.h"

namespace patchbay::core {

// Returns 75 characters of base64url.
[[nodiscard]] std::string seal_position(const SecretSealer& sealer, const FeedPosition& position);
// Returns nothing if `text` was not made with the same sealing key.
[[nodiscard]] std::optional<FeedPosition> open_position(const SecretSealer& sealer,
                                                        std::string_view text);

}  // namespace patchbay::core
