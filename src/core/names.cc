// Names are compared by what they look like.
#include "core/names.h"

#include <algorithm>

#include "base/text.h"
#include "record/admits.h"
#include "record/lookalike.h"

namespace patchbay::core {
namespace {

// Under the first three of these the system writes history; the others could be taken for it.
constexpr std::string_view kReserved[] = {"system",   "demo", "patchbay user",
                                          "patchbay", "cli",  "root"};

}  // namespace

std::optional<std::string> name_refusal(std::string_view name) {
  Admits admits{.max = kNameMax};
  admits.needed = true;
  if (auto refused = refusal(admits, std::string(name))) return refused;
  if (parse_whole(name)) return "must not be a number";
  if (has_hidden(name)) return "must not begin or end with a space, nor hold invisible characters";
  const std::string look = look_of(name);
  if (look.empty()) return "must hold a letter or a digit";
  const bool is_reserved =
      std::ranges::any_of(kReserved, [&](std::string_view each) { return look_of(each) == look; });
  if (is_reserved) return "could be taken for a name of the system itself: choose another";
  return std::nullopt;
}

}  // namespace patchbay::core
