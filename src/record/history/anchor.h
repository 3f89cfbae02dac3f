// Anchors: signed copies of a seal that are kept elsewhere. An anchor stored where the server's
// operator cannot write shows whether older history was rewritten later.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "record/history/audit_seal.h"

namespace patchbay {

struct Anchor {
  AuditSeal seal;
  std::string time;        // when the anchor was made, RFC 3339
  std::string public_key;  // 32 bytes, Ed25519
  std::string signature;   // 64 bytes, over all other members
};

// Makes a signed anchor. `seed` is 32 secret bytes.
[[nodiscard]] Anchor anchor_of(const AuditSeal& seal, Instant now, std::string_view seed);
// Whether `public_key` is the anchor's key and its signature is valid.
[[nodiscard]] bool is_signed_by(const Anchor& anchor, std::string_view public_key);

}  // namespace patchbay
