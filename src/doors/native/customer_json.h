// A customer as the native door writes it, and the merge patch that it reads.
#pragma once

#include "core/call.h"
#include "core/outcome.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

// {"id":…,"uuid":…,"parent":…,"version":…, fields…, "addresses":{…},"contacts":{…},"resolved":{…}};
// `resolved` holds what the sentinels "as the rate plan says" come to.
[[nodiscard]] wire::Tree customer_json(const core::View& view);

struct Patch {
  std::vector<core::Wish> wishes;
  std::vector<Problem> problems;
};
// RFC 7396 over that shape. Members it cannot change are accepted where they are what stands there.
[[nodiscard]] Patch read_patch(const wire::Object& patch);

}  // namespace patchbay::doors::native
