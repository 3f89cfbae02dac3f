// Values by customer and hash, within a bound of memory.
#include "store/sql/customers/record_cache.h"

#include <gtest/gtest.h>

namespace patchbay::store::sql {
namespace {

Values named(const std::string& name) {
  Values out;
  out.set({Field::name, {}}, name);
  return out;
}

TEST(RecordCache, FindsWhatWasAddedUnderItsHashOnly) {
  RecordCache cache(1 << 20);
  cache.add({1}, "hash 1", named("one"), 100);
  EXPECT_EQ(cache.find({1}, "hash 1"), named("one"));
  EXPECT_FALSE(cache.find({1}, "hash 2"));
  EXPECT_FALSE(cache.find({2}, "hash 1"));
  cache.add({1}, "hash 2", named("two"), 100);
  EXPECT_EQ(cache.find({1}, "hash 2"), named("two"));
  EXPECT_FALSE(cache.find({1}, "hash 1"));
}

TEST(RecordCache, KeepsNothingWithoutAHashOrMemory) {
  RecordCache cache(1 << 20);
  cache.add({1}, "", named("one"), 100);
  EXPECT_FALSE(cache.find({1}, ""));
  RecordCache none(0);
  none.add({1}, "hash", named("one"), 100);
  EXPECT_FALSE(none.find({1}, "hash"));
}

// With 4 000 stored bytes each, some 20 entries fit into 100 000 bytes.
TEST(RecordCache, KeepsWhatIsUsedWithinItsBound) {
  RecordCache cache(100'000);
  cache.add({1}, "hash", named("used"), 4'000);
  std::size_t found = 0;
  for (std::int64_t id = 2; id < 500; ++id) {
    cache.add({id}, "hash", named("another"), 4'000);
    EXPECT_TRUE(cache.find({1}, "hash")) << id;
  }
  for (std::int64_t id = 2; id < 500; ++id) found += cache.find({id}, "hash").has_value();
  EXPECT_GT(found, 5U);
  EXPECT_LE(found, 24U);
}

// Short values take far more memory than they are long.
TEST(RecordCache, CountsTheMemoryOfShortValues) {
  Values values;
  for (const Field each : {Field::name, Field::notes, Field::fax, Field::account, Field::website})
    values.set({each, {}}, std::string("x"));
  constexpr std::size_t kBytes = 1 << 20;
  RecordCache cache(kBytes);
  for (std::int64_t id = 1; id < 10'000; ++id) cache.add({id}, "hash", values, 30);
  std::size_t found = 0;
  for (std::int64_t id = 9'999; id > 0 && cache.find({id}, "hash"); --id) ++found;
  EXPECT_LE(found * values.size() * sizeof(Values::Item), kBytes);
  EXPECT_GE(found * values.size() * sizeof(Values::Item) * 16, kBytes);
}

}  // namespace
}  // namespace patchbay::store::sql
