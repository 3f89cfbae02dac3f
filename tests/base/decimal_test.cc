// Decimals: what is read, what is printed, and that sums are exact.
#include "base/decimal.h"

#include <random>

#include <gtest/gtest.h>

namespace patchbay {
namespace {

std::string printed(std::string_view text) {
  const auto read = Decimal::parse(text);
  if (read) return read->text();
  return read.error() == Decimal::ParseFailure::not_a_number ? "not a number" : "too many digits";
}

Decimal decimal(std::string_view text) { return *Decimal::parse(text); }

TEST(Decimal, KeepsTheScaleItWasWrittenWith) {
  struct Case {
    std::string_view text, want;
  };
  for (const auto& [text, want] :
       std::initializer_list<Case>{{"0", "0"},
                                   {"0.0", "0.0"},
                                   {"12.50", "12.50"},
                                   {"-12.50", "-12.50"},
                                   {"-0.5", "-0.5"},
                                   {"007", "7"},
                                   {"000.10", "0.10"},
                                   {"0000000000000000000000001", "1"},
                                   {"-0", "0"},
                                   {"999999999999999999.999999", "999999999999999999.999999"},
                                   {"-999999999999999999.999999", "-999999999999999999.999999"},
                                   {"0.000001", "0.000001"},
                                   {"1000000000000000000", "too many digits"},
                                   {"0.0000000", "too many digits"},
                                   {"1.1234567", "too many digits"},
                                   {"", "not a number"},
                                   {"-", "not a number"},
                                   {"+1", "not a number"},
                                   {".5", "not a number"},
                                   {"5.", "not a number"},
                                   {"-.5", "not a number"},
                                   {"1.2.3", "not a number"},
                                   {"1,5", "not a number"},
                                   {" 1", "not a number"},
                                   {"1 ", "not a number"},
                                   {"--1", "not a number"},
                                   {"1e3", "not a number"},
                                   {"0x10", "not a number"},
                                   {"NaN", "not a number"},
                                   {"\uFF11", "not a number"}})
    EXPECT_EQ(printed(text), want) << text;
}

TEST(Decimal, ComparesByValue) {
  EXPECT_EQ(decimal("12.5"), decimal("12.50"));
  EXPECT_EQ(decimal("-0"), decimal("0.00"));
  EXPECT_LT(decimal("-1"), decimal("-0.999999"));
  EXPECT_LT(decimal("9.99"), decimal("10"));
  EXPECT_EQ(Decimal(-2), decimal("-2.0"));
  EXPECT_TRUE(decimal("-0.000001").is_negative());
  EXPECT_FALSE(decimal("-0").is_negative());
  EXPECT_TRUE(decimal("0.000").is_zero());
}

TEST(Decimal, IsAWholeNumberWhereItHasNoFraction) {
  EXPECT_EQ(decimal("12.000").whole(), 12);
  EXPECT_EQ(decimal("-2").whole(), -2);
  EXPECT_EQ(decimal("999999999999999999").whole(), 999999999999999999);
  EXPECT_FALSE(decimal("12.000001").whole());
}

TEST(Decimal, SumsAreExactAndKeepTheLongerScale) {
  EXPECT_EQ(decimal("0.1").plus(decimal("0.2"))->text(), "0.3");
  EXPECT_EQ(decimal("0.10").plus(decimal("0.2"))->text(), "0.30");
  EXPECT_EQ(decimal("1.5").plus(decimal("-1.50"))->text(), "0.00");
  EXPECT_EQ(decimal("999999999999999999.999998").plus(decimal("0.000001"))->text(),
            "999999999999999999.999999");
}

TEST(Decimal, HasNoSumThatWouldNeedMoreDigits) {
  const Decimal most = decimal("999999999999999999.999999");
  const Decimal least = decimal("-999999999999999999.999999");
  EXPECT_FALSE(most.plus(decimal("0.000001")));
  EXPECT_FALSE(least.plus(decimal("-0.000001")));
  EXPECT_TRUE(most.plus(least)->is_zero());
}

TEST(Decimal, AThousandRandomSumsAgreeWithWholeNumbers) {
  std::mt19937_64 random(20261122);
  std::uniform_int_distribution<std::int64_t> millionths(-1'000'000'000'000, 1'000'000'000'000);
  const auto from_millionths = [](std::int64_t units) {
    const std::int64_t size = units < 0 ? -units : units;
    std::string fraction = std::to_string(size % 1'000'000);
    fraction.insert(0, 6 - fraction.size(), '0');
    return (units < 0 ? "-" : "") + std::to_string(size / 1'000'000) + "." + fraction;
  };
  std::int64_t units = 0;
  Decimal sum;
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t next = millionths(random);
    const std::string text = from_millionths(next);
    EXPECT_EQ(printed(text), next == 0 ? "0.000000" : text);
    units += next;
    sum = *sum.plus(decimal(text));
  }
  EXPECT_EQ(sum.text(), from_millionths(units));
}

}  // namespace
}  // namespace patchbay
