// The JSON of principals, plans, roles and references.
#include "doors/native/admin/admin_json.h"

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
      {"roles", texts_json(from.role_names)},
      {"role_ids", Tree(std::move(roles))},
      {"doors", texts_json(from.doors)},
      {"sources", texts_json(from.sources)},
      {"has_password", Tree(!from.password_hash.empty())},
      {"keys", texts_json(keys)},
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
    out.emplace_back("locked", texts_json(from.words));
  }
  if (from.kind == ReferenceKind::role) out.emplace_back("privileges", texts_json(from.words));
  out.emplace_back("version", Tree(from.version));
  return Tree(std::move(out));
}

void read_principal(const wire::Object& patch, core::UpsertPrincipal& out, Problems& problems) {
  const KnownMember known[] = {
      {"name", [&](const Member& member) { member.text(out.name); }},
      {"home", [&](const Member& member) { member.customer(out.home); }},
      {"roles", [&](const Member& member) { member.roles(out.roles); }},
      {"doors", [&](const Member& member) { member.list(out.doors); }},
      {"sources", [&](const Member& member) { member.list(out.sources); }},
      {"password", [&](const Member& member) { member.secret(out.password); }},
      {"new_key", [&](const Member& member) { member.text(out.new_key); }},
      {"remove_key", [&](const Member& member) { member.text(out.remove_key); }},
      {"locked", [&](const Member& member) { member.flag(out.locked); }},
  };
  read_members(patch, known, problems);
}

void read_reference(const wire::Object& patch, core::UpsertReference& out, Problems& problems) {
  const std::string_view words = out.kind == ReferenceKind::role ? "privileges" : "locked";
  const KnownMember known[] = {
      {"name", [&](const Member& member) { member.text(out.name); }},
      {"description", [&](const Member& member) { member.text(out.description); }},
      {"owner", [&](const Member& member) { member.customer(out.owner); }},
      {"settings", [&](const Member& member) { member.settings(out.settings); }},
      {words, [&](const Member& member) { member.list(out.words); }},
  };
  read_members(patch, known, problems);
}

}  // namespace patchbay::doors::native
