// Tickets of rehearsals: proof that a principal has rehearsed a change, which a door may ask for
// before it lets the change be made. A ticket is an encrypted box, so that nothing is kept of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/access/secret_sealer.h"
#include "core/pending_call.h"

namespace patchbay::core {

// What a ticket says beside the digest of the change.
struct RehearsalTicket {
  std::int64_t principal = 0;
  Version version = 0;  // that was rehearsed
  Instant time;         // of the rehearsal
  bool operator==(const RehearsalTicket&) const = default;
};

// Returns 128 characters of base64url. Each sealing gives another text.
[[nodiscard]] std::string seal_ticket(const SecretSealer& sealer, const RehearsalTicket& ticket,
                                      std::string_view content);
// Returns nothing if `text` was not made with the same sealing key for the same content.
[[nodiscard]] std::optional<RehearsalTicket> open_ticket(const SecretSealer& sealer,
                                                         std::string_view text,
                                                         std::string_view content);

// Checks the ticket of a change that needs one, and makes the version that was rehearsed the only
// one that the change is made to. Faults: role_denied, if the change is refused in any case;
// invalid, at the caller's spelling of the ticket.
[[nodiscard]] Result<void> take_ticket(const SecretSealer& sealer, Instant now,
                                       PendingCall& pending);

}  // namespace patchbay::core
