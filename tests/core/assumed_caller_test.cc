// A caller is authenticated with what is known of principals. If another node has changed them
// meanwhile, the outcome is that of a call which looks them up.
#include <gtest/gtest.h>

#include "support/world.h"

namespace patchbay {
namespace {

using core::Privilege;
using testing::set;
using testing::World;

const core::RequiredPrivilege kWrite{.any_of = Privilege::administrator | Privilege::commerce,
                                     .for_others = Privilege::commerce};

class AssumedCaller : public ::testing::Test {
 protected:
  World world_;

  Result<core::Outcome> change(const std::string& notes) {
    return world_.ask("reseller", set(10, Field::notes, Value{notes}), kWrite);
  }
  // Changes the caller in the store itself, as another node would.
  void meanwhile(void (*edit)(Principal&)) {
    const auto saved = store::write_and_wait(world_.store(), [&](store::Transaction& transaction) {
      const Principal before = *transaction.principal("reseller");
      Principal after = before;
      edit(after);
      ++after.version;
      transaction.save(after);
      transaction.save(entry_of(&before, after));
      return true;
    });
    ASSERT_EQ(saved, store::Committed::yes);
  }
};

TEST_F(AssumedCaller, IsRefusedOnceLocked) {
  ASSERT_TRUE(change("a"));
  meanwhile([](Principal& caller) { caller.locked = true; });
  const auto refused = change("b");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::bad_credentials);
  EXPECT_EQ(world_.customer(10).text(Field::notes), "a");
}

TEST_F(AssumedCaller, IsAdmittedOnceUnlocked) {
  ASSERT_TRUE(change("a"));
  meanwhile([](Principal& caller) { caller.locked = true; });
  ASSERT_FALSE(change("b"));
  meanwhile([](Principal& caller) { caller.locked = false; });
  ASSERT_TRUE(change("c"));
}

TEST_F(AssumedCaller, ChangesOnceIfItWasOvertaken) {
  ASSERT_TRUE(change("a"));
  meanwhile([](Principal& caller) { caller.doors = {"test"}; });
  const auto changed = change("b");
  ASSERT_TRUE(changed) << changed.error().sentence();
  EXPECT_EQ(std::get<core::Receipt>(*changed).view.record.version, 3);
}

TEST_F(AssumedCaller, IsRefusedAtADoorThatWasClosed) {
  ASSERT_TRUE(change("a"));
  meanwhile([](Principal& caller) { caller.doors = {"native"}; });
  const auto refused = change("b");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::not_allowed_here);
}

}  // namespace
}  // namespace patchbay
