// The file of recent traffic: what is kept, what goes, and who sees what.
#include "app/traffic/traffic_file.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/clock.h"

namespace patchbay::app {
namespace {

using core::TrafficQuery;
using core::TrafficRecord;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class TrafficFiles : public ::testing::Test {
 protected:
  TrafficFiles() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~TrafficFiles() override {
    file_.reset();
    std::filesystem::remove_all(folder_);
  }

  void open(std::size_t keep = 100, std::int64_t hours = 1) {
    file_.reset();
    auto opened = TrafficFile::open(path(), clock_, {.keep = keep, .keep_hours = hours});
    ASSERT_TRUE(opened) << opened.error();
    file_ = *std::move(opened);
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "traffic.db"; }

  TrafficRecord record(int number) const {
    TrafficRecord out;
    out.request = Uuid::numbered(number);
    out.time = clock_.now();
    out.us = number;
    out.door = number % 2 == 0 ? "flolive" : "native";
    out.method = "PATCH";
    out.target = "/here";
    out.call = "update_customer";
    out.principal = 7;
    out.principal_name = "alice";
    out.home = {number % 3};
    out.status = 200;
    out.customer = {100 + number};
    out.sent = {"application/json", "{}", ""};
    out.replied = {"", "", "why not"};
    return out;
  }
  TrafficRecord refused(int number, const std::string& field) const {
    TrafficRecord out = record(number);
    out.problem = "invalid";
    out.problems = {{field, "is wrong"}, {"other", "too"}};
    out.status = 422;
    return out;
  }
  std::vector<int> listed(const TrafficQuery& query) {
    std::vector<int> out;
    for (const TrafficRecord& each : file_->list(query, [](CustomerId) { return true; }).items)
      out.push_back(static_cast<int>(each.us));
    return out;
  }

  const std::filesystem::path folder_ =
      std::filesystem::path(::testing::TempDir()) / ("traffic." + std::to_string(getpid()));
  ManualClock clock_;
  std::unique_ptr<TrafficFile> file_;
};

TEST_F(TrafficFiles, GiveBackWhatWasAdded) {
  open();
  const TrafficRecord one = refused(4, "vat");
  file_->add(one);
  const auto found = file_->find(one.request);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->problems, one.problems);
  EXPECT_EQ(found->time, one.time);
  EXPECT_EQ(found->sent.text, "{}");
  EXPECT_EQ(found->replied.omitted, "why not");
  EXPECT_EQ(found->home, one.home);
  EXPECT_FALSE(file_->find(Uuid::numbered(99)));
}

TEST_F(TrafficFiles, ListTheNewestFirstInPages) {
  open();
  for (int i = 1; i <= 5; ++i) file_->add(record(i));
  const auto page = file_->list({.limit = 2}, [](CustomerId) { return true; });
  EXPECT_EQ(page.newest, 5);
  EXPECT_THAT(listed({.limit = 2}), ElementsAre(5, 4));
  EXPECT_THAT(listed({.before = page.next, .limit = 2}), ElementsAre(3, 2));
  EXPECT_THAT(listed({.after = 3}), ElementsAre(5, 4));
  EXPECT_THAT(listed({.door = "flolive"}), ElementsAre(4, 2));
  EXPECT_THAT(listed({.customer = CustomerId{103}}), ElementsAre(3));
  EXPECT_THAT(listed({.principal = "bob"}), IsEmpty());
  const auto some = file_->list({}, [](CustomerId home) { return home.value == 1; });
  EXPECT_EQ(some.items.size(), 2u) << "only those of one home";
}

TEST_F(TrafficFiles, GroupProblems) {
  open();
  file_->add(refused(2, "vat"));
  clock_.advance_seconds(10);
  file_->add(refused(4, "vat"));
  file_->add(refused(3, "name"));
  file_->add(record(6));
  const auto groups = file_->problems([](CustomerId) { return true; });
  ASSERT_EQ(groups.size(), 4u);
  EXPECT_EQ(groups.front().count, 2);
  EXPECT_EQ(groups.front().door, "flolive");
  EXPECT_EQ(groups.front().last.us - groups.front().first.us, 10'000'000);
  EXPECT_THAT(listed({.problem = "invalid", .field = "vat"}), ElementsAre(4, 2));
  EXPECT_THAT(listed({.refused = false}), ElementsAre(6));
  EXPECT_THAT(file_->problems([](CustomerId) { return false; }), IsEmpty());
}

TEST_F(TrafficFiles, KeepNoMoreThanTheyMay) {
  open(/*keep=*/3);
  for (int i = 1; i <= 10; ++i) file_->add(refused(i, "vat"));
  file_->flush();
  file_->add(record(11));
  EXPECT_THAT(listed({}), ElementsAre(11, 10, 9));
  EXPECT_EQ(file_->problems([](CustomerId) { return true; }).front().count, 1) << "of those kept";
  clock_.advance_seconds(3601);
  file_->add(record(12));
  EXPECT_THAT(listed({}), ElementsAre(12)) << "the others are older than an hour";
}

TEST_F(TrafficFiles, EraseWhatIsWantedWhileOthersUseTheFile) {
  open(/*keep=*/1000);
  for (int i = 1; i <= 250; ++i) file_->add(record(i));
  int looked_at = 0;
  const auto is_wanted = [&](const TrafficRecord& each) {
    if (++looked_at % 50 == 0) {
      file_->add(record(1000 + looked_at));
      file_->flush();
      EXPECT_TRUE(file_->find(Uuid::numbered(1000 + looked_at)));
    }
    return each.us != 7;
  };
  EXPECT_EQ(file_->count(is_wanted), 249);
  EXPECT_EQ(looked_at, 250);
  EXPECT_TRUE(file_->erase([&](const TrafficRecord& each) { return each.us != 7; }));
  EXPECT_THAT(listed({}), ElementsAre(7));
}

TEST_F(TrafficFiles, LetOldRecordsGoWithoutNewOnes) {
  EXPECT_EQ(TrafficFile::count_kept(path(), clock_.now(), {})->all, 0) << "there is no file";
  open(/*keep=*/100, /*hours=*/2);
  file_->add(record(1));
  file_->flush();
  clock_.advance_seconds(3600);
  file_->add(record(2));
  file_->flush();
  clock_.advance_seconds(3601);
  const auto kept = [&](std::size_t keep, std::int64_t hours) {
    const auto out = TrafficFile::count_kept(path(), clock_.now(), {keep, hours});
    return out ? std::pair(out->all, out->old) : std::pair(std::int64_t{-1}, std::int64_t{-1});
  };
  EXPECT_EQ(kept(100, 2), std::pair(std::int64_t{2}, std::int64_t{1}));
  EXPECT_EQ(kept(100, 1), std::pair(std::int64_t{2}, std::int64_t{2}));
  EXPECT_EQ(kept(1, 9), std::pair(std::int64_t{2}, std::int64_t{1}));
  EXPECT_EQ(kept(2, 9), std::pair(std::int64_t{2}, std::int64_t{0}));
  file_->sweep();
  EXPECT_THAT(listed({}), ElementsAre(2));
  EXPECT_EQ(kept(100, 2), std::pair(std::int64_t{1}, std::int64_t{0}));
}

TEST_F(TrafficFiles, OutlastTheServer) {
  open();
  file_->add(record(1));
  open();
  file_->add(record(2));
  EXPECT_THAT(listed({}), ElementsAre(2, 1));
  namespace fs = std::filesystem;
  EXPECT_EQ(fs::status(path()).permissions() & fs::perms::all,
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(TrafficFiles, ReplaceWhatTheyCannotRead) {
  std::ofstream(path()) << "this is no database, but text that is long enough to look like a file";
  open();
  file_->add(record(1));
  EXPECT_THAT(listed({}), ElementsAre(1));
  EXPECT_FALSE(TrafficFile::open(folder_ / "no" / "folder", clock_, {}));
}

}  // namespace
}  // namespace patchbay::app
