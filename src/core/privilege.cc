// The predefined roles.
#include "core/privilege.h"

namespace patchbay::core {
namespace {

using enum Privilege;

constexpr Role kRoles[] = {
    {"system owner", user | administrator | commerce | Privileges(wholesale) | system},
    {"reseller", user | administrator | commerce | Privileges(wholesale)},
    {"administrator", user | administrator},
    {"user", user},
    {"read-only", user | read_only},
};

struct Word {
  Privilege privilege;
  std::string_view word;
};
constexpr Word kWords[] = {
    {user, "user"},         {administrator, "administrator"},
    {commerce, "commerce"}, {wholesale, "wholesale"},
    {system, "system"},     {read_only, "read-only"},
};

}  // namespace

std::span<const Role> predefined_roles() { return kRoles; }

std::string_view word(Privilege privilege) {
  for (const Word& entry : kWords)
    if (entry.privilege == privilege) return entry.word;
  return "";
}

std::optional<Privilege> privilege_named(std::string_view name) {
  for (const Word& entry : kWords)
    if (entry.word == name) return entry.privilege;
  return std::nullopt;
}

}  // namespace patchbay::core
