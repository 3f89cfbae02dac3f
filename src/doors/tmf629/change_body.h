// The body that makes a change at a server of the standard: the members that the chosen fields
// stand in, as they read after it.
#pragma once

#include <vector>

#include "doors/client.h"
#include "doors/tmf629/release.h"
#include "wire/tree.h"

namespace patchbay::doors::tmf629 {

// A merge patch. What it cannot carry is added to the losses; what the patch would do beyond the
// edits is never sent. Empty if nothing is left.
[[nodiscard]] wire::Object change_body(const std::vector<core::FieldEdit>& edits, Release release,
                                       const ClientContext& context, EncodedCall& out);
// A new customer, with placeholders for what the standard requires.
[[nodiscard]] wire::Object new_body(const std::vector<core::FieldEdit>& edits, Release release,
                                    EncodedCall& out);

}  // namespace patchbay::doors::tmf629
