// Undoing changes, and reading records as they were.
#include <random>

#include <gtest/gtest.h>

#include "core/read/versions.h"
#include "record/history/chain.h"
#include "store/verify.h"
#include "support/world.h"

namespace patchbay {
namespace {

using core::Outcome;
using core::Privilege;
using core::Receipt;
using testing::set;
using testing::World;

const core::RequiredPrivilege kWrite{.any_of = Privilege::administrator | Privilege::commerce};

core::UpdateCustomer undo(std::int64_t id, Version version, bool force = false,
                          std::vector<Path> paths = {}) {
  core::UpdateCustomer out{.subject = CustomerId{id}};
  out.undo = core::Undo{{version}, std::move(paths), force};
  out.action = "undo";
  return out;
}

std::string outcome_text(const Result<Outcome>& outcome) {
  if (!outcome) return std::string(word(outcome.error().kind)) + ": " + outcome.error().sentence();
  std::string out = "version " + std::to_string(std::get<Receipt>(*outcome).view.record.version);
  for (const Difference& each : std::get<Receipt>(*outcome).differences)
    out += "; " + text(each.path) + " " + (each.before ? describe(*each.before) : "nothing") +
           " -> " + (each.after ? describe(*each.after) : "nothing");
  return out;
}

// Sets the notes of a customer, as somebody below the root.
std::string change_notes(World& world, std::int64_t id, const char* text) {
  return outcome_text(
      world.ask("reseller", set(id, Field::notes, Value{std::string(text)}), kWrite));
}

// Waits until the store's queue is empty.
void settle(World& world) {
  (void)store::write_and_wait(world.store(), [](store::Transaction&) { return false; });
}

TEST(Retention, OldValuesGoAndTheRestStays) {
  core::ServiceOptions options = standard_options();
  options.history_days = 7;
  World world(options);
  ASSERT_TRUE(change_notes(world, 10, "one").starts_with("version 2"));
  ASSERT_TRUE(change_notes(world, 10, "two").starts_with("version 3"));
  world.clock.advance_seconds(8 * 86400);
  ASSERT_TRUE(change_notes(world, 10, "three").starts_with("version 4"));
  world.service().sweep();
  settle(world);
  const auto get = [&](Version version) {
    core::GetCustomer wanted{.subject = CustomerId{10}};
    wanted.at_version = version;
    const auto outcome = world.ask("reseller", wanted);
    return outcome ? std::string("shown") : std::string(word(outcome.error().kind));
  };
  EXPECT_EQ(get(4), "shown");
  EXPECT_EQ(get(3), "shown");  // the later entry has been read
  EXPECT_EQ(get(2), "unknown_thing");
  EXPECT_EQ(get(5), "invalid");
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 4), kWrite)),
            "version 5; notes \"three\" -> \"two\"");
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 2, true), kWrite)),
            "conflict: notes was erased from history and cannot be brought back");
  const auto verified = store::verify(*world.store().read());
  EXPECT_FALSE(verified.difference) << *verified.difference;
  EXPECT_EQ(world.store().read()->history({10}, 3, 1).front().by.principal, "reseller");
}

TEST(Retention, OldAttemptsToDeliverGo) {
  for (const std::int64_t days : {0, 30}) {
    core::ServiceOptions options = standard_options();
    options.delivery_days = days;
    World world(options);
    ASSERT_EQ(
        store::write_and_wait(world.store(),
                              [&](store::Transaction& transaction) {
                                transaction.save(Destination{.id = 7});
                                transaction.save(std::vector<DeliveryAttempt>{
                                    {.destination = 7, .number = 1, .time = world.clock.now()}});
                                return true;
                              }),
        store::Committed::yes);
    const auto kept_after = [&](std::int64_t passed_s) {
      world.clock.advance_seconds(passed_s);
      world.service().sweep();
      settle(world);
      return world.store().read()->delivery_attempts(7, INT64_MAX, 9).size();
    };
    EXPECT_EQ(kept_after(30 * 86400LL), 1U) << days;
    EXPECT_EQ(kept_after(1), days == 0 ? 1U : 0U) << days;
  }
}

TEST(Retention, IsOffUnlessAskedFor) {
  World world;
  world.clock.advance_seconds(9999 * 86400LL);
  world.service().sweep();
  settle(world);
  for (const Entry& entry : world.store().read()->history({10}, 0, 9))
    for (const Difference& each : entry.differences) EXPECT_FALSE(is_erased(each));
}

