// What takes long to find out about a query is looked for once it is known that the caller may ask.
#include <gtest/gtest.h>

#include "core/administering.h"

namespace patchbay {
namespace {

TEST(ListCustomers, LooksForLateProblemsOnlyForThoseWhoMayList) {
  testing::World world;
  int looked = 0;
  core::ListCustomers list{.below = core::Oneself{}};
  list.late_problems = [&looked]() -> std::vector<Problem> {
    ++looked;
    return {{ErrorKind::invalid, "name.regex", "must be a pattern", 0}};
  };
  const core::RequiredPrivilege reads{.any_of = core::Privilege::user};
  EXPECT_FALSE(world.ask("nobody known", list, reads));
  EXPECT_EQ(looked, 0);
  EXPECT_EQ(outcome_text(world.ask("owner", list, reads)), "invalid: name.regex must be a pattern");
  EXPECT_EQ(looked, 1);
  list.late_problems = [] { return std::vector<Problem>(); };
  EXPECT_EQ(outcome_text(world.ask("owner", list, reads)), "done");
}

}  // namespace
}  // namespace patchbay
