// Keeping principals and references: nobody gives away more than they have, or beyond their reach.
#include <algorithm>

#include "base/result.h"
#include "base/text.h"
#include "core/keeping.h"
#include "core/lockout.h"
#include "core/password.h"
#include "core/sources.h"
#include "core/subject.h"

namespace patchbay::core {
namespace {

constexpr std::int64_t kNameMax = 100;
constexpr std::size_t kListMax = 50;
constexpr std::size_t kPasswordMin = 8;
constexpr std::size_t kPasswordMax = 1024;

using Problems = std::vector<Problem>;

void wrong(Problems& problems, std::string field, std::string what, Wrong kind = Wrong::invalid) {
  problems.push_back({kind, std::move(field), std::move(what), 0});
}

void check_name(Problems& problems, const std::optional<std::string>& name, bool is_new) {
  if (!name) {
    if (is_new) wrong(problems, "name", "is required");
    return;
  }
  Admits admits{.max = kNameMax};
  admits.needed = true;
  if (const auto refused = refusal(admits, *name)) wrong(problems, "name", *refused);
}

bool in_reach(const Keeper& keeper, CustomerId id) {
  const auto found = keeper.transaction.customer(id);
  return found && !found->deleted() && reaches(keeper.actor, keeper.transaction.lineage(id));
}

void check_settings(Problems& problems, Reference& out, const KeepReference& wanted) {
  for (const auto& [field, edit] : wanted.settings) {
    const std::string name = "settings." + std::string(row(field).key);
    const auto* value = std::get_if<Value>(&edit);
    if (row(field).care != Care::plain && row(field).care != Care::commercial) {
      wrong(problems, name, "cannot be a setting of a rate plan");
      continue;
    }
    if (!value) {
      out.settings.clear({field, {}});
      continue;
    }
    if (auto refused = refusal(row(field).admits, *value))
      wrong(problems, name, std::move(*refused));
    else if (means_plan(field, *value))
      wrong(problems, name, "must be a value, not a reference to the rate plan itself");
    else
      out.settings.set({field, {}}, *value);
  }
}

void check_words(Problems& problems, const Keeper& keeper, Kind kind,
                 const std::vector<std::string>& words) {
  for (const std::string& each : words) {
    if (kind == Kind::role) {
      const auto privilege = privilege_named(each);
      if (!privilege)
        wrong(problems, "privileges",
              "must be of administrator, commerce, wholesale, system, user, read-only");
      else if (*privilege != Privilege::read_only && !keeper.actor.privileges.has(*privilege))
        wrong(problems, "privileges", "cannot hold what you do not hold yourself: " + each,
              Wrong::role_denied);
    } else if (kind != Kind::plan) {
      wrong(problems, "locked", "belongs to rate plans only");
    } else if (!group_named(each)) {
      wrong(problems, "locked",
            "must be of affiliate, bulk, conference, credit, faxes, invoices, queues, recording, "
            "wholesale");
    }
  }
}

void check_roles(Problems& problems, const Keeper& keeper, const std::vector<std::string>& roles) {
  if (roles.size() > kListMax) return wrong(problems, "roles", "must be at most 50");
  for (const std::string& role : roles) {
    const auto privileges = role_privileges(keeper.transaction, role);
    if (!privileges) {
      wrong(problems, "roles", "must be names of roles; there is none called \"" + role + '"');
      continue;
    }
    for (const Privilege each : kPrivileges)
      if (each != Privilege::read_only && privileges->has(each) &&
          !keeper.actor.privileges.has(each)) {
        wrong(problems, "roles", "cannot give a privilege that you do not hold yourself: " + role,
              Wrong::role_denied);
        break;
      }
  }
}

void check_sources(Problems& problems, const std::vector<std::string>& sources) {
  if (sources.size() > kListMax) return wrong(problems, "sources", "must be at most 50");
  for (const std::string& block : sources)
    if (!is_block(block))
      wrong(problems, "sources", "must be addresses or blocks such as 192.0.2.0/24");
}

void check_password(Problems& problems, std::string_view password) {
  if (password.size() < kPasswordMin || password.size() > kPasswordMax)
    wrong(problems, "password", "must be 8 to 1024 bytes");
}

// Whether the principal is `wanted` by its number or its name, live and in reach.
std::optional<Principal> find_principal(const Keeper& keeper, const std::string& id) {
  const auto number = parse_whole(id);
  auto found = number ? keeper.transaction.principal(*number) : keeper.transaction.principal(id);
  if (!found || found->deleted || !reaches(keeper.actor, keeper.transaction.lineage(found->home)))
    return std::nullopt;
  return found;
}

void add_key(Problems& problems, Principal& out, const std::string& label, const std::string& key) {
  if (label.empty() || label.size() > 100)
    return wrong(problems, "new_key", "must be a label of 1 to 100 characters");
  if (out.keys.size() >= kListMax) return wrong(problems, "new_key", "would be one key too many");
  for (const ApiKey& each : out.keys)
    if (each.label == label)
      return wrong(problems, "new_key", "is the label of a key that exists already");
  out.keys.push_back({label, hash_key(key)});
}

void remove_key(Problems& problems, Principal& out, const std::string& label) {
  if (std::erase_if(out.keys, [&](const ApiKey& key) { return key.label == label; }) == 0)
    wrong(problems, "remove_key", "must be the label of a key of this principal");
}

Result<Outcome> keep_reference(const Keeper& keeper, const Call& call,
                               const KeepReference& wanted) {
  TRY_DO(allowed_by_role(keeper.actor, call.demand, Act::change));
  store::Transaction& transaction = keeper.transaction;
  Problems problems = call.problems;
  std::optional<Reference> before;
  Reference out;
  const bool is_new = wanted.id == 0;
  if (!is_new) {
    auto found = transaction.reference(wanted.kind, wanted.id);
    if (!found || !visible(transaction, keeper.actor, *found))
      return std::unexpected(
          Fault(Wrong::unknown_thing, "there is no such " + std::string(word(wanted.kind))));
    before = std::move(*found);
    out = *before;
    if (!in_reach(keeper, out.owner))
      return std::unexpected(
          Fault(Wrong::role_denied, "it belongs to a customer above you and can only be read"));
  }
  out.kind = wanted.kind;
  check_name(problems, wanted.name, is_new);
  out.owner = wanted.owner.value_or(is_new ? keeper.actor.home() : out.owner);
  if (!in_reach(keeper, out.owner))
    wrong(problems, "owner", "must be the id of an existing customer");
  if (wanted.name) out.name = *wanted.name;
  if (wanted.kind == Kind::role && wanted.name) {
    const auto same = transaction.reference(Kind::role, *wanted.name);
    const bool predefined =
        std::any_of(predefined_roles().begin(), predefined_roles().end(),
                    [&](const Role& role) { return role.name == *wanted.name; });
    if (predefined || (same && same->id != out.id))
      wrong(problems, "name", "is the name of a role that exists already", Wrong::conflict);
  }
  if (wanted.description) out.description = *wanted.description;
  if (!wanted.settings.empty() && wanted.kind != Kind::plan)
    wrong(problems, "settings", "belongs to rate plans only");
  check_settings(problems, out, wanted);
  if (wanted.words) {
    check_words(problems, keeper, wanted.kind, *wanted.words);
    out.words = *wanted.words;
  }
  if (wanted.deleted) out.deleted = *wanted.deleted;
  if (!problems.empty()) return std::unexpected(Fault(std::move(problems)));
  if (is_new) out.id = transaction.next_reference(wanted.kind);
  TRY_DO(save_thing(keeper, call, before ? &*before : nullptr, out));
  Things things{.one = true, .made = is_new, .rehearsed = call.how.rehearse};
  things.references.push_back(std::move(out));
  return things;
}

Result<Outcome> keep_principal(const Keeper& keeper, const Call& call,
                               const KeepPrincipal& wanted) {
  TRY_DO(allowed_by_role(keeper.actor, call.demand, Act::change));
  store::Transaction& transaction = keeper.transaction;
  Problems problems = call.problems;
  std::optional<Principal> before;
  Principal out;
  const bool is_new = wanted.id.empty();
  if (!is_new) {
    auto found = find_principal(keeper, wanted.id);
    if (!found) return std::unexpected(Fault(Wrong::unknown_thing, "there is no such principal"));
    before = std::move(*found);
    out = *before;
    // Whoever could reset a stronger principal's password would be as strong.
    check_roles(problems, keeper, out.roles);
  }
  check_name(problems, wanted.name, is_new);
  if (wanted.name) {
    const auto same = transaction.principal(*wanted.name);
    if (same && same->id != out.id)
      wrong(problems, "name", "is the name of a principal that exists already", Wrong::conflict);
    if (parse_whole(*wanted.name)) wrong(problems, "name", "must not be a number");
    out.name = *wanted.name;
  }
  if (is_new) out.home = keeper.actor.home();
  if (wanted.home) {
    if (!in_reach(keeper, *wanted.home))
      wrong(problems, "home", "must be the id of an existing customer");
    out.home = *wanted.home;
  }
  if (wanted.roles) {
    check_roles(problems, keeper, *wanted.roles);
    out.roles = *wanted.roles;
  }
  if (wanted.doors) out.doors = *wanted.doors;
  if (wanted.sources) {
    check_sources(problems, *wanted.sources);
    out.sources = *wanted.sources;
  }
  if (wanted.password) {
    check_password(problems, wanted.password->reveal());
    out.password_hash = keeper.password_hash;
  }
  Things things{.one = true, .made = is_new, .rehearsed = call.how.rehearse};
  if (wanted.remove_key) remove_key(problems, out, *wanted.remove_key);
  if (wanted.new_key) {
    const std::string key = make_key(keeper.random);
    add_key(problems, out, *wanted.new_key, key);
    // A rehearsal makes none, and so shows none.
    if (!call.how.rehearse) things.new_key = key;
  }
  if (wanted.locked) out.locked = *wanted.locked;
  if (wanted.deleted) out.deleted = *wanted.deleted;
  if (!is_new && out.id == keeper.actor.principal.id && (out.locked || out.deleted))
    wrong(problems, wanted.deleted ? "deleted" : "locked", "cannot be set on yourself",
          Wrong::conflict);
  if (!problems.empty()) return std::unexpected(Fault(std::move(problems)));
  if (is_new) out.id = transaction.next_principal();
  TRY_DO(save_thing(keeper, call, before ? &*before : nullptr, out));
  if (wanted.locked == false) transaction.remove_attempts(attempts_key(out.name, {}));
  things.principals.push_back(presentable(std::move(out)));
  return things;
}

}  // namespace

Result<Outcome> keep(const Keeper& keeper, const Call& call) {
  if (const auto* wanted = std::get_if<KeepReference>(&call.request))
    return keep_reference(keeper, call, *wanted);
  return keep_principal(keeper, call, std::get<KeepPrincipal>(call.request));
}

}  // namespace patchbay::core
