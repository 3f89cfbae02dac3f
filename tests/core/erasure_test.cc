// Erasing a person: what goes, what stays, and who may.
#include "record/history/erasure.h"

#include <algorithm>
#include <atomic>

#include <gtest/gtest.h>

#include "store/verify.h"
#include "support/world.h"

namespace patchbay {
namespace {

using core::Erasure;
using core::Outcome;
using core::Privilege;
using testing::set;
using testing::World;

constexpr const char* kName = "Ada Lovelace";
const core::RequiredPrivilege kWrite{.any_of = Privilege::administrator | Privilege::commerce};
const core::RequiredPrivilege kErase{.any_of = Privilege::erase};

core::CallOptions because(const std::string& reason, bool rehearse = false) {
  core::CallOptions out;
  out.reason = reason;
  out.rehearse = rehearse;
  return out;
}

Result<Outcome> erase(World& world, const std::string& who = "owner", bool rehearse = false) {
  return world.ask(who, core::EraseCustomer{.subject = CustomerId{10}}, kErase,
                   because("asked to be forgotten", rehearse));
}

void change(World& world, Field field, const Value& value, const core::CallOptions& options = {}) {
  ASSERT_TRUE(world.ask("owner", set(10, field, value), kWrite, options));
}

void fill(World& world) {
  change(world, Field::name, std::string(kName));
  change(world, Field::notes, std::string("met in Turin"));
  change(world, Field::notes, std::string("met in London"));
  change(world, Field::card_number, std::string("4111111111111111"));
  change(world, Field::vat, *Decimal::parse("20"));
}

// Whether any value of history or the record is this text.
bool holds(World& world, const std::string& text) {
  const auto is = [&](const std::optional<Value>& value) { return value == Value(text); };
  const Record record = world.customer(10);
  if (std::ranges::any_of(record.values, [&](const auto& each) { return is(each.second); }))
    return true;
  for (const Entry& entry : world.store().read()->history({10}, 0, 1000))
    for (const Difference& each : entry.differences)
      if (is(each.before) || is(each.after)) return true;
  return false;
}

std::string refusal(const Result<Outcome>& outcome) {
  return outcome ? "" : std::string(word(outcome.error().kind)) + ": " + outcome.error().sentence();
}

// A call whose reply is kept under a key.
core::CallOptions under(const std::string& key, const std::string& reply) {
  core::CallOptions out = because("asked to be forgotten");
  out.idempotency_key = core::IdempotencyKey{
      .key = key, .content = key, .field = "Idempotency-Key", .render = [reply](const Outcome&) {
        return reply;
      }};
  return out;
}

bool is_kept(World& world, const std::string& key) {
  for (const IdempotencyRecord& each : world.store().read()->idempotency_records(0, "", 10))
    if (each.key == key) return !each.reply.empty();
  return false;
}

TEST(Erasing, TakesPersonalValuesFromRecordAndHistoryAndLeavesTheRest) {
  World world;
  fill(world);
  const auto before = world.store().read()->history({10}, 0, 1000);
  const auto outcome = erase(world);
  ASSERT_TRUE(outcome) << refusal(outcome);
  const auto& erasure = std::get<Erasure>(*outcome);
  EXPECT_TRUE(erasure.changed);
  EXPECT_FALSE(erasure.more);
  EXPECT_EQ(erasure.version, 7);
  const Record record = world.customer(10);
  EXPECT_EQ(record.name(), kErasedName);
  EXPECT_FALSE(record.find(Field::notes));
  EXPECT_FALSE(record.find(Field::card_number));
  EXPECT_TRUE(record.find(Field::vat));
  for (const char* text : {kName, "Ten", "met in Turin", "met in London"})
    EXPECT_FALSE(holds(world, text)) << text;
  for (const Entry& entry : world.store().read()->history({10}, 0, 1000))
    for (const Difference& each : entry.differences)
      EXPECT_FALSE(each.path.field == Field::card_number && (each.before || each.after));
  const auto after = world.store().read()->history({10}, 0, 1000);
  ASSERT_EQ(after.size(), before.size() + 1);
  EXPECT_EQ(after.front().action, kEraseAction);
  EXPECT_EQ(after.front().by.reason, "asked to be forgotten");
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(after[i + 1].hash, before[i].hash) << "the chain stays";
    EXPECT_EQ(after[i + 1].by, before[i].by) << "who and when stays";
    ASSERT_EQ(after[i + 1].differences.size(), before[i].differences.size());
    for (std::size_t k = 0; k < before[i].differences.size(); ++k)
      EXPECT_EQ(after[i + 1].differences[k].path, before[i].differences[k].path);
  }
  const auto verified = store::verify(*world.store().read());
  EXPECT_FALSE(verified.difference) << *verified.difference;
}

TEST(Erasing, ARehearsalCountsTheSameAndWritesNothing) {
  World world;
  fill(world);
  const auto rehearsed = erase(world, "owner", /*rehearse=*/true);
  ASSERT_TRUE(rehearsed) << refusal(rehearsed);
  const auto& would = std::get<Erasure>(*rehearsed);
  EXPECT_TRUE(would.rehearsed);
  EXPECT_EQ(world.customer(10).version, 6);
  EXPECT_TRUE(holds(world, kName));
  const auto done = erase(world);
  ASSERT_TRUE(done);
  const auto& did = std::get<Erasure>(*done);
  EXPECT_EQ(would.values, did.values);
  EXPECT_EQ(would.entries, did.entries);
  EXPECT_EQ(would.cleared, did.cleared);
}

TEST(Erasing, NeedsItsRightAndAReason) {
  World world;
  EXPECT_TRUE(refusal(erase(world, "reseller")).starts_with("role_denied"));
  EXPECT_TRUE(refusal(erase(world, "admin")).starts_with("role_denied"));
  const auto silent =
      world.ask("owner", core::EraseCustomer{.subject = CustomerId{10}}, kErase, because(""));
  EXPECT_EQ(refusal(silent),
            "invalid: Patchbay-Reason is required: history keeps why somebody was erased");
  EXPECT_EQ(world.customer(10).version, 1);
}

TEST(Erasing, CannotBeUndoneNorCanWhatItErased) {
  World world;
  fill(world);
  ASSERT_TRUE(erase(world));
  core::UpdateCustomer undo{.subject = CustomerId{10}};
  undo.undo = core::Undo{.versions = {7}};
  EXPECT_TRUE(refusal(world.ask("owner", undo, kWrite))
                  .contains("was erased from history and cannot be brought back"));
  undo.undo = core::Undo{.versions = {4}, .force = true};
  EXPECT_TRUE(refusal(world.ask("owner", undo, kWrite))
                  .contains("was erased from history and cannot be brought back"));
}

TEST(Erasing, AgainWritesNothingUntilSomethingCame) {
  World world;
  fill(world);
  ASSERT_TRUE(erase(world));
  auto again = erase(world);
  ASSERT_TRUE(again);
  EXPECT_FALSE(std::get<Erasure>(*again).changed);
  EXPECT_EQ(std::get<Erasure>(*again).values, 0);
  EXPECT_EQ(world.customer(10).version, 7);
  change(world, Field::notes, std::string("came back"));
  ASSERT_TRUE(world.ask("owner", set(10, Field::notes, Clear{}), kWrite));
  again = erase(world);
  ASSERT_TRUE(again);
  EXPECT_TRUE(std::get<Erasure>(*again).changed) << "history held a personal value";
  EXPECT_FALSE(holds(world, "came back"));
  EXPECT_FALSE(store::verify(*world.store().read()).difference);
}

TEST(Erasing, AKeptReplyThatMentionsThePersonIsGoneAndItsKeyStaysUsed) {
  World world;
  change(world, Field::name, std::string(kName), under("a", "<n>Ada Lovelace</n>"));
  ASSERT_TRUE(world.ask("owner", set(11, Field::notes, Value{std::string("other")}), kWrite,
                        under("b", "of another")));
  ASSERT_TRUE(erase(world));
  EXPECT_EQ(refusal(world.ask("owner", set(10, Field::name, Value{std::string(kName)}), kWrite,
                              under("a", ""))),
            "conflict: Idempotency-Key was used before, and the stored reply was erased with the "
            "data of a person");
  const auto other = world.ask("owner", set(11, Field::notes, Value{std::string("other")}), kWrite,
                               under("b", ""));
  ASSERT_TRUE(other);
  EXPECT_EQ(std::get<core::Replay>(*other).reply, "of another");
  for (const IdempotencyRecord& each : world.store().read()->idempotency_records(0, "", 10))
    EXPECT_EQ(each.reply.empty(), each.key == "a") << each.key;
}

TEST(Erasing, TheReplyToItIsGivenAgainForTheSameKey) {
  World world;
  fill(world);
  const std::string reply = "erased " + world.customer(10).uuid.text();
  for (const char* key : {"first", "second"}) {
    const core::EraseCustomer call{.subject = CustomerId{10}};
    ASSERT_TRUE(world.ask("owner", call, kErase, under(key, reply)));
    change(world, Field::name, std::string(kName), under(std::string("meanwhile ") + key, kName));
    const auto again = world.ask("owner", call, kErase, under("first", ""));
    ASSERT_TRUE(again) << refusal(again);
    EXPECT_EQ(std::get<core::Replay>(*again).reply, reply);
  }
}

// Refuses the write that it is told to.
class CutStore final : public store::Store {
 public:
  using store::Store::write;

