// Anchors: a seal told to others, signed. Kept where whoever runs the server cannot write, it shows
// whether what lies before it was rewritten since.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "record/history/audit_seal.h"

namespace patchbay {

struct Anchor {
  AuditSeal seal;
  std::string time;        // when it was made, RFC 3339
  std::string public_key;  // 32 bytes, Ed25519
  std::string signature;   // 64 bytes, over all else
};

// `seed`: 32 secret bytes.
[[nodiscard]] Anchor anchor_of(const AuditSeal& seal, Instant now, std::string_view seed);
// Whether it was signed by the pair of `public_key`, which must be its own.
[[nodiscard]] bool is_signed_by(const Anchor& anchor, std::string_view public_key);

}  // namespace patchbay
