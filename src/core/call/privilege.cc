// The predefined roles.
#include "core/call/privilege.h"

#include <algorithm>
#include <iterator>

namespace patchbay::core {
namespace {

using enum Privilege;

constexpr Role kRoles[] = {
    {-1, "system owner", user | administrator | commerce | Privileges(wholesale) | system | erase},
    {-2, "reseller", user | administrator | commerce | Privileges(wholesale)},
    {-3, "administrator", user | administrator},
    {-4, "user", user},
    {-5, "read-only", user | read_only},
    {-6, "assistant writer", user | assist},
};

struct Word {
  Privilege privilege;
  std::string_view word;
};
constexpr Word kWords[] = {
    {user, "user"},         {administrator, "administrator"},
    {commerce, "commerce"}, {wholesale, "wholesale"},
    {system, "system"},     {read_only, "read-only"},
    {erase, "erase"},       {assist, "assist"},
};

}  // namespace

std::span<const Role> predefined_roles() { return kRoles; }

const Role* predefined_role(std::int64_t id) {
  const auto found = std::ranges::find(kRoles, id, &Role::id);
  return found == std::end(kRoles) ? nullptr : found;
}

const Role* predefined_role(std::string_view name) {
  const auto found = std::ranges::find(kRoles, name, &Role::name);
  return found == std::end(kRoles) ? nullptr : found;
}

std::string_view word(Privilege privilege) {
  for (const Word& entry : kWords)
    if (entry.privilege == privilege) return entry.word;
  return "";
}

std::optional<Privilege> parse_privilege(std::string_view name) {
  for (const Word& entry : kWords)
    if (entry.word == name) return entry.privilege;
  return std::nullopt;
}

}  // namespace patchbay::core
