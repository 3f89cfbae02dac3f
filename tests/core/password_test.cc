// How passwords are hashed: in argon2's usual text form, with a salt of the randomness that is
// given.
#include "core/access/password.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

namespace patchbay::core {
namespace {

using testing::StartsWith;

std::string light_hash(unsigned seed) {
  return hash_password("secret", /*light=*/true, *seeded_random(seed));
}

TEST(Password, HasItsSaltFromTheRandomnessThatIsGiven) {
  EXPECT_EQ(light_hash(3), light_hash(3));
  EXPECT_NE(light_hash(3), light_hash(4));
  EXPECT_THAT(light_hash(3), StartsWith("$argon2id$v=19$m=8,t=1,p=1$"));
  EXPECT_THAT(hash_password("secret", /*light=*/false, *seeded_random(3)),
              StartsWith("$argon2id$v=19$m=65536,t=2,p=1$"));
}

TEST(Password, MatchesItsHashAlone) {
  EXPECT_TRUE(password_matches(light_hash(3), "secret", /*light=*/true));
  EXPECT_FALSE(password_matches(light_hash(3), "Secret", /*light=*/true));
  EXPECT_FALSE(password_matches("", "secret", /*light=*/true));
  EXPECT_FALSE(password_matches("", "decoy", /*light=*/true));
}

// Stores hold hashes that libsodium wrote as text, and other programs read ours.
TEST(Password, IsReadAndWrittenByLibsodiumToo) {
  std::string theirs(crypto_pwhash_STRBYTES, '\0');
  ASSERT_EQ(crypto_pwhash_str(theirs.data(), "secret", 6, crypto_pwhash_OPSLIMIT_MIN,
                              crypto_pwhash_MEMLIMIT_MIN),
            0);
  theirs.resize(theirs.find('\0'));
  EXPECT_TRUE(password_matches(theirs, "secret", /*light=*/true));
  EXPECT_EQ(light_hash(3).size(), theirs.size());
  EXPECT_EQ(crypto_pwhash_str_verify(light_hash(3).c_str(), "secret", 6), 0);
}

}  // namespace
}  // namespace patchbay::core
