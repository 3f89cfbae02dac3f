// Names that principals may bear.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace patchbay::core {

inline constexpr std::int64_t kNameMax = 100;  // code points, of principals and references

// Why a principal may not be called `name`, as the end of a sentence; nothing where it may. Refused
// is what is empty or looks it, what begins or ends with a space or holds invisible characters, a
// number, and what could be taken for a name under which the system itself writes history, whatever
// its case, accents, spaces and look-alike letters.
[[nodiscard]] std::optional<std::string> name_refusal(std::string_view name);

}  // namespace patchbay::core
