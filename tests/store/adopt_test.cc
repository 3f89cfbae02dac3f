// A store from a version without seals gets its hashes and seals, once.
#include <gmock/gmock.h>

#include "base/digest.h"
#include "record/formats/codec.h"
#include "record/history/chain.h"
#include "store/tampered.h"
#include "support/store_options.h"

namespace patchbay::store {
namespace {

class Adopting : public testing::TestWithParam<Engine> {
 protected:
  // Turns the store into one of a version before seals: values of versions 2 and 3 of customer 101
  // were erased, and each difference holds one commitment for both sides.
  void age() const {
    std::string sql =
        "DELETE FROM seals; DELETE FROM heads; DELETE FROM thing_entries WHERE kind = 'store';"
        "UPDATE principals SET mac = NULL; UPDATE things SET mac = NULL;"
        "UPDATE tokens SET mac = NULL; UPDATE counters SET mac = NULL;"
        "UPDATE entries SET hash = " +
        store_.bytes("old") + "; UPDATE customers SET last_hash = " + store_.bytes("old") + ';';
    store_.read(
        [&](ReadTransaction& reader) {
          for (const AdminObjectId& object :
               {AdminObjectId{std::nullopt, 1}, AdminObjectId{ReferenceKind::role, 7}})
            for (const AdminEntry& each : reader.history(object, 0, 10)) {
              std::vector<std::string> texts;
              for (const AdminDifference& one : each.differences)
                texts.insert(texts.end(),
                             {one.member, one.before, one.after, base64(std::string(16, 's'))});
              sql += "UPDATE thing_entries SET number = NULL, hash = " + store_.bytes("old") +
                     ", differences = '" + encode(texts) + "' WHERE kind = '" +
                     std::string(word(object)) + "' AND version = " + std::to_string(each.version) +
                     ';';
            }
        },
        {.key = std::nullopt});
    const std::string erased = "[[\"notes\",null,null,\"" + base64(std::string(32, 'c')) + "\"]]";
    sql += "UPDATE entries SET differences = '" + erased +
           "' WHERE customer = 101 AND version IN (2, 3)";
    store_.alter(sql);
    store_.drop_old();
  }
  const TamperedStore store_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(All, Adopting, testing::Values(Engine::sqlite, Engine::postgresql),
                         [](const auto& instance) { return name_of(instance.param); });

const Trust kTrust = [](const Opening&) { return tamper_key(); };

TEST_P(Adopting, TakesWhatStandsAsItIs) {
  age();
  EXPECT_ANY_THROW((void)store_.open()) << "until it is adopted";
  const auto adopted = adopt(store_.place(), kTrust, {1'900'000'000'000'000}, test_random());
  ASSERT_TRUE(adopted) << adopted.error();
  const VerifyReport verified = store_.verified();
  EXPECT_FALSE(verified.difference) << *verified.difference;
  EXPECT_EQ(verified.unsealed, 0U);
  const auto store = store_.open();
  const auto reader = store->read();
  EXPECT_TRUE(reader->principal("alice"));
  EXPECT_TRUE(!reader->references_below(kRoot, ReferenceKind::role, "clerk").empty());
  EXPECT_EQ(reader->mark("demo"), 1);
  EXPECT_FALSE(reader->token(std::string(32, 'a'))) << "nobody vouches for tokens";
  const auto history = reader->history({101}, 0, 10);
  ASSERT_EQ(history.size(), 4U);
  EXPECT_EQ(history[1].differences.at(0).after, Value(std::string("b"))) << "the next one tells";
  EXPECT_EQ(erased(history[1].differences.at(0)), (Erased{.before = true, .after = false}));
  EXPECT_EQ(erased(history[2].differences.at(0)), (Erased{.before = false, .after = true}));
}

TEST_P(Adopting, IsDoneOnce) {
  age();
  ASSERT_TRUE(adopt(store_.place(), kTrust, {5}, test_random()));
  EXPECT_FALSE(adopt(store_.place(), kTrust, {5}, test_random()));
}

}  // namespace
}  // namespace patchbay::store
