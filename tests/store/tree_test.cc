// The map with shared nodes behaves like std::map, and copies do not change.
#include "store/memory/tree.h"

#include <map>
#include <vector>

#include <gtest/gtest.h>

namespace patchbay::store::memory {
namespace {

std::map<int, int> all(const Tree<int, int>& tree) {
  std::map<int, int> out;
  tree.walk([&](int key, int value) {
    EXPECT_TRUE(out.empty() || out.rbegin()->first < key);
    out.emplace(key, value);
    return true;
  });
  return out;
}

TEST(Tree, DoesWhatMapDoes) {
  Tree<int, int> tree;
  std::map<int, int> twin;
  unsigned random = 7;
  for (int step = 0; step < 5000; ++step) {
    random = random * 1664525 + 1013904223;
    const int key = static_cast<int>(random >> 16) % 300;
    if (random % 3 == 0) {
      tree.erase(key);
      twin.erase(key);
    } else {
      tree.put(key, step);
      twin[key] = step;
    }
    const auto found = twin.find(key);
    ASSERT_EQ(tree.find(key) ? *tree.find(key) : -1, found == twin.end() ? -1 : found->second);
  }
  EXPECT_EQ(all(tree), twin);
}

TEST(Tree, CopiesStayAsTheyWere) {
  std::vector<Tree<int, int>> moments{{}};
  for (int key = 0; key < 100; ++key) {
    moments.push_back(moments.back());
    moments.back().put(key * 37 % 100, key);
  }
  for (std::size_t size = 0; size < moments.size(); ++size)
    EXPECT_EQ(all(moments[size]).size(), size);
}

TEST(Tree, AWalkStopsWhereItIsTold) {
  Tree<int, int> tree;
  for (int key = 0; key < 10; ++key) tree.put(key, key);
  int seen = 0;
  tree.walk([&](int, int) { return ++seen < 4; });
  EXPECT_EQ(seen, 4);
}

}  // namespace
}  // namespace patchbay::store::memory
