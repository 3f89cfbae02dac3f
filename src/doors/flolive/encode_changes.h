// The body of a PATCH or POST of a customer, from edits.
#pragma once

#include "doors/client.h"
#include "doors/flolive/customer_reader.h"

namespace patchbay::doors::flolive {

using Purpose = CustomerReader::Purpose;

// The members that carry `edits`. The ids of addresses and of the contact come from the record;
// without one they are placeholders. Empty if nothing is left to send.
[[nodiscard]] wire::Object change_body(const std::vector<core::FieldEdit>& edits, Purpose purpose,
                                       const ClientContext& context, EncodedCall& out);

}  // namespace patchbay::doors::flolive
