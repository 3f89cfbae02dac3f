// What a change says that only the standard can say: members, and parts of members, that no field
// of the record holds.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/call/call.h"

namespace patchbay::doors::tmf629 {

// The names of the members, from the edits of a call that this door decoded. `before` is empty for
// a customer that is new or not known.
[[nodiscard]] std::vector<std::string> said_here_only(std::span<const core::FieldEdit> edits,
                                                      const Record& before);

}  // namespace patchbay::doors::tmf629
