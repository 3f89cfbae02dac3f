// Files of customers: how an export ends that has nothing to send yet.
#include "app/transfer/server_transfers.h"

#include <atomic>
#include <future>

#include <gtest/gtest.h>

#include "app/transfer/exporter.h"
#include "app/transfer/import_request.h"
#include "app/transfer/server_import.h"
#include "support/world.h"

namespace patchbay::app {
namespace {

using testing::World;

// Every look at it takes as long as an export may.
class RushingClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override {
    return {now_us_.fetch_add(ServerTransfers::kExportSeconds * 1'000'000)};
  }

 private:
  mutable std::atomic<std::int64_t> now_us_ = 0;
};

Result<core::Outcome> exported(ServerTransfers& transfers) {
  std::promise<Result<core::Outcome>> done;
  // Before there was any customer.
  const core::Transfers::ExportJob job{
      .below = kRoot, .reach = kRoot, .wanted = {.below = {}, .at = Instant{0}}};
  EXPECT_TRUE(transfers.begin(job, [&](auto outcome) { done.set_value(std::move(outcome)); }));
  return done.get_future().get();
}

TEST(ServerTransfers, AnExportThatFindsNothingEnds) {
  World world;
  ServerTransfers transfers({.store = world.store(), .clock = world.clock});
  const auto outcome = exported(transfers);
  ASSERT_TRUE(outcome) << outcome.error().sentence();
  EXPECT_FALSE(std::get<core::CustomersFile>(*outcome).rest);
}

TEST(ServerTransfers, AnExportThatFindsNothingIsCutAtItsLimit) {
  World world;
  const RushingClock clock;
  ServerTransfers transfers({.store = world.store(), .clock = clock});
  const auto outcome = exported(transfers);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::unavailable);
}

TEST(ServerTransfers, AnExportDoesNotWaitForAnother) {
  World world;
  ServerTransfers transfers({.store = world.store(), .clock = world.clock});
  const core::Transfers::ExportJob job{.below = kRoot, .reach = kRoot, .wanted = {}};
  std::promise<void> second;
  std::promise<std::future_status> first;
  ASSERT_TRUE(transfers.begin(job, [&](const auto&) {
    first.set_value(second.get_future().wait_for(std::chrono::minutes(1)));
  }));
  ASSERT_TRUE(transfers.begin(job, [&](const auto&) { second.set_value(); }));
  EXPECT_EQ(first.get_future().get(), std::future_status::ready);
}

TEST(ServerTransfers, AnExportAsksWithinEveryPage) {
  World world;
  const auto reader = world.store().read();
  int asked = 0;
  Exporter exporter(*reader, {.below = CustomerId{2},
                              .at = Instant{0},
                              .columns = standard_columns(),
                              .may_go_on = [&] { return ++asked < 3; }});
  std::string out;
  EXPECT_TRUE(exporter.next(out));
  const auto more = exporter.next(out);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().kind, ExportError::Kind::stopped);
  EXPECT_EQ(asked, 3);
}

// Moves customer `id` in the store itself, at a time of which the clock may be wrong.
void move(World& world, std::int64_t id, std::int64_t parent, Instant time) {
  const auto saved = store::write_and_wait(world.store(), [&](store::Transaction& transaction) {
    const Record before = *transaction.customer(CustomerId{id});
    Record after = before;
    after.values.set({Field::parent, {}}, parent);
    ++after.version;
    transaction.save(after, {.customer = after.id,
                             .version = after.version,
                             .action = "update",
                             .by = {.time = time},
                             .differences = diff(before.values, after.values)});
    return true;
  });
  ASSERT_EQ(saved, store::Committed::yes);
}

// Each stood below the other at the time 200, by the times that their moves have.
TEST(ServerTransfers, AnExportEndsAtACircle) {
  World world;
  move(world, 10, 11, {100});
  move(world, 10, 2, {300});
  move(world, 11, 10, {50});
  const auto reader = world.store().read();
  Exporter exporter(*reader,
                    {.below = CustomerId{3}, .at = Instant{200}, .columns = standard_columns()});
  std::string out;
  EXPECT_TRUE(exporter.next(out));
  const auto more = exporter.next(out);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().kind, ExportError::Kind::damaged);
}

TEST(ServerTransfers, AnImportSendsLongRowsInMoreBulks) {
  World world;
  constexpr int kRows = 12;
  std::string text = "name,x\n";
  for (int i = 0; i < kRows; ++i)
    text += "Name " + std::to_string(i) + ',' + std::string(std::size_t{1} << 19, 'x') + '\n';
  auto file = InputFile::of_bytes("the file", text, {}, {});
  ASSERT_TRUE(file) << file.error();
  auto prepared = PreparedImport::make({.key = "none", .ignore = {"x"}}, std::move(*file));
  ASSERT_TRUE(prepared) << prepared.error().front();
  std::vector<std::uint64_t> done;
  const auto report = run_import(
      {.store = world.store(), .service = world.service(), .clock = world.clock}, prepared->table(),
      {.key = prepared->key(),
       .batch = prepared->batch(),
       .is_plan = true,
       .progress = [&](std::uint64_t rows, std::uint64_t) { return done.push_back(rows), true; }});
  ASSERT_TRUE(report) << report.error().what;
  EXPECT_EQ(report->counts.made, kRows);
  EXPECT_EQ(done.size(), 6U);
}

// A long file takes seconds to read before its first row is planned.
TEST(ServerTransfers, AnImportStopsWhileItsFileIsRead) {
  World world;
  std::string text = "name\n";
  while (text.size() < std::size_t{1} << 20) text += "Name\n";
  core::Transfers::ImportJob job{.below = CustomerId{2}, .reach = CustomerId{1}, .principal = 1};
  job.wanted.content = std::make_shared<const std::string>(std::move(text));
  job.wanted.key = "none";
  for (const bool leaves_refused : {false, true}) {
    job.wanted.applies = leaves_refused;
    job.wanted.leaves_refused = leaves_refused;
    for (int pieces = 0; pieces < 20; pieces += 3) {
      int asked = 0;
      const auto outcome = import_for_server({.store = world.store(),
                                              .service = world.service(),
                                              .clock = world.clock,
                                              .may_go_on = [&] { return asked++ < pieces; }},
                                             job);
      ASSERT_FALSE(outcome) << pieces;
      EXPECT_EQ(outcome.error().kind, ErrorKind::unavailable) << outcome.error().sentence();
      EXPECT_EQ(outcome.error().retry_after_s, 1);
    }
  }
  EXPECT_FALSE(world.store().read()->customer(CustomerId{21}));
}

}  // namespace
}  // namespace patchbay::app
