// Hundreds of writers on few records: no update is lost, none is made twice.
#include <latch>
#include <map>
#include <random>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "store/verify.h"
#include "support/world.h"

namespace patchbay {
namespace {

using core::Outcome;
using core::Privilege;
using core::Receipt;
using testing::set;
using testing::World;

constexpr int kWriters = 300;
constexpr int kChanges = 10;  // of each writer
constexpr std::int64_t kCustomers[] = {10, 11, 12};

const core::RequiredPrivilege kWrite{.any_of = Privilege::administrator | Privilege::commerce};

// The replies to one writer.
struct Told {
  std::map<Uuid, std::pair<std::int64_t, Version>> made;  // by request: customer and version
  int refused = 0;
};

// Reads, decides, and writes on condition that nothing has changed in between. Half of the writers
// let their change be rebased.
void write_away(World& world, int number, std::latch& start, Told& outcome_text) {
  std::mt19937 random(static_cast<unsigned>(number));
  start.arrive_and_wait();
  for (int i = 0; i < kChanges; ++i) {
    const std::int64_t id = kCustomers[random() % 3];
    const auto got = world.ask("owner", core::GetCustomer{.subject = CustomerId{id}},
                               {.any_of = Privilege::user});
    if (!got) continue;
    const Record& seen = std::get<core::View>(*got).record;
    core::CallOptions options;
    options.if_version = seen.version;
    options.rebase = number % 2 == 0;
    const Field field = random() % 2 == 0 ? Field::notes : Field::fax;
    const auto outcome =
        world.ask("owner", set(id, field, Value{std::to_string(number) + '-' + std::to_string(i)}),
                  kWrite, options);
    if (!outcome) {
      ++outcome_text.refused;
      EXPECT_EQ(outcome.error().kind, ErrorKind::version_differs) << outcome.error().sentence();
      continue;
    }
    const auto& receipt = std::get<Receipt>(*outcome);
    outcome_text.made[receipt.request] = {id, receipt.view.record.version};
  }
}

TEST(Concurrent, HundredsOfWritersLoseNothing) {
  World world;
  std::vector<Told> outcome_text(kWriters);
  {
    std::latch start(kWriters);
    std::vector<std::jthread> writers;
    for (int i = 0; i < kWriters; ++i)
      writers.emplace_back([&, i] { write_away(world, i, start, outcome_text[i]); });
  }
  std::map<Uuid, std::pair<std::int64_t, Version>> made;
  int refused = 0;
  for (const Told& each : outcome_text) {
    made.insert(each.made.begin(), each.made.end());
    refused += each.refused;
  }
  const auto reader = world.store().read();
  std::size_t entries = 0;
  for (const std::int64_t id : kCustomers) {
    Version expected = world.customer(id).version;
    for (const Entry& entry : reader->history({id}, 0, kWriters * kChanges + 1)) {
      ASSERT_EQ(entry.version, expected--) << "the versions of " << id << " are a chain";
      if (entry.version == 1) continue;
      ++entries;
      const auto found = made.find(entry.by.request);
      ASSERT_NE(found, made.end()) << "nobody was told of version " << entry.version;
      EXPECT_EQ(found->second, std::pair(id, entry.version));
    }
    EXPECT_EQ(expected, 0);
  }
  EXPECT_EQ(entries, made.size()) << "every change that was acknowledged is there exactly once";
  EXPECT_EQ(made.size() + static_cast<std::size_t>(refused), kWriters * kChanges);
  EXPECT_GT(made.size(), 0U);
  const auto verified = store::verify(*reader);
  EXPECT_FALSE(verified.difference) << *verified.difference;
}

// An addition needs no condition: the number is read in the transaction that writes it.
TEST(Concurrent, SumsAddUp) {
  World world;
  std::latch start(100);
  {
    std::vector<std::jthread> writers;
    for (int i = 0; i < 100; ++i)
      writers.emplace_back([&] {
        start.arrive_and_wait();
        core::UpdateCustomer update{.subject = CustomerId{10}};
        update.adjustment = core::Adjustment{Field::balance, *Decimal::parse("0.01"), "amount"};
        for (int k = 0; k < 5; ++k) EXPECT_TRUE(world.ask("owner", update, kWrite));
      });
  }
  EXPECT_EQ(*world.customer(10).find(Field::balance), Value{*Decimal::parse("5.00")});
}

}  // namespace
}  // namespace patchbay
