// Hashes, hexadecimal, base64, and comparison.
#include "base/digest.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "base/secret.h"

namespace patchbay {
namespace {

using namespace std::string_literals;

// RFC 4648, section 10, and the two characters in which the alphabets differ.
TEST(Digest, Base64IsTheRfcs) {
  struct Case {
    std::string bytes, padded, url;
  };
  for (const auto& [bytes, padded, url] :
       std::initializer_list<Case>{{"", "", ""},
                                   {"f", "Zg==", "Zg"},
                                   {"fo", "Zm8=", "Zm8"},
                                   {"foo", "Zm9v", "Zm9v"},
                                   {"foob", "Zm9vYg==", "Zm9vYg"},
                                   {"fooba", "Zm9vYmE=", "Zm9vYmE"},
                                   {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
                                   {"\xFB\xFF\0"s, "+/8A", "-_8A"}}) {
    EXPECT_EQ(base64(bytes), padded);
    EXPECT_EQ(base64_url(bytes), url);
    EXPECT_EQ(parse_base64(padded), bytes) << padded;
  }
}

TEST(Digest, ReadsStrictBase64Only) {
  for (const std::string_view bad : {"Zg", "Zg=", "Zg===", "Zh==", "Z", "Zm9v\n", " Zm9v", "Zm 9v",
                                     "-_8A", "Zm9v!", "====", "Zg==Zg==", "    Zm9v", "Zm9v    ",
                                     "Zm9v\n\n\n\n", "\n\n\n\n", "Zm9=Zm9v", "Zm9v-===", "=AAA"})
    EXPECT_FALSE(parse_base64(bad)) << bad;
}

TEST(Digest, NoByteAbove127IsBase64) {
  for (int byte = 0x80; byte <= 0xFF; ++byte) {
    const std::string text = "Zm9" + std::string(1, static_cast<char>(byte));
    EXPECT_FALSE(parse_base64(text)) << byte;
    EXPECT_FALSE(parse_base64_url(text)) << byte;
  }
}

TEST(Digest, Base64IsLossless) {
  const auto random = seeded_random(1);
  for (std::size_t size = 0; size < 200; ++size) {
    const std::string bytes = random->bytes(size);
    EXPECT_EQ(parse_base64(base64(bytes)), bytes);
  }
}

// BLAKE2b with 32 bytes of output, as `b2sum -l 256` prints it.
TEST(Digest, Blake2bIsTheUsualOne) {
  EXPECT_EQ(hex(blake2b("")), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  EXPECT_EQ(hex(blake2b("abc")),
            "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  EXPECT_NE(blake2b("abc", "0123456789abcdef"), blake2b("abc"));
  EXPECT_NE(blake2b("abc", "0123456789abcdef"), blake2b("abc", "0123456789abcdeF"));
}

TEST(Digest, ComparesBytes) {
  EXPECT_TRUE(same_bytes("", ""));
  EXPECT_TRUE(same_bytes("a\0b"s, "a\0b"s));
  EXPECT_FALSE(same_bytes("a\0b"s, "a\0c"s));
  EXPECT_FALSE(same_bytes("ab", "abc"));
}

TEST(Random, SeededRepeatsAndSystemDoesNot) {
  EXPECT_EQ(seeded_random(5)->bytes(32), seeded_random(5)->bytes(32));
  EXPECT_NE(seeded_random(5)->bytes(32), seeded_random(6)->bytes(32));
  const auto random = system_random();
  EXPECT_NE(random->bytes(32), random->bytes(32));
  EXPECT_EQ(random->bytes(0), "");
}

// Gives the same byte again and again.
class SameByte : public Random {
 public:
  explicit SameByte(char byte) : byte_(byte) {}
  std::string bytes(std::size_t count) override { return std::string(count, byte_); }

 private:
  const char byte_;
};

TEST(Random, NumbersHave63Bits) {
  SameByte zeros('\0');
  SameByte ones('\xFF');
  EXPECT_EQ(random_number(zeros), 0);
  EXPECT_EQ(random_number(ones), INT64_MAX);
  const auto random = seeded_random(5);
  EXPECT_NE(random_number(*random), random_number(*random));
}

TEST(Secret, ShowsItselfOnlyWhenAsked) {
  const Secret secret("hunter2");
  EXPECT_EQ(secret.reveal(), "hunter2");
  EXPECT_FALSE(secret.empty());
  EXPECT_TRUE(Secret().empty());
}

}  // namespace
}  // namespace patchbay
