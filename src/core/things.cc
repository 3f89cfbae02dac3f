// Reading principals and references.
#include "core/things.h"

#include <algorithm>

#include "base/result.h"
#include "base/text.h"
#include "core/subject.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kPageMax = 1000;

std::unexpected<Fault> unknown(const GetThing& get) {
  const std::string kind(get.kind ? word(*get.kind) : "principal");
  return std::unexpected(Fault(Wrong::unknown_thing, "there is no such " + kind));
}

// The predefined roles stand before the stored ones, under numbers below zero.
Reference as_reference(const Role& role, std::int64_t id) {
  Reference out;
  out.kind = Kind::role;
  out.id = id;
  out.owner = kRoot;
  out.name = role.name;
  out.version = 1;
  for (const Privilege privilege : kPrivileges)
    if (role.privileges.has(privilege)) out.words.emplace_back(word(privilege));
  return out;
}

// Those that a list goes on with after `after`, which is 0 or the number of one of them.
void add_predefined(std::vector<Reference>& out, std::int64_t after) {
  std::int64_t id = 0;
  for (const Role& role : predefined_roles())
    if (--id < after) out.push_back(as_reference(role, id));
}

// The number of the thing that is asked for, the deleted too, or 0 where the actor sees none.
std::int64_t thing_number(store::Reader& reader, const Actor& actor, const ThingHistory& asked) {
  const auto number = parse_whole(asked.id);
  if (!asked.kind) {
    const auto found = number ? reader.principal(*number) : reader.principal(asked.id);
    return found && reaches(actor, reader.lineage(found->home)) ? found->id : 0;
  }
  auto found =
      number ? reader.reference(*asked.kind, *number) : reader.reference(*asked.kind, asked.id);
  if (found) found->deleted = false;
  return found && visible(reader, actor, *found) ? found->id : 0;
}

}  // namespace

Principal presentable(Principal principal) {
  principal.password_hash = principal.password_hash.empty() ? "" : "set";
  for (ApiKey& key : principal.keys) key.hash.clear();
  return principal;
}

Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                       const GetThing& get) {
  TRY_DO(allowed_by_role(actor, call.demand, Act::read));
  if (!call.problems.empty()) return std::unexpected(Fault(call.problems));
  const auto number = parse_whole(get.id);
  Things out;
  out.one = true;
  if (!get.kind) {
    auto found = number ? reader.principal(*number) : reader.principal(get.id);
    if (!found || found->deleted || !reaches(actor, reader.lineage(found->home)))
      return unknown(get);
    out.principals.push_back(presentable(std::move(*found)));
    return out;
  }
  if (get.kind == Kind::role) {
    std::int64_t id = 0;
    for (const Role& role : predefined_roles()) {
      --id;
      if (role.name != get.id && number != id) continue;
      out.references.push_back(as_reference(role, id));
      return out;
    }
  }
  auto found = number ? reader.reference(*get.kind, *number) : reader.reference(*get.kind, get.id);
  if (!found || !visible(reader, actor, *found)) return unknown(get);
  out.references.push_back(std::move(*found));
  return out;
}

Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                       const ListThings& list) {
  TRY_DO(allowed_by_role(actor, call.demand, Act::read));
  if (!call.problems.empty()) return std::unexpected(Fault(call.problems));
  const std::size_t limit = std::clamp<std::size_t>(list.limit, 1, kPageMax);
  Things out;
  if (!list.kind) {
    out.principals = reader.principals(actor.home(), list.after, limit + 1);
    out.more = out.principals.size() > limit;
    if (out.more) out.principals.resize(limit);
    for (Principal& each : out.principals) each = presentable(std::move(each));
    return out;
  }
  if (list.kind == Kind::role && list.after <= 0) add_predefined(out.references, list.after);
  // What is not visible is passed over, so pages are gathered until one is full.
  std::int64_t after = std::max<std::int64_t>(list.after, 0);
  for (bool end = false; !end && out.references.size() <= limit;) {
    auto some = reader.references(*list.kind, after, kPageMax);
    end = some.size() < kPageMax;
    for (Reference& each : some) {
      after = each.id;
      if (visible(reader, actor, each)) out.references.push_back(std::move(each));
    }
  }
  out.more = out.references.size() > limit;
  if (out.more) out.references.resize(limit);
  return out;
}

Result<Outcome> answer(store::Reader& reader, const Actor& actor, const Call& call,
                       const ThingHistory& history) {
  TRY_DO(allowed_by_role(actor, call.demand, Act::read));
  if (!call.problems.empty()) return std::unexpected(Fault(call.problems));
  const std::int64_t id = thing_number(reader, actor, history);
  if (id == 0) return unknown({history.kind, history.id});
  const std::size_t limit = std::clamp<std::size_t>(history.limit, 1, kPageMax);
  ThingPast out;
  out.entries = reader.history({history.kind, id}, history.before, limit + 1);
  if (out.entries.size() > limit) {
    out.entries.resize(limit);
    out.next = out.entries.back().version;
  }
  return out;
}

}  // namespace patchbay::core
