// Names that principals may bear.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "record/admin/principal.h"
#include "store/store.h"

namespace patchbay::core {

inline constexpr std::int64_t kNameMax = 100;  // code points, of principals and references

// Why a principal may not be called `name`, as the end of a sentence; nothing where it may. Refused
// is what is empty or looks it, what begins or ends with a space or holds invisible characters, a
// number, what holds a colon, which HTTP Basic cannot send in a name, and what could be taken for a
// name under which the system itself writes history, whatever its case, accents, spaces and
// look-alike letters. "root" is for principals `at_top`, whose home is the root of all customers.
[[nodiscard]] std::optional<std::string> name_refusal(std::string_view name, bool at_top);

// The live principal that is called so. Names are kept in Unicode's form C and are found in every
// form; one of an older version that was kept in another is found as it was written.
[[nodiscard]] std::optional<Principal> principal_named(store::ReadTransaction& reader,
                                                       std::string_view name);

}  // namespace patchbay::core
