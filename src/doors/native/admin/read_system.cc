// The JSON that callers send about outside systems.
#include "doors/native/admin/member.h"
#include "doors/native/admin/system_json.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;
using Problems = std::vector<Problem>;
using PairEdits = std::vector<std::pair<std::string, std::optional<std::string>>>;

void read(const Member& member, std::optional<std::string>& to) { member.text(to); }
void read(const Member& member, std::optional<std::int64_t>& to) { member.whole(to); }
void read(const Member& member, std::optional<bool>& to) { member.flag(to); }
void read(const Member& member, std::optional<std::vector<std::string>>& to) { member.list(to); }

// An object whose members are set, or taken out with null. `is_json`: a value is kept as JSON.
void read_pairs(const Member& member, PairEdits& out, bool is_json) {
  const Object* given = member.tree().object();
  if (!given) return member.refuse("an object");
  for (const auto& [key, value] : *given) {
    if (value.is_null())
      out.emplace_back(key, std::nullopt);
    else if (is_json)
      out.emplace_back(key, wire::json::write(value));
    else if (value.text())
      out.emplace_back(key, *value.text());
    else
      member.refuse("an object of words");
  }
}

// One that is there and cannot be read was reported already.
void require(const Object& body, std::initializer_list<std::string_view> keys, Problems& problems) {
  for (const std::string_view key : keys)
    if (std::ranges::none_of(body, [&](const auto& member) { return member.first == key; }))
      problems.push_back({ErrorKind::invalid, std::string(key), "is required", 0});
}

std::string text_of(const Tree& tree, std::string_view key) {
  const Tree* member = tree.find(key);
  return member && member->text() ? *member->text() : std::string();
}

std::optional<core::PlannedSystemChange> change_of(const Tree& tree) {
  const auto customer = Uuid::parse(text_of(tree, "uuid"));
  const Tree* writes = tree.find("writes");
  if (!customer || !writes || !writes->array()) return std::nullopt;
  const Tree* makes = tree.find("make");
  core::PlannedSystemChange out{.customer = *customer,
                                .name = text_of(tree, "name"),
                                .there = text_of(tree, "there"),
                                .makes = makes && makes->boolean() && *makes->boolean(),
                                .writes = {},
                                .conflicts = {}};
  for (const Tree& each : *writes->array()) {
    const std::string to = text_of(each, "to");
    if (to != "system" && to != "record") return std::nullopt;
    out.writes.push_back({text_of(each, "field"), to == "system", text_of(each, "before_digest"),
                          text_of(each, "after_digest")});
  }
  const Tree* conflicts = tree.find("conflicts");
  if (conflicts && conflicts->array())
    for (const Tree& each : *conflicts->array())
      if (text_of(each, "kind") == "conflict") out.conflicts.push_back(text_of(each, "field"));
  return out;
}

void read_changes(const Member& member, std::vector<core::PlannedSystemChange>& out) {
  const Array* given = member.tree().array();
  if (!given || given->size() > core::UseSystem::kCustomersMax)
    return member.refuse("an array of at most " + std::to_string(core::UseSystem::kCustomersMax) +
                         " changes as a plan has them");
  for (const Tree& each : *given) {
    auto change = change_of(each);
    if (!change) return member.refuse("an array of changes as a plan has them");
    out.push_back(*std::move(change));
  }
}

// What a plan has beside what is carried out.
constexpr std::string_view kPlanNotes[] = {"compared", "differing", "remarked", "remarks", "next"};

}  // namespace

void read_system(const Object& patch, core::UpsertSystem& out, Problems& problems) {
  const KnownMember known[] = {
#define SYSTEM_MEMBER(key, kind, place, is_required, standard, max, meaning) \
  {#key, [&](const Member& member) { read(member, out.key); }},
#include "record/admin/system_members.def"
#undef SYSTEM_MEMBER
      {"secret", [&](const Member& member) { member.secret(out.secret); }},
      {"fields", [&](const Member& member) { read_pairs(member, out.fields, false); }},
      {"new", [&](const Member& member) { read_pairs(member, out.fresh, true); }},
  };
  read_members(patch, known, problems);
}

void read_comparison(const Object& body, core::CompareSystem& out, Problems& problems) {
  PairEdits owners;
  std::optional<std::int64_t> limit;
  std::optional<std::int64_t> after;
  std::vector<KnownMember> known{
      {"customer", [&](const Member& member) { member.customer(out.customer); }},
      {"after", [&](const Member& member) { member.whole(after); }},
      {"limit", [&](const Member& member) { member.whole(limit); }},
  };
  if (out.plans)
    known.push_back(
        {"owners", [&](const Member& member) { read_pairs(member, owners, /*is_json=*/false); }});
  read_members(body, known, problems);
  for (auto& [name, owner] : owners)
    if (owner) out.owners.emplace_back(name, *std::move(owner));
  if (after) out.after = CustomerId{*after};
  if (!limit) return;
  if (*limit < 1 || std::cmp_greater(*limit, core::UseSystem::kCustomersMax))
    problems.push_back({ErrorKind::invalid, "limit",
                        "must be from 1 to " + std::to_string(core::UseSystem::kCustomersMax), 0});
  else
    out.limit = static_cast<std::size_t>(*limit);
}

void read_plan(const Object& body, core::ApplySystem& out, Problems& problems) {
  std::optional<std::int64_t> version;
  std::vector<KnownMember> known{
      {"version", [&](const Member& member) { member.whole(version); }},
      {"changes", [&](const Member& member) { read_changes(member, out.changes); }},
  };
  for (const std::string_view each : kPlanNotes) known.push_back({each, [](const Member&) {}});
  read_members(body, known, problems);
  require(body, {"version"}, problems);
  out.version = version.value_or(0);
}

void read_choice(const Object& body, core::ChooseInSystem& out, Problems& problems) {
  std::optional<CustomerId> customer;
  std::optional<std::string> field;
  std::optional<std::string> choice;
  std::optional<bool> remembers;
  const KnownMember known[] = {
      {"customer", [&](const Member& member) { member.customer(customer); }},
      {"field", [&](const Member& member) { member.text(field); }},
      {"choice", [&](const Member& member) { member.text(choice); }},
      {"remember", [&](const Member& member) { member.flag(remembers); }},
  };
  read_members(body, known, problems);
  require(body, {"customer", "field", "choice"}, problems);
  if (choice && choice != "record" && choice != "system")
    problems.push_back({ErrorKind::invalid, "choice", "must be record or system", 0});
  out = {.customer = customer.value_or(CustomerId{}),
         .field = field.value_or(std::string()),
         .takes_record = choice == "record",
         .remembers = remembers.value_or(false)};
}

void read_claim(const Object& body, core::LinkToSystem& out, Problems& problems) {
  std::optional<CustomerId> customer;
  const KnownMember known[] = {
      {"customer", [&](const Member& member) { member.customer(customer, out.uuid); }},
      {"there", [&](const Member& member) { member.text(out.there); }},
  };
  read_members(body, known, problems);
  require(body, {"customer", "there"}, problems);
  out.customer = customer.value_or(CustomerId{});
  if (!out.there) out.there.emplace();
}

}  // namespace patchbay::doors::native
