// The JSON of principals, plans, roles and references.
#include "doors/native/admin/admin_json.h"

#include <algorithm>

#include "base/text.h"
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

// Reads one member at a time and adds what is wrong to the problems.
class Member {
 public:
  Member(const std::string& key, const Tree& tree, Problems& problems)
      : key_(key), tree_(tree), problems_(problems) {}

  void text(std::optional<std::string>& out) const {
    if (!tree_.text()) return refuse("a string");
    out = *tree_.text();
  }
  void secret(std::optional<Secret>& out) const {
    if (!tree_.text()) return refuse("a string");
    out = Secret(*tree_.text());
  }
  void flag(std::optional<bool>& out) const {
    if (!tree_.boolean()) return refuse("true or false");
    out = *tree_.boolean();
  }
  void customer(std::optional<CustomerId>& out) const {
    const auto id = tree_.number() ? parse_whole(tree_.number()->text) : std::nullopt;
    if (!id) return refuse("the id of a customer");
    out = CustomerId{*id};
  }
  void list(std::optional<std::vector<std::string>>& out) const {
    const Array* items = tree_.array();
    if (!items || !std::all_of(items->begin(), items->end(),
                               [](const Tree& item) { return item.text() != nullptr; }))
      return refuse("an array of strings");
    out.emplace();
    for (const Tree& item : *items) out->push_back(*item.text());
  }
  // Each role is given by name or by id.
  void roles(std::optional<std::vector<std::string>>& out) const {
    const Array* items = tree_.array();
    const auto is_role = [](const Tree& item) {
      return item.text() || (item.number() && parse_whole(item.number()->text));
    };
    if (!items || !std::all_of(items->begin(), items->end(), is_role))
      return refuse("an array of names or ids of roles");
    out.emplace();
    for (const Tree& item : *items)
      out->push_back(item.text() ? *item.text() : item.number()->text);
  }
  void settings(std::vector<std::pair<Field, Edit>>& out) const {
    if (!tree_.object()) return refuse("an object of customer fields");
    for (const auto& [key, value] : *tree_.object()) {
      const auto field = find_field(Section::customer, key);
      const std::string name = key_ + '.' + key;
      if (!field) {
        problems_.push_back({ErrorKind::invalid, name, "is not a field of customers", 0});
        continue;
      }
      core::FieldEdit field_edit = to_edit(*field, {}, value, name);
      if (field_edit.objection)
        problems_.push_back({ErrorKind::invalid, name, *field_edit.objection, 0});
      else
        out.emplace_back(*field, std::move(field_edit.edit));
    }
  }
  void refuse(std::string_view what) const {
    problems_.push_back({ErrorKind::invalid, key_,
                         "must be " + std::string(what) + ", not " + std::string(tree_.kind()), 0});
  }

 private:
  const std::string& key_;
  const Tree& tree_;
  Problems& problems_;
};

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
