// A store of before roles had numbers: names become numbers once, and what they cannot become is
// told.
#include "app/seed/role_numbers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/access/roles.h"
#include "store/verify.h"
#include "support/world.h"

namespace patchbay::app {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

template <class AdminObject>
void keep(store::Transaction& transaction, Random& random, const AdminObject& object) {
  AdminEntry entry = entry_of(nullptr, object);
  bind(entry, random);
  transaction.save(object);
  transaction.save(entry);
}

Reference role(std::int64_t id, std::int64_t owner, const char* name) {
  Reference out{.kind = ReferenceKind::role, .id = id, .owner = {owner}, .name = name};
  out.words = {"commerce"};
  out.version = 1;
  return out;
}

Principal principal(std::int64_t id, std::int64_t home, std::vector<std::string> names) {
  Principal out{.id = id, .name = "old " + std::to_string(id), .home = {home}, .version = 1};
  out.role_names = std::move(names);
  return out;
}

TEST(RoleNumbers, AreGivenOnceForTheNames) {
  patchbay::testing::World world;
  store::Store& store = world.store();
  ASSERT_EQ(store::write_and_wait(
                store,
                [&](store::Transaction& transaction) {
                  Random& random = world.random();
                  keep(transaction, random, role(1, 2, "desk"));
                  keep(transaction, random, role(2, 3, "theirs"));
                  keep(transaction, random, role(3, 2, "twice"));
                  keep(transaction, random, role(4, 10, "twice"));
                  keep(transaction, random, principal(11, 2, {"administrator", "desk"}));
                  keep(transaction, random, principal(12, 10, {"twice", "theirs", "user", "gone"}));
                  return true;
                }),
            store::Committed::yes);
  const auto privileges = [&](std::int64_t id) {
    const auto reader = store.read();
    return core::privileges_of(*reader, *reader->principal(id)).bits;
  };
  EXPECT_EQ(privileges(11), 0) << "a name gives nothing";
  EXPECT_FALSE(store::verify(*store.read()).difference);
  const auto told = number_roles(store, world.clock, world.random());
  EXPECT_THAT(told, ElementsAre("principal 12 (old 12) lost these roles, because no role, or "
                                "more than one, has that name: twice, theirs, gone"));
  const auto first = *store.read()->principal(std::int64_t{11});
  EXPECT_THAT(first.roles, ElementsAre(-3, 1));
  EXPECT_THAT(first.role_names, IsEmpty());
  EXPECT_EQ(first.version, 2);
  EXPECT_THAT(store.read()->principal(std::int64_t{12})->roles, ElementsAre(-4));
  EXPECT_EQ(store.read()->principal(std::int64_t{1})->version, 1) << "has numbers already";
  const auto history = store.read()->history(AdminObjectId{{}, 11}, 0, 1);
  ASSERT_EQ(history.size(), 1U);
  ASSERT_EQ(history[0].differences.size(), 1U);
  EXPECT_EQ(history[0].differences[0].before, R"(["administrator","desk"])");
  EXPECT_EQ(history[0].differences[0].after, "[-3,1]");
  EXPECT_EQ(history[0].by.principal, "system");
  EXPECT_FALSE(store::verify(*store.read()).difference);
  EXPECT_THAT(number_roles(store, world.clock, world.random()), IsEmpty());
}

}  // namespace
}  // namespace patchbay::app
