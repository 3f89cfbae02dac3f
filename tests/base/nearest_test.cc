// Which name was meant.
#include "base/nearest.h"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace patchbay {
namespace {

TEST(Nearest, FindsTheNameThatWasMeant) {
  constexpr std::array<std::string_view, 6> kNames{"name",    "notes",       "timezone",
                                                   "address", "postal_code", "id"};
  struct Case {
    std::string_view name, want;
  };
  for (const auto& [name, want] :
       std::initializer_list<Case>{{"name", "name"},
                                   {"nmae", "name"},   // neighbours swapped
                                   {"nam", "name"},    // one left out
                                   {"names", "name"},  // one too many
                                   {"nane", "name"},   // one replaced
                                   {"timzeone", "timezone"},
                                   {"adress", "address"},
                                   {"postalcode", "postal_code"},
                                   {"postcode", "postal_code"},
                                   {"NAME", "name"},  // only in other case
                                   {"ID", "id"},
                                   {"NMAE", "name"},
                                   {"Postal_Code", "postal_code"},
                                   {"TIMEZON", "timezone"},
                                   {"colour", ""},
                                   {"foo", ""},  // every name of three letters is two edits away
                                   {"nots", "notes"},
                                   {"nuts", ""},
                                   {"od", ""},
                                   {"x", ""},
                                   {"", ""}})
    EXPECT_EQ(nearest(name, kNames), want) << name;
}

TEST(Nearest, HasNoneAmongNone) { EXPECT_EQ(nearest("name", {}), ""); }

TEST(Nearest, DoesNotWorkOnWhatNobodyTyped) {
  const std::string endless(100'000, 'n');
  constexpr std::array<std::string_view, 1> kNames{"name"};
  EXPECT_EQ(nearest(endless, kNames), "");
}

}  // namespace
}  // namespace patchbay
