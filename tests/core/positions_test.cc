// Sealed positions of the feed.
#include "core/read/positions.h"

#include <set>

#include <gtest/gtest.h>

#include "base/digest.h"
#include "support/world.h"

namespace patchbay::core {
namespace {

TEST(Positions, AreSealedAndNeverTwiceTheSame) {
  const auto random = seeded_random(5);
  const SecretSealer sealer(std::string(32, 'k'), *random);
  const SecretSealer other(std::string(32, 'o'), *random);
  std::set<std::string> seen;
  for (const std::int64_t number :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{255}, std::int64_t{256}, INT64_MAX}) {
    FeedPosition position{.entry = number};
    if (number > 0) position.mark = std::string("\0\xFFmark\n ", 8);
    for (int time = 0; time < 3; ++time) {
      const std::string text = seal_position(sealer, position);
      EXPECT_EQ(text.size(), 75U);
      EXPECT_TRUE(seen.insert(text).second);
      EXPECT_EQ(open_position(sealer, text), position);
      EXPECT_FALSE(open_position(other, text));
    }
  }
  for (std::string text : seen) {
    for (const std::size_t at : {std::size_t{0}, std::size_t{40}, text.size() - 2}) {
      std::string altered = text;
      altered[at] = altered[at] == 'A' ? 'B' : 'A';
      EXPECT_FALSE(open_position(sealer, altered)) << at;
    }
    text.pop_back();
    EXPECT_FALSE(open_position(sealer, text));
  }
  for (const std::string& text : {std::string(), std::string("17"), std::string("now"),
                                  std::string(75, 'x'), std::string(100'000, 'A')})
    EXPECT_FALSE(open_position(sealer, text));
  // A value that was sealed for another purpose is not a position.
  EXPECT_FALSE(open_position(sealer, base64_url(sealer.box(std::string(16, '1'), "another"))));
}

TEST(Positions, GoOnThroughCore) {
  testing::World world;
  ListChanges from{.below = Oneself{}, .query = {}};
  std::size_t count = 0;
  for (bool more = true; more;) {
    from.query.limit = 2;
    const auto outcome = world.ask("owner", from);
    ASSERT_TRUE(outcome);
    const auto& page = std::get<FeedPage>(*outcome);
    count += page.entries.size();
    more = page.more;
    from.after = page.entries.empty() ? page.sealed_position : page.entries.back().sealed_position;
  }
  EXPECT_EQ(count, 7U);
  from.after = "made up";
  const auto lost = world.ask("owner", from);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().sentence(),
            "after is not a position in this store: begin again, or from `now`");
}

}  // namespace
}  // namespace patchbay::core
