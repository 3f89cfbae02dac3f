// A ring of keys: what is sealed with which key, and what opens it.
#include "core/access/sealing_keys.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include <gtest/gtest.h>

#include "core/access/secret_sealer.h"
#include "core/read/positions.h"

namespace patchbay::core {
namespace {

constexpr const char* kBound = "a name";

std::string key_of(char c) { return std::string(SealingKeys::kKeyBytes, c); }

TEST(SealingKeys, AnOlderKeyOpensWhatItSealedAndTheNewOneSeals) {
  const auto random = seeded_random(5);
  SealingKeys keys(key_of('a'));
  const SecretSealer sealer(keys, *random);
  const std::string old_box = sealer.box("plain", kBound);
  const std::string fingerprint = sealer.fingerprint("content");
  ASSERT_TRUE(keys.know(SealingKeys(key_of('a') + key_of('b'))));
  EXPECT_EQ(sealer.box("plain", kBound).size(), old_box.size()) << "it is only known yet";
  ASSERT_TRUE(keys.seal_with(sealing_key_id(key_of('b'))));
  const std::string new_box = sealer.box("plain", kBound);
  EXPECT_EQ(sealer.open(old_box, kBound), "plain");
  EXPECT_EQ(sealer.open(new_box, kBound), "plain");
  EXPECT_EQ(sealer.fingerprint("content"), fingerprint) << "retries are known by it";
  EXPECT_FALSE(sealer.open(new_box, "another name"));
  const SecretSealer before(SealingKeys(key_of('a')), *random);
  EXPECT_EQ(before.open(old_box, kBound), "plain");
  EXPECT_FALSE(before.open(new_box, kBound));
  const SecretSealer only_new(SealingKeys(key_of('b')), *random);
  EXPECT_FALSE(only_new.open(old_box, kBound));
}

TEST(SealingKeys, ABoxOfTheOldestKeyMayBeginLikeOneOfAnother) {
  const std::string other = key_of('b');
  // Gives the id of the other key as the beginning of each nonce.
  class Chosen final : public Random {
   public:
    explicit Chosen(std::int64_t beginning) : beginning_(beginning) {}
    std::string bytes(std::size_t count) override {
      std::string out(count, 'n');
      std::memcpy(out.data(), &beginning_, std::min(count, sizeof beginning_));
      return out;
    }

   private:
    std::int64_t beginning_;
  };
  Chosen chosen(sealing_key_id(other));
  const SecretSealer sealer(SealingKeys(key_of('a') + other), chosen);
  EXPECT_EQ(sealer.open(sealer.box("plain", kBound), kBound), "plain");
}

TEST(SealingKeys, ARingOnlyGrows) {
  SealingKeys keys(key_of('a') + key_of('b'));
  EXPECT_FALSE(keys.know(SealingKeys(key_of('a'))));
  EXPECT_FALSE(keys.know(SealingKeys(key_of('b') + key_of('a'))));
  EXPECT_FALSE(keys.seal_with(sealing_key_id(key_of('c'))));
  EXPECT_EQ(keys.text(), key_of('a') + key_of('b'));
  EXPECT_EQ(keys.first(), key_of('a'));
  EXPECT_THROW(SealingKeys(std::string()), std::logic_error);
  EXPECT_THROW(SealingKeys(std::string(33, 'a')), std::logic_error);
  EXPECT_THROW(SealingKeys(std::string(32UL * 17, 'a')), std::logic_error);
}

TEST(SealingKeys, PositionsOfBothKeysAreGood) {
  const auto random = seeded_random(5);
  SealingKeys keys(key_of('a') + key_of('b'));
  const SecretSealer sealer(keys, *random);
  const FeedPosition position{.entry = 17, .mark = "12345678"};
  const std::string before = seal_position(sealer, position);
  ASSERT_TRUE(keys.seal_with(sealing_key_id(key_of('b'))));
  const std::string after = seal_position(sealer, position);
  EXPECT_EQ(open_position(sealer, before), position);
  EXPECT_EQ(open_position(sealer, after), position);
}

}  // namespace
}  // namespace patchbay::core
