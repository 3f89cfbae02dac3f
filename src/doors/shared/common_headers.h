// Headers that every door accepts, which say how a request is carried out: as a rehearsal, only at
// a version, with a reason. An unknown Patchbay header is refused, because an older server could
// otherwise take a rehearsal for a write.
//
// Patchbay-Rehearse: true     does everything but the write; the reply has the header below
// Patchbay-Rehearsed: true
// Patchbay-If-Version: 7      only if the record is at this version
// Patchbay-Reason: any words  kept in history; at most 500 characters
// Idempotency-Key: any words  done once; a repeat gets the same reply
// Prefer: handling=rebase     at another version, applies the change on top if nothing overlaps
// At doors with entity tags:
// If-Match: "7", "8"          only if the record is at one of these versions
// If-None-Match: "7"          a read: 304 at this version; a change: only at another one
// At doors that say so:
// Prefer: return=minimal      the reply to a change has no body
#pragma once

#include "doors/door.h"

namespace patchbay::doors {

// Reads the headers into `decoded`, which the door has decoded before.
void read_common_headers(const http::Request& request, const Door& door, DecodedRequest& decoded);

// Why a read with this `outcome` is refused: If-Match names other versions. Nothing if it is not
// refused. Core checks the conditions of changes.
[[nodiscard]] std::optional<Fault> check_read_condition(const DecodedRequest& decoded,
                                                        const Result<core::Outcome>& outcome);

// Writes to the reply's headers whether this was a rehearsal, which version was read or created,
// and which preferences were applied. Omits a body that the caller already has or does not want.
void write_common_headers(http::Response& response, const Door& door, const DecodedRequest& decoded,
                          const Result<core::Outcome>& outcome);

}  // namespace patchbay::doors
