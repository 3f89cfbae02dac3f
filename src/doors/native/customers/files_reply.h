// The replies to exports and imports.
#pragma once

#include "core/call/outcome.h"
#include "http/message.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

// `is_encoded`: the file is packed on its way only.
[[nodiscard]] http::Response file_reply(const core::CustomersFile& file, bool is_encoded);
[[nodiscard]] wire::Tree import_json(const core::Imported& imported);

}  // namespace patchbay::doors::native
