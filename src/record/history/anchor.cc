// The signature of an anchor, made over all its members with their lengths.
#include "record/history/anchor.h"

#include "base/digest.h"
#include "base/signature.h"

namespace patchbay {
namespace {

std::string signed_text(const Anchor& anchor) {
  HashInput members;
  members.add("patchbay anchor");
  const AuditSeal& seal = anchor.seal;
  for (const std::int64_t each :
       {seal.number, seal.entry, seal.entries, seal.admin_entry, seal.admin_entries})
    members.add(each);
  members.add(seal.hash);
  members.add(anchor.time);
  members.add(anchor.public_key);
  return members.hash();
}

}  // namespace

Anchor anchor_of(const AuditSeal& seal, Instant now, std::string_view seed) {
  Anchor out{
      .seal = seal, .time = rfc3339(now), .public_key = public_key_of(seed), .signature = {}};
  out.signature = sign(signed_text(out), seed);
  return out;
}

bool is_signed_by(const Anchor& anchor, std::string_view public_key) {
  return same_bytes(anchor.public_key, public_key) &&
         is_signed(signed_text(anchor), anchor.signature, public_key);
}

}  // namespace patchbay
