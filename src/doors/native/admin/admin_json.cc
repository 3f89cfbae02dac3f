// The JSON of principals, plans, roles and references.
#include "doors/native/admin/admin_json.h"

#include <algorithm>

#include "base/text.h"
#include "doors/native/admin/member.h"
#include "doors/native/customers/value_json.h"
#include "doors/shared/spelling.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;
using Problems = std::vector<Problem>;

Tree texts(const std::vector<std::string>& list) {
  Array out;
  for (const std::string& each : list) out.emplace_back(each);
  return Tree(std::move(out));
}

// A rehearsal has created nothing, so there is no id.
Tree id_json(std::int64_t id) { return id == 0 ? Tree(wire::Null{}) : Tree(id); }

Tree lockouts_json(const std::vector<core::Lockout>& lockouts) {
  Array out;
  for (const core::Lockout& each : lockouts)
    out.emplace_back(Object{{"source", each.source},
                            {"until", rfc3339(each.until)},
                            {"failures", Tree(each.failures)}});
  return Tree(std::move(out));
}

}  // namespace

wire::Tree principal_json(const Principal& from, const std::vector<core::Lockout>* lockouts) {
  std::vector<std::string> keys;
  for (const ApiKey& key : from.keys) keys.push_back(key.label);
  Array roles;
  for (const std::int64_t each : from.roles) roles.emplace_back(each);
  Object out{
      {"id", id_json(from.id)},
      {"name", from.name},
      {"home", Tree(from.home.value)},
      {"roles", texts(from.role_names)},
      {"role_ids", Tree(std::move(roles))},
      {"doors", texts(from.doors)},
      {"sources", texts(from.sources)},
      {"has_password", Tree(!from.password_hash.empty())},
      {"keys", texts(keys)},
      {"locked", Tree(from.locked)},
      {"version", Tree(from.version)},
  };
  if (lockouts) out.emplace_back("lockouts", lockouts_json(*lockouts));
  return Tree(std::move(out));
}

wire::Tree reference_json(const Reference& from) {
  Object out{
      {"kind", std::string(word(from.kind))}, {"id", id_json(from.id)},
      {"owner", Tree(from.owner.value)},      {"name", from.name},
      {"description", from.description},
  };
  if (from.kind == ReferenceKind::plan) {
    Object settings;
    for (const auto& [path, value] : from.settings)
      settings.emplace_back(row(path.field).key, to_json(path.field, value));
    out.emplace_back("settings", Tree(std::move(settings)));
    out.emplace_back("locked", texts(from.words));
  }
  if (from.kind == ReferenceKind::role) out.emplace_back("privileges", texts(from.words));
  out.emplace_back("version", Tree(from.version));
  return Tree(std::move(out));
}

void read_principal(const wire::Object& patch, core::UpsertPrincipal& out, Problems& problems) {
  constexpr std::string_view kKnown[] = {"name",     "home",    "roles",      "doors", "sources",
                                         "password", "new_key", "remove_key", "locked"};
  for (const auto& [key, value] : patch) {
    const Member member(key, value, problems);
    if (key == "name")
      member.text(out.name);
    else if (key == "home")
      member.customer(out.home);
    else if (key == "roles")
      member.roles(out.roles);
    else if (key == "doors")
      member.list(out.doors);
    else if (key == "sources")
      member.list(out.sources);
    else if (key == "password")
      member.secret(out.password);
    else if (key == "new_key")
      member.text(out.new_key);
    else if (key == "remove_key")
      member.text(out.remove_key);
    else if (key == "locked")
      member.flag(out.locked);
    else
      problems.push_back(unknown_field(key, kKnown, problems));
  }
}

void read_reference(const wire::Object& patch, core::UpsertReference& out, Problems& problems) {
  const std::string_view words = out.kind == ReferenceKind::role ? "privileges" : "locked";
  const std::string_view known[] = {"name", "description", "owner", "settings", words};
  for (const auto& [key, value] : patch) {
    const Member member(key, value, problems);
    if (key == "name")
      member.text(out.name);
    else if (key == "description")
      member.text(out.description);
    else if (key == "owner")
      member.customer(out.owner);
    else if (key == "settings")
      member.settings(out.settings);
    else if (key == words)
      member.list(out.words);
    else
      problems.push_back(unknown_field(key, known, problems));
  }
}

}  // namespace patchbay::doors::native
