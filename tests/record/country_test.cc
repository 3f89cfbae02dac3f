// Countries by the names that people write.
#include <gtest/gtest.h>

#include "record/lens/lens.h"

namespace patchbay {
namespace {

TEST(Country, IsKnownByCodesAndNames) {
  struct Case {
    std::string_view written, want;
  };
  for (const auto& [written, want] :
       std::initializer_list<Case>{{"GB", "GB"},
                                   {"gb", "GB"},
                                   {"GBR", "GB"},
                                   {"United Kingdom", "GB"},
                                   {"united KINGDOM", "GB"},
                                   {" United  Kingdom ", "GB"},
                                   {"UK", "GB"},
                                   {"U.K.", "GB"},
                                   {"Great Britain", "GB"},
                                   {"USA", "US"},
                                   {"United States of America", "US"},
                                   {"The Netherlands", "NL"},
                                   {"C\u00F4te d\u2019Ivoire", "CI"},
                                   {"Cote d'Ivoire", "CI"},
                                   {"\u00C5LAND ISLANDS", "AX"},
                                   {"Sao Tome and Principe", "ST"},
                                   {"S\u00E3o Tom\u00E9 & Pr\u00EDncipe", "ST"},
                                   {"T\u00FCrkiye", "TR"},
                                   {"Turkey", "TR"},
                                   {"Hong Kong", "HK"},
                                   {"Czech Republic", "CZ"},
                                   {"Viet Nam", "VN"},
                                   {"Atlantis", ""},
                                   {"XX", ""},
                                   {"XK", "XK"},
                                   {"xkx", "XK"},
                                   {"Kosovo", "XK"},
                                   {"DG", ""},
                                   {"IC", ""},
                                   {"EU", ""},
                                   {"826", ""},
                                   {"", ""},
                                   {"-", ""},
                                   {"\u0413\u0440\u0443\u0437\u0438\u044F", ""}})
    EXPECT_EQ(country_code(written).value_or(""), want) << written;
}

TEST(Country, HasAnEnglishName) {
  EXPECT_EQ(country_name("GB"), "United Kingdom");
  EXPECT_EQ(country_name("se"), "Sweden");
  EXPECT_EQ(country_name("SWE"), "Sweden");
  EXPECT_EQ(country_name("XK"), "Kosovo");
  EXPECT_FALSE(country_name("Sweden"));
  EXPECT_FALSE(country_name("XX"));
  EXPECT_FALSE(country_name(""));
}

}  // namespace
}  // namespace patchbay
