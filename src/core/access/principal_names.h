// Rules for names of principals, and lookup by name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "record/admin/principal.h"
#include "store/store.h"

namespace patchbay::core {

inline constexpr std::int64_t kNameMax = 100;  // code points; for principals and references

// Returns why a principal must not be named `name`, as the end of a sentence; nothing if the name
// is allowed. A name is refused if it is or looks empty, starts or ends with a space, has invisible
// characters, is a number, has a colon (HTTP Basic cannot send it), or looks like a name under
// which the system writes history (compared without case, accents, spaces and look-alike letters).
// "root" is only for principals with `at_top`: their home is the root of all customers.
[[nodiscard]] std::optional<std::string> name_refusal(std::string_view name, bool at_top);

// Returns the live principal with this name. Names are stored in Unicode form C and found in every
// form. A name that an older version stored in another form is found as it was written.
[[nodiscard]] std::optional<Principal> principal_named(store::ReadTransaction& reader,
                                                       std::string_view name);

}  // namespace patchbay::core
