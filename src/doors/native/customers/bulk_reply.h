// The reply to a change of many: a line for each, and a summary.
#pragma once

#include "core/call/outcome.h"
#include "http/message.h"

namespace patchbay::doors::native {

[[nodiscard]] http::Response bulk_reply(const core::Batch& batch);
// Its parts are made while it is sent.
[[nodiscard]] http::Response bulk_reply(const core::LongBatch& batch);

}  // namespace patchbay::doors::native
