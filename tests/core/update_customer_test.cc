// Changes through core: who may make them, what counts as no change, what is refused and in which
// order.
#include <gtest/gtest.h>

#include "support/world.h"

namespace patchbay {
namespace {

using core::Outcome;
using core::Privilege;
using core::Receipt;
using testing::set;
using testing::World;

const core::RequiredPrivilege kUpdate{
    .any_of = Privilege::administrator | Privilege::commerce | Privilege::wholesale,
    .for_others = Privilege::commerce};
const core::RequiredPrivilege kWrite{.any_of = Privilege::administrator | Privilege::commerce};

std::string outcome_text(const Result<Outcome>& outcome) {
  if (!outcome) return std::string(word(outcome.error().kind)) + ": " + outcome.error().sentence();
  const auto* receipt = std::get_if<Receipt>(&*outcome);
  if (!receipt) return "another outcome";
  std::string out = "version " + std::to_string(receipt->view.record.version);
  for (const Difference& each : receipt->differences)
    out += "; " + text(each.path) + " " + (each.before ? describe(*each.before) : "nothing") +
           " -> " + (each.after ? describe(*each.after) : "nothing");
  return out;
}

TEST(UpdateCustomer, ChangesAndCountsUp) {
  World world;
  EXPECT_EQ(outcome_text(
                world.ask("reseller", set(10, Field::notes, Value{std::string("hello")}), kUpdate)),
            "version 2; notes nothing -> \"hello\"");
  EXPECT_EQ(outcome_text(
                world.ask("reseller", set(10, Field::notes, Value{std::string("hello")}), kUpdate)),
            "version 2")
      << "the same value is no change";
  EXPECT_EQ(outcome_text(world.ask("reseller", set(10, Field::notes, Clear{}), kUpdate)),
            "version 3; notes \"hello\" -> nothing");
  const auto history = world.store().read()->history({10}, 0, 10);
  ASSERT_EQ(history.size(), 3u);
  EXPECT_EQ(history[0].by.principal, "reseller");
  EXPECT_EQ(history[0].by.door, "test");
}

TEST(UpdateCustomer, RefusesInOrderOfPrecedence) {
  World world;
  const Value good{std::string("x")};
  struct Case {
    const char* who;
    std::int64_t customer;
    Field field;
    Edit edit;
    std::string want;
  };
  for (const auto& [who, customer, field, edit, want] : std::initializer_list<Case>{
           {"reader", 10, Field::notes, good, "role_denied: your role may only read"},
           {"admin", 11, Field::notes, good,
            "role_denied: your role lets you do this for your own customer only"},
           {"admin", 999, Field::notes, good,
            "role_denied: your role lets you do this for your own customer only"},
           {"reseller", 999, Field::notes, good,
            "unknown_customer: the customer does not exist, or is out of your reach"},
           {"reseller", 20, Field::notes, good,
            "unknown_customer: the customer does not exist, or is out of your reach"},
           {"admin", 10, Field::credit, Value{Decimal(5)},
            "role_denied: credit can be changed only with the commerce privilege, which your role "
            "lacks"},
           {"reseller", 10, Field::music, Value{std::int64_t{9}},
            "invalid: music must be the id of an existing music"},
           {"reseller", 10, Field::affiliate_percentage, Value{std::int64_t{5}},
            "plan_locked: affiliate_percentage is locked by the rate plan (group affiliate)"},
           {"reseller", 10, Field::name, Clear{}, "invalid: name cannot be cleared"},
       }) {
    EXPECT_EQ(outcome_text(world.ask(who, set(customer, field, edit), kUpdate)), want);
    EXPECT_EQ(world.customer(10).version, 1);
  }
}

TEST(UpdateCustomer, TakesAValueThatStandsThereEvenWithAComplaint) {
  World world;
  core::UpdateCustomer same = set(10, Field::name, Value{std::string("Ten")});
  same.edits[0].objection = "cannot be changed here";
  EXPECT_EQ(outcome_text(world.ask("reseller", same, kUpdate)), "version 1");
  core::UpdateCustomer other = set(10, Field::name, Value{std::string("Other")});
  other.edits[0].objection = "cannot be changed here";
  EXPECT_EQ(outcome_text(world.ask("reseller", other, kUpdate)),
            "invalid: name cannot be changed here");
}

TEST(UpdateCustomer, RehearsesWithoutWriting) {
  World world;
  core::CallOptions options;
  options.rehearse = true;
  EXPECT_EQ(outcome_text(world.ask("reseller", set(10, Field::notes, Value{std::string("x")}),
                                   kUpdate, options)),
            "version 2; notes nothing -> \"x\"");
  EXPECT_EQ(world.customer(10).version, 1);
  EXPECT_EQ(world.store().read()->history({10}, 0, 10).size(), 1u);
}

TEST(UpdateCustomer, SealsSecretsAndTakesTheirMasksForSilence) {
  World world;
  const auto card = [](const char* number) {
    return set(10, Field::card_number, Value{std::string(number)});
  };
  EXPECT_EQ(outcome_text(world.ask("reseller", card("4111111111111111"), kUpdate)),
            "version 2; card_number nothing -> sealed ****1111");
  EXPECT_EQ(outcome_text(world.ask("reseller", card("****1111"), kUpdate)), "version 2");
  EXPECT_EQ(outcome_text(world.ask("reseller", card("4111111111111111"), kUpdate)),
            "version 3; card_number sealed ****1111 -> sealed ****1111");
  EXPECT_EQ(outcome_text(world.ask("reseller", card("****1111"), kUpdate)), "version 3");
  EXPECT_EQ(outcome_text(world.ask("reseller", card("****2222"), kUpdate)),
            "invalid: card_number is a mask of another value; send the whole value, or what a read "
            "shows");
}

TEST(UpdateCustomer, MovesAndAdjusts) {
  World world;
  const core::RequiredPrivilege system{.any_of = Privilege::system};
  EXPECT_EQ(
      outcome_text(world.ask(
          "reseller", core::UpdateCustomer{.subject = CustomerId{12}, .move_to = CustomerId{11}},
          system)),
      "role_denied: your role does not allow this");
  EXPECT_EQ(outcome_text(world.ask(
                "owner", core::UpdateCustomer{.subject = CustomerId{10}, .move_to = CustomerId{12}},
                system)),
            "invalid: parent must not be the customer itself or stand below it");
  EXPECT_EQ(outcome_text(world.ask(
                "owner", core::UpdateCustomer{.subject = CustomerId{12}, .move_to = CustomerId{11}},
                system)),
            "version 2; parent 10 -> 11");
  const core::RequiredPrivilege commerce{.any_of = Privilege::commerce};
  const auto add = [](const char* amount) {
    core::UpdateCustomer out{.subject = CustomerId{11}};
    out.adjustment = core::Adjustment{Field::balance, *Decimal::parse(amount), "amount"};
    return out;
  };
  EXPECT_EQ(outcome_text(world.ask("reseller", add("10.50"), commerce)),
            "version 2; balance nothing -> 10.50");
  EXPECT_EQ(outcome_text(world.ask("reseller", add("-0.25"), commerce)),
            "version 3; balance 10.50 -> 10.25");
  EXPECT_EQ(outcome_text(world.ask("reseller", add("999999999999999999"), commerce)),
            "invalid: amount takes the result out of the range of the field");
}

// External ids are unique within an enterprise, including those of customers below a moved one.
TEST(UpdateCustomer, MovesNoExternalIdToWhereItIsTaken) {
  World world;
  const core::RequiredPrivilege system{.any_of = Privilege::system};
  const auto name = [&](std::int64_t id, const char* external) {
    return outcome_text(
        world.ask("owner", set(id, Field::external_id, Value{std::string(external)}), system));
  };
  const auto move = [&](std::int64_t id, std::int64_t to) {
    return outcome_text(world.ask(
        "owner", core::UpdateCustomer{.subject = CustomerId{id}, .move_to = CustomerId{to}},
        system));
  };
  ASSERT_EQ(name(12, "a"), "version 2; external_id nothing -> \"a\"");
  ASSERT_EQ(name(20, "a"), "version 2; external_id nothing -> \"a\"");
  EXPECT_EQ(move(10, 3),
            "conflict: parent cannot be this: an external id of a customer below is used there "
            "already");
  EXPECT_EQ(move(12, 20),
            "conflict: external_id is already used by another customer of this "
            "enterprise");
  EXPECT_EQ(move(12, 11), "version 3; parent 10 -> 11");
  EXPECT_EQ(move(10, 3), "version 2; parent 2 -> 3");
  EXPECT_EQ(move(11, 10),
            "conflict: parent cannot be this: an external id of a customer below is used there "
            "already");
  // A change may take an external id that a customer below it brings along.
  core::UpdateCustomer both = set(11, Field::external_id, Value{std::string("a")});
  both.move_to = CustomerId{1};
  EXPECT_EQ(outcome_text(world.ask("owner", both, system)),
            "conflict: external_id is already used by a customer below this one");
}

TEST(UpdateCustomer, DeletesOnlyWhatNothingHangsOn) {
  World world;
  const auto gone = [](std::int64_t id, bool deleted) {
    core::UpdateCustomer out = set(id, Field::deleted, Value{deleted});
    out.rules.deleted_too = !deleted;
    return out;
  };
  EXPECT_EQ(outcome_text(world.ask("reseller", gone(10, true), kWrite)),
            "conflict: deleted cannot be set while it has live sub-customers");
  EXPECT_EQ(outcome_text(world.ask("reseller", gone(12, true), kWrite)),
            "version 2; deleted nothing -> true");
  EXPECT_EQ(
      outcome_text(world.ask("reseller", set(12, Field::notes, Value{std::string("x")}), kWrite)),
      "unknown_customer: the customer does not exist, or is out of your reach");
  EXPECT_EQ(outcome_text(world.ask("reseller", gone(10, true), kWrite)),
            "version 2; deleted nothing -> true");
  EXPECT_EQ(outcome_text(world.ask("reseller", gone(12, false), kWrite)),
            "conflict: deleted cannot be taken back while the customer above is deleted");
  EXPECT_EQ(outcome_text(world.ask("reseller", gone(2, true), kWrite)),
            "conflict: deleted cannot be set on your own customer; deleted cannot be set while it "
            "has live sub-customers");
}

TEST(UpdateCustomer, ReportsEveryProblemOfAKind) {
  World world;
  core::Call call{.caller = World::caller("reseller"), .required_privilege = kUpdate};
  core::UpdateCustomer update = set(10, Field::music, Value{std::int64_t{9}});
  update.edits.push_back({.target = {.field = Field::name}, .edit = Clear{}, .field = "name"});
  call.request = update;
  call.problems = {{ErrorKind::invalid, "colour", "is not known", 0}};
  const auto outcome = core::handle_and_wait(world.service(), call);
  ASSERT_FALSE(outcome);
  std::string fields;
  for (const Problem& each : outcome.error().problems) fields += each.field + ' ';
  EXPECT_EQ(fields, "colour name music ");
}

TEST(UpdateCustomer, NeverOverwritesBlindly) {
  World world;
  const auto notes = [](const char* text) {
    return set(10, Field::notes, Value{std::string(text)});
  };
  const auto account = set(10, Field::account, Value{std::string("A")});
  const auto at = [](Version version, bool rebase = false) {
    core::CallOptions options;
    options.if_version = version;
    options.rebase = rebase;
    return options;
  };
  EXPECT_EQ(outcome_text(world.ask("reseller", notes("one"), kUpdate, at(1))),
            "version 2; notes nothing -> \"one\"");
  EXPECT_EQ(outcome_text(world.ask("owner", notes("two"), kUpdate, at(2))),
            "version 3; notes \"one\" -> \"two\"");
  EXPECT_EQ(outcome_text(world.ask("reseller", notes("mine"), kUpdate, at(1))),
            "version_differs: notes was changed by owner (version 3)");
  EXPECT_EQ(outcome_text(world.ask("reseller", notes("mine"), kUpdate, at(1, true))),
            "version_differs: notes was changed by owner (version 3)");
  EXPECT_EQ(outcome_text(world.ask("reseller", account, kUpdate, at(1))),
            "version_differs: notes was changed by owner (version 3)");
  EXPECT_EQ(outcome_text(world.ask("reseller", account, kUpdate, at(1, true))),
            "version 4; account nothing -> \"A\"");
  EXPECT_EQ(outcome_text(world.ask("reseller", notes("x"), kUpdate, at(9))),
            "version_differs: the record is at version 4, not 9");
  core::CallOptions none;
  none.version_needed = true;
  EXPECT_EQ(outcome_text(world.ask("reseller", notes("x"), kUpdate, none)),
            "version_required: a change must name the version it was made for");
}

TEST(UpdateCustomer, TakesWishesThatDependOnWhatIsSeen) {
  World world;
  int asked = 0;
  core::UpdateCustomer again{.subject = CustomerId{10}};
  again.from_view = [&asked](const core::View& view) {
    ++asked;
    const std::string notes = view.record.text(Field::notes);
    core::Edits out;
    out.edits.push_back(
        {.target = {.field = Field::notes}, .edit = Value{notes + "x"}, .field = "/notes"});
    if (notes.size() == 2) out.problems.push_back({ErrorKind::conflict, "/notes", "is full", 0});
    return out;
  };
  EXPECT_EQ(outcome_text(world.ask("reseller", again, kUpdate)),
            "version 2; notes nothing -> \"x\"");
  core::CallOptions rehearsal;
  rehearsal.rehearse = true;
  EXPECT_EQ(outcome_text(world.ask("reseller", again, kUpdate, rehearsal)),
            "version 3; notes \"x\" -> \"xx\"");
  EXPECT_EQ(outcome_text(world.ask("reseller", again, kUpdate)),
            "version 3; notes \"x\" -> \"xx\"");
  EXPECT_EQ(outcome_text(world.ask("reseller", again, kUpdate)), "conflict: /notes is full");
  EXPECT_GE(asked, 4) << "once before it is queued, and once more if that plan does not hold";
  core::CallOptions old;
  old.if_version = 1;
  EXPECT_EQ(outcome_text(world.ask("reseller", again, kUpdate, old)),
            "version_differs: /notes was changed by reseller (version 3)");
  asked = 0;
  EXPECT_EQ(outcome_text(world.ask("reader", again, kUpdate)),
            "role_denied: your role may only read");
  EXPECT_EQ(outcome_text(world.ask("stranger", again, kUpdate)),
            "unknown_customer: the customer does not exist, or is out of your reach");
  EXPECT_EQ(asked, 0) << "whoever may not see it is not shown it";
}

TEST(Create, InheritsAndIsUnique) {
  World world;
  const auto named = [](const char* name) {
    core::CreateCustomer out{.parent = core::Oneself{}};
    out.edits.push_back(
        {.target = {.field = Field::name}, .edit = Value{std::string(name)}, .field = "customer"});
    out.rules.unique_name = true;
    return out;
  };
  const auto made = world.ask("reseller", named("New"), kWrite);
  ASSERT_TRUE(made);
  const Record& record = std::get<Receipt>(*made).view.record;
  EXPECT_EQ(record.parent(), CustomerId{2});
  EXPECT_EQ(record.text(Field::currency), "EUR");
  EXPECT_EQ(record.whole(Field::plan), 1);
  EXPECT_EQ(record.text(Field::hash).size(), 16u);
  EXPECT_EQ(outcome_text(world.ask("reseller", named("New"), kWrite)),
            "conflict: customer is the name of a customer that exists already");
  EXPECT_EQ(
      outcome_text(world.ask("reseller", core::CreateCustomer{.parent = core::Oneself{}}, kWrite)),
      "invalid: name is required");
}

TEST(UpdateCustomer, ExternalIdsAreUniqueWithinAnEnterprise) {
  World world;
  const auto id = [](std::int64_t customer) {
    return set(customer, Field::external_id, Value{std::string("X1")});
  };
  EXPECT_EQ(outcome_text(world.ask("owner", id(12), kWrite)),
            "version 2; external_id nothing -> \"X1\"");
  EXPECT_EQ(outcome_text(world.ask("owner", id(11), kWrite)),
            "conflict: external_id is already used by another customer of this enterprise");
  EXPECT_EQ(outcome_text(world.ask("owner", id(20), kWrite)),
            "version 2; external_id nothing -> \"X1\"");
}

}  // namespace
}  // namespace patchbay