TEST(Undo, OfALargeBatchSaysWhatToDo) {
  World world;
  const Uuid batch = Uuid::numbered(5);
  ASSERT_EQ(
      store::write_and_wait(world.store(),
                            [&](store::Transaction& transaction) {
                              for (std::uint64_t i = 0; i <= 10'000; ++i)
                                transaction.save(RequestRecord{.id = Uuid::numbered(20'000 + i),
                                                               .principal = 4,
                                                               .home = {1},
                                                               .customer = {10},
                                                               .version = 1,
                                                               .changed = true,
                                                               .batch = batch,
                                                               .door = "test",
                                                               .time = world.clock.now()});
                              return true;
                            }),
      store::Committed::yes);
  const auto refused = world.ask(
      "owner", core::UndoMany{.what = core::InBatch{batch}, .max_affected = 10'000}, kWrite);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().sentence().contains("give a max_affected of more than that"))
      << refused.error().sentence();
  const auto apart = world.ask(
      "owner", core::UndoMany{.what = core::InBatch{batch}, .max_affected = 10'001}, kWrite);
  ASSERT_FALSE(apart);
  EXPECT_EQ(apart.error().kind, ErrorKind::conflict) << "here is nothing that takes it";
}

TEST(Undo, TakesBackWhatHasNotChangedSince) {
  World world;
  const auto notes = [](const char* text) {
    return set(10, Field::notes, Value{std::string(text)});
  };
  ASSERT_TRUE(world.ask("reseller", notes("one"), kWrite));
  ASSERT_TRUE(world.ask("owner", notes("two"), kWrite));
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 2), kWrite)),
            "conflict: notes was changed again by owner (version 3)");
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 3), kWrite)),
            "version 4; notes \"two\" -> \"one\"");
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 4), kWrite)),
            "version 5; notes \"one\" -> \"two\"")
      << "an undo is a change, and can be undone";
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 2, /*force=*/true), kWrite)),
            "version 6; notes \"two\" -> nothing");
  EXPECT_EQ(world.store().read()->history({10}, 0, 1).front().action, "undo");
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 1), kWrite)),
            "conflict: deleted cannot be set while it has live sub-customers")
      << "notes is what the first version made it";
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 7), kWrite)),
            "invalid: version must be a version of this customer, from 1 to 6");
  EXPECT_EQ(outcome_text(world.ask("reader", undo(10, 6), kWrite)),
            "role_denied: your role may only read");
}

TEST(Undo, OfTheFirstVersionDeletes) {
  World world;
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 1), kWrite)),
            "conflict: deleted cannot be set while it has live sub-customers");
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(12, 1, false, {{Field::name, {}}}), kWrite)),
            "invalid: paths cannot be chosen of version 1, which made the customer");
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(12, 1), kWrite)),
            "version 2; deleted nothing -> true");
  core::UpdateCustomer again = undo(12, 2);
  again.rules.deleted_too = true;
  EXPECT_EQ(outcome_text(world.ask("reseller", again, kWrite)),
            "version 3; deleted true -> nothing");
}

TEST(Undo, TakesSeveralVersionsBackAtOnce) {
  World world;
  const auto notes = [](const char* text) {
    return set(10, Field::notes, Value{std::string(text)});
  };
  ASSERT_TRUE(world.ask("reseller", notes("one"), kWrite));
  ASSERT_TRUE(world.ask("reseller", set(10, Field::fax, Value{std::string("1")}), kWrite));
  ASSERT_TRUE(world.ask("reseller", notes("two"), kWrite));
  core::UpdateCustomer both = undo(10, 2);
  both.undo->versions = {2, 4};
  EXPECT_EQ(outcome_text(world.ask("reseller", both, kWrite)),
            "version 5; notes \"two\" -> nothing");
  core::UpdateCustomer apart = undo(10, 2);
  apart.undo->versions = {2, 3};
  EXPECT_EQ(outcome_text(world.ask("reseller", apart, kWrite)),
            "conflict: notes was already undone by version 5");
}

TEST(Undo, TakesBackSomePathsOnly) {
  World world;
  core::UpdateCustomer both = set(10, Field::notes, Value{std::string("n")});
  both.edits.push_back(
      {.target = {.field = Field::account}, .edit = Value{std::string("a")}, .field = "account"});
  ASSERT_TRUE(world.ask("reseller", both, kWrite));
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 2, false, {{Field::website, {}}}), kWrite)),
            "invalid: website was not changed by version 2");
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 2, false, {{Field::account, {}}}), kWrite)),
            "version 3; account \"a\" -> nothing");
}

TEST(Undo, GivesNobodyMoreRights) {
  World world;
  ASSERT_TRUE(world.ask("reseller", set(10, Field::credit, Value{Decimal(5)}), kWrite));
  EXPECT_EQ(outcome_text(world.ask("admin", undo(10, 2), kWrite)),
            "role_denied: credit can be changed only with the commerce privilege, which your role "
            "lacks");
  ASSERT_TRUE(world.ask("owner",
                        core::UpdateCustomer{.subject = CustomerId{12}, .move_to = CustomerId{11}},
                        core::RequiredPrivilege{.any_of = Privilege::system}));
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(12, 2), kWrite)),
            "role_denied: parent can be changed only with the system privilege, which your role "
            "lacks");
  EXPECT_EQ(outcome_text(world.ask("owner", undo(12, 2), kWrite)), "version 3; parent 11 -> 10");
}

