// The planner's whole truth table, and what holds for all of it.
#include "reach/systems/planner.h"

#include <gtest/gtest.h>

#include "reach/systems/field_name.h"

namespace patchbay::reach {
namespace {

// A dialect that shows the field, and for '?' one that shows nothing.
std::string_view field_for(char theirs) { return theirs == '?' ? "notes" : "tax_number"; }
std::string_view door_for(char theirs) { return theirs == '?' ? "m2mportal" : "enswitch"; }
constexpr Owner kOwners[] = {Owner::record, Owner::system, Owner::newest, Owner::fill_if_empty,
                             Owner::review};

const doors::ClientTransport& dialect(std::string_view name) {
  return doors::client_of(name)->transports.front();
}

// Values by their letters: '.' is empty.
std::optional<Value> value_of(char letter) {
  return letter == '.' ? std::nullopt : std::optional(Value(std::string(1, letter)));
}

Record record_with(std::string_view name, const std::optional<Value>& value) {
  Record out;
  out.id = {7};
  out.values.set({Field::name, {}}, Value(std::string("Volvo")));
  const Path path{find_target(name)->field, {}};
  if (value) out.values.set(path, *value);
  return out;
}

// '?' is hidden.
RemoteCustomer remote_with(std::string_view name, char letter) {
  RemoteCustomer out{.subject = CustomerId{70}, .is_readable = letter != '?'};
  if (!out.is_readable) out.subject = core::ChildNamed{"Volvo"};
  if (out.is_readable)
    out.fields.push_back({std::string(name), *find_target(name), value_of(letter)});
  return out;
}

Policy policy_of(Owner owner, std::string_view name, std::string_view door) {
  return {.fields = {{std::string(name), owner}}, .transport = &dialect(door)};
}

// "-": never compared; "a": both had it; "ab": ours was a and theirs b.
Base base_of(std::string_view letters, char theirs) {
  if (letters == "-") return {};
  return {{std::string(field_for(theirs)),
           {digest(value_of(letters.front()), {}), digest(value_of(letters.back()), {})}}};
}

char sign(const CustomerPlan& plan) {
  if (!plan.operations.empty())
    return plan.operations.front().to == Operation::To::system ? '>' : '<';
  if (!plan.agreed.empty()) return '~';
  if (plan.conflicts.empty()) return '=';
  switch (plan.conflicts.front().decision) {
    case Decision::altered:
      return '@';
    case Decision::leave:
      return '|';
    default:
      return '!';
  }
}

struct Row {
  std::string_view base;
  char ours;
  char theirs;
  std::string_view decisions;  // of kOwners
};
// > push, < pull, ! conflict, | left as it is, @ altered, ~ agreed, = nothing
constexpr Row kTable[] = {
    // Never compared.
    {"-", '.', '.', "~~~~~"},
    {"-", '.', 'a', "><!<!"},
    {"-", '.', '?', "====="},
    {"-", 'a', '.', "><!>!"},
    {"-", 'a', 'a', "~~~~~"},
    {"-", 'a', 'b', "><!|!"},
    {"-", 'a', '?', ">|!|!"},
    // Both were empty.
    {".", '.', '.', "====="},
    {".", '.', 'a', "><<<<"},
    {".", '.', '?', "====="},
    {".", 'a', '.', "><>>>"},
    {".", 'a', 'a', "~~~~~"},
    {".", 'a', 'b', "><!|!"},
    {".", 'a', '?', ">|>|>"},
    // Both had a.
    {"a", '.', '.', "~~~~~"},
    {"a", '.', 'a', "><><>"},
    {"a", '.', 'b', "><!<!"},
    {"a", '.', '?', ">|>|>"},
    {"a", 'a', '.', "><<><"},
    {"a", 'a', 'a', "====="},
    {"a", 'a', 'b', "><<|<"},
    {"a", 'a', '?', "====="},
    {"a", 'b', '.', "><!>!"},
    {"a", 'b', 'a', "><>|>"},
    {"a", 'b', 'b', "~~~~~"},
    {"a", 'b', 'c', "><!|!"},
    {"a", 'b', '?', ">|>|>"},
    // The system kept a as b.
    {"ab", 'a', 'b', "@@@@@"},
    {"ab", 'a', '.', "><<><"},
    {"ab", 'a', 'a', "~~~~~"},
    {"ab", 'a', 'c', "><<|<"},
    {"ab", '.', 'b', "><><>"},
    {"ab", '.', '.', "~~~~~"},
    {"ab", 'b', 'b', "~~~~~"},
    {"ab", 'b', 'a', "><!|!"},
    {"ab", 'c', 'b', "><>|>"},
    {"ab", 'c', 'd', "><!|!"},
};

std::string described(const Row& row, Owner owner) {
  return std::string(row.base) + ' ' + row.ours + ' ' + row.theirs + ' ' + std::string(word(owner));
}

CustomerPlan planned(const Row& row, Owner owner) {
  const std::string_view field = field_for(row.theirs);
  return plan(record_with(field, value_of(row.ours)), remote_with(field, row.theirs),
              base_of(row.base, row.theirs), policy_of(owner, field, door_for(row.theirs)));
}

TEST(Planner, DecidesByItsTruthTable) {
  for (const Row& row : kTable)
    for (std::size_t i = 0; i < std::size(kOwners); ++i) {
      const CustomerPlan found = planned(row, kOwners[i]);
      EXPECT_EQ(sign(found), row.decisions[i]) << described(row, kOwners[i]);
      EXPECT_LE(found.operations.size() + found.conflicts.size(), 1U);
      EXPECT_TRUE(found.losses.empty()) << described(row, kOwners[i]);
    }
}

// Every case of the three states that a value, the other one and the base can have is in the table.
TEST(Planner, TheTableIsWhole) {
  for (const std::string_view base : {"-", ".", "a"})
    for (const char ours : {'.', 'a', 'b'})
      for (const char theirs : {'.', 'a', 'b', 'c', '?'}) {
        const bool is_renamed =
            (base != "a" && (ours == 'b' || theirs == 'c' || (ours == '.' && theirs == 'b'))) ||
            (base == "a" && ours != 'b' && theirs == 'c');
        if (is_renamed) continue;
        EXPECT_TRUE(std::ranges::any_of(kTable,
                                        [&](const Row& row) {
                                          return row.base == base && row.ours == ours &&
                                                 row.theirs == theirs;
                                        }))
            << base << ours << theirs;
      }
}

TEST(Planner, WhatIsAppliedIsNotPlannedAgain) {
  for (const Row& row : kTable)
    for (const Owner owner : kOwners) {
      const std::string_view field = field_for(row.theirs);
      Record record = record_with(field, value_of(row.ours));
      RemoteCustomer remote = remote_with(field, row.theirs);
      Base base = base_of(row.base, row.theirs);
      const Policy policy = policy_of(owner, field, door_for(row.theirs));
      const CustomerPlan first = plan(record, remote, base, policy);
      for (const Operation& each : first.operations) {
        EXPECT_TRUE(!remote.is_readable || each.before != each.after) << described(row, owner);
        if (each.to == Operation::To::record) record = record_with(field, each.after);
        if (each.to == Operation::To::system && remote.is_readable)
          remote.fields.front().value = each.after;
        base[each.name] = agreement(record, remote, each.name, policy);
      }
      for (const auto& [name, agreed] : first.agreed) base[name] = agreed;
      const CustomerPlan again = plan(record, remote, base, policy);
      EXPECT_TRUE(again.operations.empty()) << described(row, owner);
      EXPECT_TRUE(again.agreed.empty()) << described(row, owner);
      EXPECT_EQ(again.conflicts.size(), first.conflicts.size()) << described(row, owner);
    }
}

// A value that one side loses is marked, unless that side had it from the other.
TEST(Planner, NoEditIsLostUnlisted) {
  for (const Row& row : kTable)
    for (const Owner owner : kOwners) {
      const CustomerPlan found = planned(row, owner);
      for (const Operation& each : found.operations) {
        const bool to_system = each.to == Operation::To::system;
        const char lost = to_system ? row.theirs : row.ours;
        const char had = to_system ? row.base.back() : row.base.front();
        const bool is_edit = row.base == "-" ? lost != '.' : lost != '?' && lost != had;
        EXPECT_EQ(each.overrules, is_edit) << described(row, owner);
      }
      const bool differs = row.theirs != '?' && row.ours != row.theirs;
      EXPECT_EQ(differs, found.operations.size() + found.conflicts.size() == 1 && row.theirs != '?')
          << described(row, owner);
    }
}

TEST(Planner, TheNewestOfTwoChangesCountsIfTimesAreKnown) {
  FieldState state{.owner = Owner::newest,
                   .has_base = true,
                   .ours_changed = true,
                   .theirs_changed = true,
                   .ours_at = Instant{2},
                   .theirs_at = Instant{1}};
  EXPECT_EQ(decide(state), Decision::push);
  state.theirs_at = Instant{3};
  EXPECT_EQ(decide(state), Decision::pull);
  state.theirs_at = Instant{2};
  EXPECT_EQ(decide(state), Decision::conflict);
  state.owner = Owner::review;
  state.theirs_at = Instant{3};
  EXPECT_EQ(decide(state), Decision::conflict);
}

struct LossRow {
  std::string_view door;
  std::string_view field;
  std::string value;
  std::string_view loss;  // empty: none
  bool is_sent;
};

TEST(Planner, WhatADialectCannotHoldIsALoss) {
  for (const LossRow& row : std::initializer_list<LossRow>{
           {"enswitch", "tax_number", std::string(64, 'x'), "", true},
           {"enswitch", "tax_number", std::string(65, 'x'), "too_long", false},
           {"enswitch", "website", "https://a.example", "no_field", false},
           {"everlytic", "website", "https://a.example", "", true},
           {"everlytic", "tax_number", "1", "no_field", false},
           {"flolive", "notes", "hello", "no_field", false},
           {"m2mportal", "notes", "hello", "", true},
           {"m2mportal", "notes", "bell \a", "not_carried", false},
           {"m2mportal", "name", "Volvo", "names_customer", false}}) {
    RemoteCustomer remote{.subject = CustomerId{70}, .is_readable = row.door != "m2mportal"};
    if (row.door == "flolive") remote.subject = Uuid::numbered(70);
    if (row.door == "m2mportal") remote.subject = core::ChildNamed{"Volvo"};
    const CustomerPlan found = plan(record_with(row.field, Value(row.value)), remote, {},
                                    policy_of(Owner::record, row.field, row.door));
    EXPECT_EQ(found.operations.size(), row.is_sent ? 1U : 0U) << row.door << ' ' << row.field;
    ASSERT_EQ(found.losses.size(), row.loss.empty() ? 0U : 1U) << row.door << ' ' << row.field;
    if (row.loss.empty()) continue;
    EXPECT_EQ(word(found.losses.front().kind), row.loss) << row.door << ' ' << row.field;
    EXPECT_EQ(found.losses.front().field, row.field);
  }
}

// A field that the dialect does not have is not empty there: an owner may not clear it here.
TEST(Planner, AFieldThatADialectDoesNotHaveIsNeverCleared) {
  for (const Owner owner : kOwners) {
    const RemoteCustomer remote{.subject = CustomerId{70}};
    const CustomerPlan found = plan(record_with("notes", Value(std::string("hello"))), remote, {},
                                    policy_of(owner, "notes", "everlytic"));
    EXPECT_TRUE(found.operations.empty()) << word(owner);
    EXPECT_TRUE(found.conflicts.empty()) << word(owner);
    ASSERT_EQ(found.losses.size(), 1U) << word(owner);
    EXPECT_EQ(found.losses.front().kind, doors::LossKind::no_field);
  }
}

TEST(Planner, ComparesValuesAndNotTheirForms) {
  const auto number = [](std::string_view text) { return Value(*Decimal::parse(text)); };
  EXPECT_EQ(digest(number("12.50"), {}), digest(number("12.5"), {}));
  EXPECT_EQ(digest(number("10"), {}), digest(number("10.00"), {}));
  EXPECT_NE(digest(number("10"), {}), digest(number("1"), {}));
  EXPECT_EQ(digest(Value(false), {}), digest(std::nullopt, {}));
  EXPECT_EQ(digest(Value(std::string()), {}), std::string());
  EXPECT_NE(digest(Value(true), {}), digest(Value(true), std::string(32, 'k')));
}

TEST(Planner, NamesOfFieldsAndTheirTargetsAgree) {
  EXPECT_GT(field_names().size(), 100U);
  for (const std::string& each : field_names()) EXPECT_EQ(find_name(*find_target(each)), each);
  for (const std::string_view each : {"card_number", "plan", "parent", "deleted", "nothing", "",
                                      "addresses/main/", "addresses/main/type", "contacts/email"})
    EXPECT_FALSE(find_target(each)) << each;
}

// The parts of flolive have ids, and the record's slots find them.
TEST(Planner, PartsOfASystemAreFoundByTheirSlots) {
  const auto reply = dialect("flolive").decode_reply(doors::ClientCall::get, {.body = R"({
    "errorCode": "", "errorMessage": "", "content": [{
      "customerId": "00000000-0000-4000-8000-000000000070", "name": "Volvo", "status": "ACTIVE",
      "contact": {"id": "00000000-0000-4000-8000-000000000071", "emailAddress": "a@b.example",
                  "landlinePhoneNumber": "+46 1", "isPrimary": true},
      "address": [{"id": "00000000-0000-4000-8000-000000000072", "type": "SHIPPING", "city": "Malmo"},
                  {"id": "00000000-0000-4000-8000-000000000073", "type": "PRIVATE", "city": "Lund"}]
    }]})"});
  ASSERT_TRUE(reply) << reply.error().sentence();
  const RemoteCustomer remote = to_remote(std::get<doors::ShownCustomer>(*reply));
  ASSERT_TRUE(remote.find("addresses/main/city"));
  EXPECT_EQ(remote.find("addresses/main/city")->value, Value(std::string("Lund")));
  EXPECT_EQ(remote.find("addresses/delivery/city")->value, Value(std::string("Malmo")));
  EXPECT_EQ(remote.find("contacts/primary/email")->value, Value(std::string("a@b.example")));
  Record record;
  record.values.set({Field::name, {}}, Value(std::string("Volvo")));
  const CustomerPlan found =
      plan(record, remote, {}, policy_of(Owner::record, "addresses/main/city", "flolive"));
  ASSERT_EQ(found.operations.size(), 1U);
  core::Call call;
  call.request = core::UpdateCustomer{.subject = remote.subject,
                                      .edits = to_edits(found.operations, Operation::To::system)};
  const auto encoded = dialect("flolive").encode_call(call, {.record = &remote.record});
  ASSERT_TRUE(encoded.request);
  EXPECT_NE(encoded.request->body.find("00000000-0000-4000-8000-000000000073"), std::string::npos)
      << encoded.request->body;
}

}  // namespace
}  // namespace patchbay::reach
