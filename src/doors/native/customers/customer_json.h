// A customer in the native door's JSON, and patches of it.
#pragma once

#include "core/call/call.h"
#include "core/call/outcome.h"
#include "wire/json_patch.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

// {"id":…,"uuid":…,"parent":…,"version":…, fields…, "addresses":{…},"contacts":{…},"resolved":{…}}.
// `resolved` holds the values that "as the rate plan says" stands for.
[[nodiscard]] wire::Tree customer_json(const core::View& view);
// Appends the same as text.
void append_customer(std::string& out, const core::View& view);

// Reads an RFC 7396 patch of that JSON. Members that cannot be changed are accepted if they equal
// the current value. `before` is the number of problems that the request has already: nearest names
// are searched only for problems that will be reported.
[[nodiscard]] core::Edits read_patch(const wire::Object& patch, std::size_t before = 0);

// Reads an RFC 6902 patch of that JSON: the edits that `patch` makes to the customer in `view`. In
// a part that it adds or replaces, an `ordinal` that was copied or left out is ignored.
[[nodiscard]] core::Edits edits_of(const wire::JsonPatch& patch, const core::View& view);

}  // namespace patchbay::doors::native