TEST(Undo, BringsBackASecretWithoutOpeningIt) {
  World world;
  for (const char* number : {"4111111111111111", "5555555555554444"})
    ASSERT_TRUE(
        world.ask("reseller", set(10, Field::card_number, Value{std::string(number)}), kWrite));
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 3), kWrite)),
            "version 4; card_number sealed ****4444 -> sealed ****1111");
}

// Random changes, undos and moves of a few customers: every version can be read as it was, and
// replaying history gives the record.
TEST(Undo, HistoryReplaysWhateverHappened) {
  World world;
  std::mt19937 random(11);
  const auto pick = [&](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  const std::int64_t customers[] = {10, 11, 12};
  std::map<std::pair<std::int64_t, Version>, Values> seen;
  for (const std::int64_t id : customers) seen[{id, 1}] = world.customer(id).values;
  const Field texts[] = {Field::notes, Field::account, Field::website, Field::fax};
  for (int step = 0; step < 400; ++step) {
    const std::int64_t id = customers[pick(3)];
    core::UpdateCustomer update;
    switch (pick(5)) {
      case 0:
        update = set(id, texts[pick(4)], Clear{});
        break;
      case 1:
        update = undo(id, 1 + pick(static_cast<int>(world.customer(id).version)), pick(2) == 0);
        break;
      case 2:
        update = core::UpdateCustomer{.subject = CustomerId{id},
                                      .move_to = CustomerId{customers[pick(3)]}};
        break;
      case 3:
        update = {
            .subject = CustomerId{id},
            .edits = {{.target = {.lens = Lens::whole_text,
                                  .field = Field::address_street,
                                  .part = {.mode = PartRef::Mode::slot_main}},
                       .edit = pick(3) == 0 ? Edit{Clear{}} : Edit{Value{std::to_string(step)}},
                       .field = "address"}}};
        break;
      default:
        update = set(id, texts[pick(4)], Value{std::to_string(step)});
    }
    (void)world.ask("owner", update, core::RequiredPrivilege{.any_of = Privilege::system});
    const Record now = world.customer(id);
    const auto [at, is_new] = seen.emplace(std::pair{id, now.version}, now.values);
    ASSERT_EQ(at->second, now.values) << "a version changed after it was made";
  }
  const auto reader = world.store().read();
  for (const auto& [key, values] : seen) {
    const auto& [id, version] = key;
    const auto then = core::record_at(*reader, world.customer(id), version);
    ASSERT_TRUE(then);
    EXPECT_EQ(then->values, values) << "customer " << id << " at version " << version;
  }
  for (const std::int64_t id : customers) {
    auto entries = reader->history({id}, 0, 1000);
    Values replayed;
    for (auto each = entries.rbegin(); each != entries.rend(); ++each)
      patchbay::apply(replayed, each->differences);
    EXPECT_EQ(replayed, world.customer(id).values);
  }
  const auto verified = store::verify(*reader);
  EXPECT_FALSE(verified.difference) << *verified.difference;
}

TEST(Undo, OfACustomerWithOneVersionNamesItAlone) {
  World world;
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 2), kWrite)),
            "invalid: version must be 1, the only version of this customer");
}

TEST(Undo, TwiceIsSaidToBeDoneAlready) {
  World world;
  ASSERT_TRUE(change_notes(world, 10, "one").starts_with("version 2"));
  ASSERT_TRUE(change_notes(world, 10, "two").starts_with("version 3"));
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 3), kWrite)),
            "version 4; notes \"two\" -> \"one\"");
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 3), kWrite)),
            "conflict: notes was already undone by version 4");
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 9), kWrite)),
            "invalid: version must be a version of this customer, from 1 to 4");
}

TEST(Undo, GoesBackChangeByChange) {
  World world;
  ASSERT_TRUE(change_notes(world, 10, "one").starts_with("version 2"));
  ASSERT_TRUE(change_notes(world, 10, "two").starts_with("version 3"));
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 3), kWrite)),
            "version 4; notes \"two\" -> \"one\"");
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(10, 2), kWrite)),
            "version 5; notes \"one\" -> nothing")
      << "an undo brought back what version 2 made";

  // Who writes the same value once more wants it, and that is not taken away.
  ASSERT_TRUE(change_notes(world, 11, "one").starts_with("version 2"));
  ASSERT_TRUE(change_notes(world, 11, "two").starts_with("version 3"));
  ASSERT_TRUE(change_notes(world, 11, "one").starts_with("version 4"));
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(11, 2), kWrite)),
            "conflict: notes was changed again by reseller (version 4)");

  // A new customer goes once all that was changed since is undone.
  ASSERT_TRUE(change_notes(world, 12, "one").starts_with("version 2"));
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(12, 1), kWrite)),
            "conflict: notes was changed again by reseller (version 2)");
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(12, 2), kWrite)),
            "version 3; notes \"one\" -> nothing");
  EXPECT_EQ(outcome_text(world.ask("reseller", undo(12, 1), kWrite)),
            "version 4; deleted nothing -> true");
}

}  // namespace
}  // namespace patchbay
