// The store and the service that a command works with.
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <string_view>

#include "app/transfer/transfer_store.h"
#include "cli/store_flags.h"

namespace patchbay::app {

// Calls `use` with the store at `place`. `writes`: opens it for writing, which is refused while a
// server uses the folder; otherwise the store can be in use, and every change fails. `instead`:
// what can be done while a server uses it (store_flags.h). Returns what `use` returns, or a
// sentence for the operator.
[[nodiscard]] std::expected<int, std::string> with_store(
    const StorePlace& place, bool writes, std::string_view instead,
    const std::function<int(const TransferStore&)>& use);

}  // namespace patchbay::app
