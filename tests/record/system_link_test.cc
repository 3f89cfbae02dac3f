// The stored lists of a link.
#include "record/admin/system_link.h"

#include <gtest/gtest.h>

namespace patchbay {
namespace {

TEST(SystemLinks, KeepWhatWasSentBesideWhatWasAgreed) {
  const std::vector<AgreedField> agreed = {
      {"name", "a1", "b2"}, {"website", "", "", "c3"}, {"tax_number", "d4", ""}};
  EXPECT_EQ(decode_agreed(encode(agreed)), agreed);
}

TEST(SystemLinks, WithoutAnythingSentHaveThreeTextsForAField) {
  const std::vector<AgreedField> agreed = {{"name", "a1", "b2"}};
  const std::vector<OpenField> same = {{"name", "a1", "b2"}};
  EXPECT_EQ(encode(agreed), encode(same));
  EXPECT_FALSE(decode_agreed(encode(std::vector<AgreedField>{}) + "x"));
}

}  // namespace
}  // namespace patchbay
