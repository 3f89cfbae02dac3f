// What erasing a person did, and everything that is held about a customer: as JSON, and as a page.
#pragma once

#include "core/call/outcome.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

[[nodiscard]] wire::Tree erasure_json(const core::Erasure& erasure);
[[nodiscard]] wire::Tree everything_json(const core::Everything& everything);
// A whole HTML page, which needs nothing else.
[[nodiscard]] std::string everything_page(const core::Everything& everything);

}  // namespace patchbay::doors::native
