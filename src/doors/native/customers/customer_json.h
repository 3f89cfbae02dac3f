// A customer as the native door writes it, and the patches that it reads.
#pragma once

#include "core/call/call.h"
#include "core/call/outcome.h"
#include "wire/json_patch.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

// {"id":…,"uuid":…,"parent":…,"version":…, fields…, "addresses":{…},"contacts":{…},"resolved":{…}};
// `resolved` holds what the sentinels "as the rate plan says" come to.
[[nodiscard]] wire::Tree customer_json(const core::View& view);

// RFC 7396 over that shape. Members it cannot change are accepted where they are what stands there.
// Beside `before` problems of the same request nearest names are looked for no more than they are
// told.
[[nodiscard]] core::Edits read_patch(const wire::Object& patch, std::size_t before = 0);

// RFC 6902 over that shape: what `patch` edits for the customer that `view` shows. A part that it
// adds or replaces counts itself: the `ordinal` that it copies, or leaves out, is passed over.
[[nodiscard]] core::Edits edits_of(const wire::JsonPatch& patch, const core::View& view);

}  // namespace patchbay::doors::native
