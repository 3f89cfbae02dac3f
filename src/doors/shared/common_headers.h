// How a request is to be carried out, in headers that every door takes: rehearse it, only at a
// version, for a reason. A header of ours that is not known is refused: a rehearsal that an older
// server took for a write would be the worst of mistakes.
//
//   Patchbay-Rehearse: true     everything but the writing; the reply says so by its own header
//                               Patchbay-Rehearsed: true
//   Patchbay-If-Version: 7      only if the record is at this version
//   Patchbay-Reason: any words  kept in history; at most 500 characters
//   Idempotency-Key: any words  done once, and answered again
//   Prefer: handling=rebase     at another version, the change is applied on top where nothing
//                               overlaps
// At doors with entity tags:
//   If-Match: "7", "8"          only if the record is at one of these versions
//   If-None-Match: "7"          a read: 304 at this version; a change: only at another one
// At doors that say so:
//   Prefer: return=minimal      the reply to a change has no body
#pragma once

#include "doors/door.h"

namespace patchbay::doors {

// Reads the headers into `asked`, which the door has decoded.
void read_common_headers(const http::Request& request, const Door& door, DecodedRequest& decoded);

// Why a read is refused that came to `outcome`: If-Match names other versions. Nothing where it is
// not; conditions of changes are the affair of core.
[[nodiscard]] std::optional<Fault> check_read_condition(const DecodedRequest& decoded,
                                                        const Result<core::Outcome>& outcome);

// Says in the reply's headers what was rehearsed, which version was read or made, and
// which preferences were heeded; leaves out the body that the caller has already or does not want.
void write_common_headers(http::Response& response, const Door& door, const DecodedRequest& decoded,
                          const Result<core::Outcome>& outcome);

}  // namespace patchbay::doors
