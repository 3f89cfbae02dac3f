// Common passwords are refused.
#include "core/access/common_passwords.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace patchbay {
namespace {

using core::guessable;
using testing::World;

TEST(CommonPasswords, AreKnownWhateverTheirCase) {
  for (const char* each :
       {"password", "PassWord", "password1", "password123", "12345678", "1234567890", "qwertyuiop",
        "1q2w3e4r", "iloveyou", "sunshine",  "princess",    "football", "trustno1",   "letmein1",
        "welcome1", "admin123", "qwerty123", "changeme",    "passw0rd", "abc12345",   "11111111",
        "michelle", "jennifer", "superman",  "starwars",    "computer", "baseball",   "whatever"})
    EXPECT_EQ(guessable(each, "somebody"), "must not be one of the commonest passwords") << each;
}

TEST(CommonPasswords, AreWholeOnes) {
  for (const char* each : {"correct horse battery staple", "password\n12345678", "ovjrpgnq",
                           "long enough", "swordfish 2", "passwordpasswore"})
    EXPECT_EQ(guessable(each, "somebody"), "") << each;
}

TEST(CommonPasswords, TheNameIsOne) {
  for (const char* each : {"Fenchurch", "fenchurch1", "2026fenchurch!", "FENCHURCH!!"})
    EXPECT_EQ(guessable(each, "fenchurch"),
              "must not be the name, nor the name with digits or signs around it")
        << each;
  EXPECT_EQ(guessable("fenchurch-arthur", "fenchurch"), "");
  EXPECT_EQ(guessable("98213476!", "2026"), "");
}

TEST(CommonPasswords, AreRefusedWhenSetButForTheDemo) {
  constexpr core::RequiredPrivilege kAdministrator{.any_of = core::Privilege::administrator};
  const auto set = [&](World& world, const char* password) {
    const auto outcome =
        world.ask("reseller", core::UpsertPrincipal{.id = "admin", .password = Secret(password)},
                  kAdministrator);
    return outcome ? "set" : outcome.error().sentence();
  };
  World world{standard_options()};
  EXPECT_EQ(set(world, "Password1"), "password must not be one of the commonest passwords");
  EXPECT_EQ(set(world, "admin2026"),
            "password must not be the name, nor the name with digits or signs around it");
  EXPECT_EQ(set(world, "ovjr pgnq"), "set");
  World demo(World::easy());
  EXPECT_EQ(set(demo, "Password1"), "set");
}

}  // namespace
}  // namespace patchbay
