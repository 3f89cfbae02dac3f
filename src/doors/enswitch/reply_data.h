// The data of replies.
#pragma once

#include "core/call/outcome.h"
#include "wire/tree.h"

namespace patchbay::doors::enswitch {

// A customer: its id, and every field in the door's spelling.
[[nodiscard]] wire::Tree data_of(const core::View& view);
[[nodiscard]] wire::Tree data_of(const core::Tokens& tokens);
[[nodiscard]] wire::Tree data_of(const core::Identity& identity);

}  // namespace patchbay::doors::enswitch
