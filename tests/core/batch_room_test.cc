// Several batches at once, while the store writes nothing: they leave room for other changes.
#include <latch>
#include <list>
#include <thread>

#include <gtest/gtest.h>

#include "support/world.h"

namespace patchbay {
namespace {

using core::Batch;
using core::Outcome;
using store::Store;
using testing::set;
using testing::World;

constexpr std::size_t kBatches = 5;
constexpr std::size_t kLines = 1024;
static_assert(kBatches * kLines > Store::kQueueMax);

const core::RequiredPrivilege kWrite{.any_of = core::Privilege::commerce};

// Keeps jobs, as many as fit into a queue, until it is let go.
class HeldStore final : public Store {
 public:
  using Store::write;

  std::unique_ptr<store::ReadTransaction> read() override { return inner_->read(); }
  void write(store::Job job, store::Done done, const store::JobSubject& subject) override {
    {
      const std::lock_guard lock(mutex_);
      if (is_held_ && jobs_.size() == kQueueMax) return done(store::Committed::failed);
      if (is_held_) return jobs_.push_back({std::move(job), std::move(done), subject});
    }
    inner_->write(std::move(job), std::move(done), subject);
  }
  void close() override { inner_->close(); }
  [[nodiscard]] store::StoreStats stats() const override { return inner_->stats(); }

  void hold() {
    const std::lock_guard lock(mutex_);
    is_held_ = true;
  }
  std::size_t held() {
    const std::lock_guard lock(mutex_);
    return jobs_.size();
  }
  void let_go() {
    std::vector<Held> jobs;
    {
      const std::lock_guard lock(mutex_);
      is_held_ = false;
      jobs.swap(jobs_);
    }
    for (Held& each : jobs) inner_->write(std::move(each.job), std::move(each.done), each.subject);
  }

 private:
  struct Held {
    store::Job job;
    store::Done done;
    store::JobSubject subject;
  };
  const std::unique_ptr<Store> inner_ = testing::store_to_test();
  std::mutex mutex_;
  bool is_held_ = false;
  std::vector<Held> jobs_;
};

// Executes each task on a thread made for it.
class Apart {
 public:
  void run(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    threads_.emplace_back(std::move(task));
  }

 private:
  std::mutex mutex_;
  std::list<std::jthread> threads_;
};

class BatchRoom : public ::testing::TestWithParam<bool> {};

TEST_P(BatchRoom, BatchesTogetherLeaveRoomForOtherChanges) {
  auto made = std::make_unique<HeldStore>();
  HeldStore& store = *made;
  World world(std::move(made));
  Apart apart;
  std::latch done(kBatches + 1);
  std::vector<Result<Outcome>> outcomes(kBatches + 1, std::unexpected(Fault(ErrorKind::invalid)));
  const auto begin = [&](std::size_t number, core::Request request) {
    core::Call call{.caller = World::caller("owner"),
                    .required_privilege = kWrite,
                    .request = std::move(request)};
    if (GetParam())
      call.run_apart = [&](std::function<void()> task) { apart.run(std::move(task)); };
    world.service().handle(std::move(call), [&, number](Result<Outcome> outcome) {
      outcomes[number] = std::move(outcome);
      done.count_down();
    });
  };

  store.hold();
  for (std::size_t i = 0; i < kBatches; ++i) {
    core::Bulk bulk;
    std::vector<core::BulkItem> items;
    for (std::size_t line = 0; line < kLines; ++line)
      items.push_back({.change = set(10 + static_cast<std::int64_t>(line % 3), Field::notes,
                                     Value{std::to_string(i * kLines + line)}),
                       .if_version = {},
                       .problems = {}});
    bulk.what = std::move(items);
    bulk.max_affected = kLines;
    begin(i, std::move(bulk));
  }
  EXPECT_EQ(store.held(), Store::kQueueMax / 2);
  begin(kBatches, set(11, Field::fax, Value{std::string("+442079460000")}));
  EXPECT_EQ(store.held(), Store::kQueueMax / 2 + 1);
  store.let_go();
  done.wait();

  EXPECT_TRUE(outcomes[kBatches]);
  for (std::size_t i = 0; i < kBatches; ++i) {
    ASSERT_TRUE(outcomes[i]) << outcomes[i].error().sentence();
    const Batch& batch = std::get<Batch>(*outcomes[i]);
    ASSERT_EQ(batch.items.size(), kLines);
    for (const core::BatchItem& each : batch.items)
      EXPECT_TRUE(each.changed) << i << ' ' << each.index << ' '
                                << (each.fault ? each.fault->sentence() : "");
  }
  EXPECT_EQ(world.customer(10).version, 1 + static_cast<Version>(kBatches * (kLines / 3 + 1)));
}

INSTANTIATE_TEST_SUITE_P(Threads, BatchRoom, ::testing::Values(false, true),
                         [](const auto& each) { return each.param ? "Apart" : "OfTheStore"; });

}  // namespace
}  // namespace patchbay