  std::unique_ptr<store::ReadTransaction> read() override { return inner_->read(); }
  void write(store::Job job, store::Done done, const store::JobSubject& about) override {
    if (writes_until_cut > 0 && --writes_until_cut == 0) return done(store::Committed::failed);
    inner_->write(std::move(job), std::move(done), about);
  }
  void close() override { inner_->close(); }
  [[nodiscard]] store::StoreStats stats() const override { return inner_->stats(); }

  std::atomic<int> writes_until_cut = 0;

 private:
  const std::unique_ptr<store::Store> inner_ = testing::store_to_test();
};

TEST(Erasing, ACutAnywhereLeavesNothingThatARepeatDoesNotFind) {
  for (const int writes : {1, 2, 3}) {
    auto made = std::make_unique<CutStore>();
    CutStore& store = *made;
    World world(std::move(made));
    change(world, Field::name, std::string(kName), under("a", "<n>Ada Lovelace</n>"));
    store.writes_until_cut = writes;
    EXPECT_TRUE(refusal(erase(world)).starts_with("unavailable")) << writes;
    EXPECT_EQ(store.writes_until_cut, 0) << writes;
    EXPECT_EQ(is_kept(world, "a"), writes == 1) << "replies go before history";
    EXPECT_EQ(holds(world, kName), writes < 3) << writes;
    const auto again = erase(world);
    ASSERT_TRUE(again) << refusal(again);
    EXPECT_FALSE(is_kept(world, "a")) << writes;
    EXPECT_FALSE(holds(world, kName)) << writes;
  }
}

TEST(Erasing, OneBelowTheRootErasesRepliesOfPrincipalsBelowOnly) {
  World world;
  ASSERT_EQ(store::write_and_wait(world.store(),
                                  [](store::Transaction& transaction) {
                                    Principal eraser = *transaction.principal("reseller");
                                    eraser.roles = {core::predefined_role("system owner")->id};
                                    ++eraser.version;
                                    transaction.save(eraser);
                                    return true;
                                  }),
            store::Committed::yes);
  change(world, Field::name, std::string(kName), under("above", kName));
  ASSERT_TRUE(world.ask("admin", set(12, Field::notes, Value{std::string("asked Ada")}), kWrite,
                        under("below", kName)));
  const auto rehearsed = erase(world, "reseller", /*rehearse=*/true);
  ASSERT_TRUE(rehearsed) << refusal(rehearsed);
  EXPECT_EQ(std::get<Erasure>(*rehearsed).replies, 1);
  ASSERT_TRUE(erase(world, "reseller"));
  EXPECT_TRUE(is_kept(world, "above"));
  EXPECT_FALSE(is_kept(world, "below"));
}

TEST(Erasing, AValueErasedByAnyoneElseIsFoundByVerify) {
  World world;
  fill(world);
  ASSERT_EQ(store::write_and_wait(world.store(),
                                  [](store::Transaction& transaction) {
                                    (void)transaction.erase_personal({10}, 100,
                                                                     [](const Value&) {});
                                    return true;
                                  }),
            store::Committed::yes);
  const auto verified = store::verify(*world.store().read());
  ASSERT_TRUE(verified.difference);
  EXPECT_TRUE(verified.difference->contains("was erased of")) << *verified.difference;
}

TEST(Erasing, LinksToSystemsKeepNothingOfThePerson) {
  World world;
  const auto write = [&](const auto& work) {
    ASSERT_EQ(store::write_and_wait(world.store(),
                                    [&](store::Transaction& transaction) {
                                      work(transaction);
                                      return true;
                                    }),
              store::Committed::yes);
  };
  write([](store::Transaction& transaction) {
    for (const std::int64_t id : {1, 2}) {
      Reference system;
      system.kind = ReferenceKind::system;
      system.id = id;
      system.owner = kRoot;
      system.name = "billing " + std::to_string(id);
      system.version = 1;
      transaction.save(system);
      transaction.save(SystemLink{.system = id,
                                  .customer = {10},
                                  .uuid = Uuid::numbered(10),
                                  .there = id == 1 ? "4711" : kName,
                                  .turn = 1,
                                  .agreed = {{"name", "a", "b"}, {"vat", "c", "d"}},
                                  .open = {{"main/street", "conflict"}, {"vat", "refused"}}});
    }
  });
  ASSERT_TRUE(erase(world));
  const auto reader = world.store().read();
  const auto link = reader->system_link(1, {10});
  ASSERT_TRUE(link);
  EXPECT_EQ(link->there, "4711");
  EXPECT_EQ(link->agreed, (std::vector<AgreedField>{{"vat", "c", "d"}}));
  EXPECT_EQ(link->open, (std::vector<OpenField>{{"vat", "refused"}}));
  EXPECT_FALSE(reader->system_link(2, {10})) << "it held a name";
}

TEST(Erasing, AllPrincipalsOfTheCustomerAreGivenHoweverManyThereAreBelow) {
  World world;
  constexpr std::int64_t kBelow = 1100;
  ASSERT_EQ(store::write_and_wait(world.store(),
                                  [](store::Transaction& transaction) {
                                    Principal each = *transaction.principal("admin");
                                    for (std::int64_t i = 0; i <= kBelow; ++i) {
                                      each.id = 100 + i;
                                      each.name = "p" + std::to_string(i);
                                      each.home = {i < kBelow ? 12 : 10};
                                      transaction.save(each);
                                    }
                                    return true;
                                  }),
            store::Committed::yes);
  const auto all = world.ask(
      "reseller", core::ExportCustomer{.subject = CustomerId{10}, .before = 0, .limit = 4},
      {.any_of = Privilege::administrator});
  ASSERT_TRUE(all) << refusal(all);
  EXPECT_EQ(std::get<core::Everything>(*all).principals.size(), 2U);
}

TEST(Erasing, EverythingHeldIsGivenInPages) {
  World world;
  fill(world);
  const auto first = world.ask(
      "reseller", core::ExportCustomer{.subject = CustomerId{10}, .before = 0, .limit = 4},
      {.any_of = Privilege::administrator});
  ASSERT_TRUE(first) << refusal(first);
  const auto& everything = std::get<core::Everything>(*first);
  EXPECT_EQ(everything.entries.size(), 4U);
  EXPECT_EQ(everything.next, 3);
  ASSERT_EQ(everything.principals.size(), 1U);
  EXPECT_EQ(everything.principals.front().name, "admin");
  EXPECT_TRUE(everything.principals.front().password_hash.empty());
  const auto rest = world.ask(
      "reseller", core::ExportCustomer{.subject = CustomerId{10}, .before = 3, .limit = 4},
      {.any_of = Privilege::administrator});
  ASSERT_TRUE(rest);
  EXPECT_EQ(std::get<core::Everything>(*rest).entries.size(), 2U);
  EXPECT_EQ(std::get<core::Everything>(*rest).next, 0);
}

}  // namespace
}  // namespace patchbay
