// Sums of keyed hashes.
#include "base/set_hash.h"

#include <gtest/gtest.h>

namespace patchbay {
namespace {

SetHash sum_of(std::initializer_list<const char*> texts, const SetHashKey& key) {
  SetHash out;
  for (const char* text : texts) out.add(text, key);
  return out;
}

TEST(SetHash, DependsOnTheTextsAndTheKeyOnly) {
  const SetHashKey key = set_hash_key("secret");
  EXPECT_EQ(sum_of({"a", "b", "c"}, key), sum_of({"c", "a", "b"}, key));
  EXPECT_NE(sum_of({"a", "b", "c"}, key), sum_of({"a", "b"}, key));
  EXPECT_NE(sum_of({"a", "b"}, key), sum_of({"a", "b", "b"}, key));
  EXPECT_NE(sum_of({"ab", "c"}, key), sum_of({"a", "bc"}, key));
  EXPECT_NE(sum_of({"a"}, key), sum_of({"a"}, set_hash_key("another")));
  EXPECT_EQ(sum_of({}, key), SetHash());
}

}  // namespace
}  // namespace patchbay
