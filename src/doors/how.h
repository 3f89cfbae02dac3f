// How a request is to be carried out, in headers that every door takes: rehearse it, only at a
// version, for a reason. A header of ours that is not known is refused: a rehearsal that an older
// server took for a write would be the worst of mistakes.
//
//   Patchbay-Rehearse: true        everything but the writing; the reply says Patchbay-Rehearsed:
//   true Patchbay-If-Version: 7         only if the record is at this version Patchbay-Reason: any
//   words     kept in history; at most 500 characters If-Match: "7"                  at doors with
//   entity tags, the same as Patchbay-If-Version Prefer: handling=rebase        at another version,
//   the change is applied on top where nothing overlaps
#pragma once

#include "doors/door.h"

namespace patchbay::doors {

// Reads the headers into `asked`, which the door has decoded.
void read_how(const http::Request& request, const Door& door, Asked& asked);

// Says in the reply's headers what was rehearsed, and which version was read or made.
void say_how(http::Response& response, const Door& door, const Asked& asked,
             const Result<core::Outcome>& outcome);

}  // namespace patchbay::doors
