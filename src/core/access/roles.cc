// Lookup of roles by number and by name.
#include "core/access/roles.h"

#include <algorithm>

namespace patchbay::core {
namespace {

constexpr std::size_t kPage = 1000;

bool is_seen(const Reference& role, const Lineage& home) {
  return !role.deleted && std::ranges::find(home, role.owner) != home.end();
}

}  // namespace

Reference to_reference(const Role& role) {
  Reference out;
  out.kind = ReferenceKind::role;
  out.id = role.id;
  out.owner = kRoot;
  out.name = role.name;
  out.version = 1;
  for (const Privilege privilege : kPrivileges)
    if (role.privileges.has(privilege)) out.words.emplace_back(word(privilege));
  return out;
}

std::optional<Reference> find_visible_role(store::ReadTransaction& reader, std::int64_t id,
                                           const Lineage& home) {
  if (const Role* role = predefined_role(id)) return to_reference(*role);
  if (id <= 0) return std::nullopt;
  auto stored = reader.reference(ReferenceKind::role, id);
  return stored && is_seen(*stored, home) ? std::move(stored) : std::nullopt;
}

std::vector<Reference> visible_roles(store::ReadTransaction& reader, std::string_view name,
                                     const Lineage& home) {
  std::vector<Reference> out;
  for (const Role& role : predefined_roles())
    if (role.name == name) out.push_back(to_reference(role));
  for (const CustomerId owner : home)
    for (Reference& role : reader.references_of(owner, ReferenceKind::role, name))
      out.push_back(std::move(role));
  return out;
}

Privileges privileges_of(const Reference& role) {
  Privileges out = Privilege::user;
  for (const std::string& word : role.words)
    if (const auto privilege = parse_privilege(word)) out = out | *privilege;
  return out;
}

Privileges privileges_of(store::ReadTransaction& reader, const Principal& principal) {
  Privileges out;
  Lineage home;  // looked up only if a role is not predefined
  for (const std::int64_t id : principal.roles) {
    if (const Role* role = predefined_role(id)) {
      out = out | role->privileges;
      continue;
    }
    if (home.empty()) home = reader.lineage(principal.home);
    if (const auto role = find_visible_role(reader, id, home)) out = out | privileges_of(*role);
  }
  return out;
}

std::vector<std::string> role_names(store::ReadTransaction& reader, const Principal& principal) {
  std::vector<std::string> out;
  Lineage home;
  for (const std::int64_t id : principal.roles) {
    if (const Role* role = predefined_role(id)) {
      out.emplace_back(role->name);
      continue;
    }
    if (home.empty()) home = reader.lineage(principal.home);
    const auto role = find_visible_role(reader, id, home);
    const bool is_alone = role && visible_roles(reader, role->name, home).size() == 1;
    out.push_back(is_alone ? role->name : std::to_string(id));
  }
  return out;
}

std::vector<Principal> role_holders(store::ReadTransaction& reader, const Reference& role,
                                    std::size_t limit) {
  std::vector<Principal> out;
  std::int64_t after = 0;
  for (bool more = true; more && out.size() < limit;) {
    auto page = reader.principals(role.owner, after, kPage);
    more = page.size() == kPage;
    for (Principal& each : page) {
      after = each.id;
      if (out.size() < limit && std::ranges::find(each.roles, role.id) != each.roles.end())
        out.push_back(std::move(each));
    }
  }
  return out;
}

}  // namespace patchbay::core
