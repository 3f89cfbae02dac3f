// Bulks that together are one batch, which is undone as a whole.
#pragma once

#include <cstddef>
#include <vector>

#include "core/service.h"

namespace patchbay::core {

// A part of at most this many items with numbers, and without an idempotency key, is queued whole
// before the functions below return. So parts that a thread gives one after another are executed in
// that order without a wait between them.
inline constexpr std::size_t kPartItemsMax = 1024;

// Executes a Bulk as one part of a batch, with `rights` (service.h). The id of the batch is the id
// of `call`. `numbers` has a number for each item, unique in the batch: request ids follow from
// batch and number (ChangeExecutor::request_id), so that an item that is sent again under its
// number is not executed again while its request record is kept. Empty: the bulk is a separate
// batch. `service` must come from Service::make(). Threads: any.
void handle_part_as_owner(Service& service, Call call, OwnerRights rights,
                          std::vector<std::size_t> numbers, Completion complete);
// The same with the rights that a live principal has now.
void handle_part_as_principal(Service& service, Call call, std::int64_t principal,
                              std::vector<std::size_t> numbers, Completion complete);

}  // namespace patchbay::core
