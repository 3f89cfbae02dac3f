// Tells core what outside systems call the customers of rows.
#pragma once

#include <expected>
#include <optional>
#include <vector>

#include "app/transfer/bulk_sender.h"
#include "core/service.h"

namespace patchbay::app {

// Links customers to the ids that systems have for them, or releases links, and waits. Returns why
// each was refused, in the order of `links`; an error is about all of them.
[[nodiscard]] std::expected<std::vector<std::optional<Fault>>, ImportError> send_links(
    core::Service& service, const BulkSender::Options& options,
    const std::vector<core::LinkToSystem>& links);

}  // namespace patchbay::app
