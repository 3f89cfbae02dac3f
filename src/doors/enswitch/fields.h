// How the door spells the fields of a customer.
#pragma once

#include <span>
#include <string_view>

#include "doors/shared/spelling.h"

namespace patchbay::doors::enswitch {

// Every field of customers/update that is kept, in the document's order. With kVerification they
// are its 95.
[[nodiscard]] std::span<const Spelling> spellings();
// The row of that name, which is known to be there.
[[nodiscard]] const Spelling& spelling(std::string_view name);

// Further fields that get and list show. update accepts one only with its present value.
[[nodiscard]] std::span<const Spelling> shown_only();

// The field that is checked and used for nothing: it never leaves the decoder.
inline constexpr std::string_view kVerification = "creditcard_verification";

}  // namespace patchbay::doors::enswitch
