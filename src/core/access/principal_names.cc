// Checks names of principals by their appearance.
#include "core/access/principal_names.h"

#include <algorithm>

#include "base/case_fold.h"
#include "base/lookalike.h"
#include "base/text.h"
#include "record/field/value_rule.h"

namespace patchbay::core {
namespace {

// The system writes history under the first three of these names; the others look like its names.
constexpr std::string_view kReserved[] = {"system", "demo", "patchbay user", "patchbay", "cli"};
// Readers expect this name to belong to a principal above all others, so only such a principal may
// have it.
constexpr std::string_view kTop = "root";

}  // namespace

std::optional<std::string> name_refusal(std::string_view name, bool at_top) {
  ValueRule rule{.max = kNameMax};
  rule.needed = true;
  if (auto refused = find_objection(rule, std::string(name))) return refused;
  if (parse_whole(name)) return "must not be a number";
  if (has_hidden_characters(name))
    return "must not begin or end with a space, nor hold invisible characters";
  // RFC 7617, section 2: a name in HTTP Basic ends at the first colon.
  if (name.contains(':'))
    return "must not hold a colon, because HTTP Basic cannot send one in a name";
  const std::string look = skeleton_of(name);
  if (look.empty()) return "must hold a letter or a digit";
  const bool is_reserved = std::ranges::any_of(
      kReserved, [&](std::string_view each) { return skeleton_of(each) == look; });
  if (is_reserved || (!at_top && look == skeleton_of(kTop)))
    return "could be taken for a name of the system itself: choose another";
  return std::nullopt;
}

std::optional<Principal> principal_named(store::ReadTransaction& reader, std::string_view name) {
  if (auto found = reader.principal(name)) return found;
  const std::string kept = composed(name);
  return kept == name ? std::nullopt : reader.principal(kept);
}

}  // namespace patchbay::core
