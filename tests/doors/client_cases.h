// What the tests of the client halves share: doors, calls, and samples of every field.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "doors/client.h"
#include "doors/door.h"
#include "doors/router.h"

namespace patchbay::doors {

inline const Uuid kContactId = Uuid::numbered(501);
inline const Uuid kAddressId = Uuid::numbered(502);

// The template, and every door of the list that has a client half.
[[nodiscard]] std::vector<const Door*> doors_with_clients();
// Those of them that also read replies.
[[nodiscard]] std::vector<const Door*> doors_with_replies();
[[nodiscard]] const DialectClient& client_half(const Door& door);
// A customer, named as the door does; and the same as text.
[[nodiscard]] core::Subject subject_for(const Door& door);
[[nodiscard]] std::string key_of(const std::optional<core::Subject>& subject);
[[nodiscard]] core::Call call_for(const Door& door, std::vector<core::FieldEdit> edits);
// With a record for a door that writes and reads changes as differences of documents.
[[nodiscard]] ClientContext given_context(const Door& door);
// Reads the edits that depend on the customer of that context.
void resolve_edits(const Door& door, core::Request& request);
// Whether the transport can empty the field of this row.
[[nodiscard]] bool can_clear(const ClientTransport& transport, const Spelling& row);
// The request on the way through the router of a server that has only this door.
[[nodiscard]] std::optional<DecodedRequest> decoded_by(const Door& door,
                                                       const http::Request& request);
// Every row that an update of this door can change, at the part that the door names.
[[nodiscard]] std::vector<Spelling> writable(const Door& door);
// Texts that the row accepts: the shortest, the longest, and the most awkward.
[[nodiscard]] std::vector<std::string> samples(const ValueFormat& format);
// A customer with a value in every field that the door writes.
[[nodiscard]] Record record_of(const Door& door);

}  // namespace patchbay::doors
