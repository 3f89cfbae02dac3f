// Values that copies share until one is changed.
#include "base/copy_on_write.h"

#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace patchbay {
namespace {

using Shared = CopyOnWrite<std::string>;

Shared made(std::string text) {
  Shared out;
  out.change() = std::move(text);
  return out;
}

TEST(CopyOnWrite, ReadsAsEmptyWithoutAValue) {
  const Shared one;
  EXPECT_EQ(one.read(), "");
  EXPECT_EQ(one, Shared());
}

TEST(CopyOnWrite, SharesUntilOneIsChanged) {
  Shared one = made("a");
  Shared other = one;
  EXPECT_TRUE(one.shares_with(other));
  const std::string* const before = &one.read();
  other.change() += "b";
  EXPECT_FALSE(one.shares_with(other));
  EXPECT_EQ(one.read(), "a");
  EXPECT_EQ(other.read(), "ab");
  EXPECT_EQ(&one.read(), before);
  // The only owner changes its value in place.
  one.change() += "c";
  EXPECT_EQ(&one.read(), before);
}

TEST(CopyOnWrite, IsEqualByValue) {
  EXPECT_EQ(made("a"), made("a"));
  EXPECT_FALSE(made("a") == made("b"));
  EXPECT_EQ(made(""), Shared());
}

TEST(CopyOnWrite, MovesAndAssigns) {
  Shared one = made("a");
  Shared other = std::move(one);
  EXPECT_EQ(one.read(), "");  // NOLINT(bugprone-use-after-move): an empty instance is left
  EXPECT_EQ(other.read(), "a");
  one = other;
  one = one;  // NOLINT(clang-diagnostic-self-assign-overloaded)
  EXPECT_EQ(one.read(), "a");
  other = made("b");
  EXPECT_EQ(one.read(), "a");
}

TEST(CopyOnWrite, IsSharedBetweenThreads) {
  const Shared first = made("a");
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([copy = first, i]() mutable {
      for (int turn = 0; turn < 1000; ++turn) {
        Shared mine = copy;
        mine.change() += std::to_string(i);
        EXPECT_EQ(copy.read(), "a");
        EXPECT_EQ(mine.read(), "a" + std::to_string(i));
      }
    });
  threads.clear();
  EXPECT_EQ(first.read(), "a");
}

}  // namespace
}  // namespace patchbay
