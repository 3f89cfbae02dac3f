// Where jobs wait for the disk, rows are read before the job is queued. Everything else is the
// same.
#include <atomic>

#include <gtest/gtest.h>

#include "support/world.h"

namespace patchbay {
namespace {

using testing::set;
using testing::World;

const core::RequiredPrivilege kWrite{
    .any_of = core::Privilege::administrator | core::Privilege::commerce,
    .for_others = core::Privilege::commerce};

class WaitingStore final : public store::Store {
 public:
  explicit WaitingStore(std::atomic<int>& asked) : asked_(asked) {}
  std::unique_ptr<store::ReadTransaction> read() override { return real_->read(); }
  void write(store::Job job, store::Done done, const store::JobSubject& about) override {
    real_->write(std::move(job), std::move(done), about);
  }
  void close() override { real_->close(); }
  [[nodiscard]] store::StoreStats stats() const override { return real_->stats(); }
  [[nodiscard]] bool reads_wait() const override {
    ++asked_;
    return true;
  }

 private:
  std::atomic<int>& asked_;
  const std::unique_ptr<store::Store> real_ = testing::store_to_test();
};

TEST(LookAhead, LeavesTheOutcomeToTheJob) {
  std::atomic<int> asked = 0;
  World world(std::make_unique<WaitingStore>(asked));
  const Value note{std::string("x")};
  const auto changed = world.ask("reseller", set(10, Field::notes, note), kWrite);
  ASSERT_TRUE(changed);
  EXPECT_EQ(std::get<core::Receipt>(*changed).view.record.version, 2);
  const auto unknown = world.ask("reseller", set(999, Field::notes, note), kWrite);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::unknown_customer);
  EXPECT_EQ(asked, 2);
}

}  // namespace
}  // namespace patchbay
