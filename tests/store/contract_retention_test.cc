// What is kept for a time is counted, and what of it is old.
#include "store/contract.h"
#include "store/retention.h"

namespace patchbay::store {
namespace {

PATCHBAY_CONTRACT(Retaining);

TEST_P(Retaining, CountsWhatIsKeptAndWhatIsOld) {
  plant();
  Record record = store_->read()->customer(CustomerId{101}).value();
  constexpr std::int64_t kSince = 2'000'000'000'000'000;
  for (int i = 0; i < 3; ++i) {
    const Record after = with(record, Field::notes, std::to_string(i));
    ASSERT_EQ(write([&](Transaction& transaction) {
                Entry entry = entry_to(&record, after);
                entry.by.time = {kSince + i};
                transaction.save(after, entry);
                return true;
              }),
              Committed::yes);
    record = after;
  }
  const RetentionCount before = count_retained(*store_->read(), {}).requests;
  ASSERT_EQ(
      write([&](Transaction& transaction) {
        for (std::uint64_t i = 1; i <= 4; ++i)
          transaction.save(RequestRecord{.id = Uuid::numbered(9000 + i),
                                         .principal = 0,
                                         .home = {1},
                                         .customer = {101},
                                         .door = "test",
                                         .time = {kSince + static_cast<std::int64_t>(i)}});
        transaction.save(IdempotencyRecord{
            .principal = 1, .key = "k", .fingerprint = "f", .reply = "r", .time = {kSince}});
        transaction.save(Reference{
            .kind = ReferenceKind::webhook, .id = 7, .owner = {1}, .name = "hook", .version = 1});
        transaction.save(
            std::vector<DeliveryAttempt>{{.destination = 7, .number = 1, .time = {kSince}},
                                         {.destination = 7, .number = 2, .time = {kSince + 1}}});
        transaction.save(Attempts{.key = "n1", .failures = 1, .last = {kSince}});
        return true;
      }),
      Committed::yes);
  const RetentionReport report =
      count_retained(*store_->read(), {.history_before = Instant{kSince + 2},
                                       .requests_before = {kSince + 2},
                                       .answers_before = {kSince + 1},
                                       .attempts_before = {kSince},
                                       .deliveries_before = {kSince + 1}});
  EXPECT_EQ(report.history.kept, 2) << "the first note replaced nothing";
  EXPECT_EQ(report.history.old, 1);
  EXPECT_EQ(report.requests.kept, before.kept + 4);
  EXPECT_EQ(report.answers.kept, 1);
  EXPECT_EQ(report.answers.old, 1);
  EXPECT_EQ(report.attempts.kept, 1);
  EXPECT_EQ(report.attempts.old, 0);
  EXPECT_EQ(report.deliveries.kept, 2);
  EXPECT_EQ(report.deliveries.old, 1);
  EXPECT_EQ(count_retained(*store_->read(), {}).history.old, 0) << "history keeps its values";
}

}  // namespace
}  // namespace patchbay::store
