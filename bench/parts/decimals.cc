// Our decimals beside those of Boost: the time to parse, compare and print amounts, and what each
// accepts.
#include <cstdio>
#include <exception>
#include <string>

#include <boost/multiprecision/cpp_dec_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>

#include "base/decimal.h"
#include "parts/contest.h"

namespace patchbay::bench {
namespace {

namespace mp = boost::multiprecision;
using BoostDecimal = mp::number<mp::cpp_dec_float<24>, mp::et_off>;
using BoostWhole = mp::number<mp::cpp_int_backend<128, 128, mp::signed_magnitude, mp::checked>>;

constexpr int kTurns = 20'000;
constexpr std::size_t kRounds = 15;
const std::vector<std::string> kAmounts = {
    "312.40", "1000.00", "0", "-17.5", "100000000000000", "12.345678", "999999999999999999.999999",
    "0.05"};

std::size_t with_own(const std::string& text) {
  const Decimal amount = Decimal::parse(text).value();
  return amount.text().size() + (amount < Decimal(7) ? 1U : 0U);
}

std::size_t with_boost_decimal(const std::string& text) {
  const BoostDecimal amount(text);
  return amount.str().size() + (amount < BoostDecimal(7) ? 1U : 0U);
}

// A whole number of millionths. The point is taken out here, because the library does not know it.
std::size_t with_boost_whole(const std::string& text) {
  std::string digits = text;
  const std::size_t point = digits.find('.');
  std::size_t scale = 0;
  if (point != std::string::npos) {
    scale = digits.size() - point - 1;
    digits.erase(point, 1);
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));  // not octal
  BoostWhole millionths(digits);
  for (; scale < 6; ++scale) millionths *= 10;
  return millionths.str().size() + (millionths < 7'000'000 ? 1U : 0U);
}

template <std::size_t (*work)(const std::string&)>
void all_amounts() {
  std::size_t sum = 0;
  for (int turn = 0; turn < kTurns; ++turn)
    for (const std::string& text : kAmounts) sum += work(text);
  kept = sum;
}

bool boost_accepts(const std::string& text) {
  try {
    return BoostDecimal(text).str() != "";
  } catch (const std::exception&) {
    return false;
  }
}

void run() {
  for (const Standing& each : contest({{"own", all_amounts<with_own>},
                                       {"cpp_dec_float<24>", all_amounts<with_boost_decimal>},
                                       {"cpp_int of millionths", all_amounts<with_boost_whole>}},
                                      kRounds))
    std::printf("parse, compare and print: %-22s %6.2f  (%.0f ns)\n", each.name.c_str(), each.ratio,
                each.seconds / kTurns / static_cast<double>(kAmounts.size()) * 1e9);
  std::printf("bytes: own %zu, cpp_dec_float<24> %zu, cpp_int %zu\n", sizeof(Decimal),
              sizeof(BoostDecimal), sizeof(BoostWhole));
  std::printf("12.50 prints as: own %s, cpp_dec_float %s\n",
              Decimal::parse("12.50").value().text().c_str(), BoostDecimal("12.50").str().c_str());
  for (const char* text : {"1e3", "+1", " 1", "1.", ".5", "0x10", "nan", "1,5", ""})
    std::printf("'%s': own %s, cpp_dec_float %s\n", text,
                Decimal::parse(text) ? "accepts" : "refuses",
                boost_accepts(text) ? "accepts" : "refuses");
}

}  // namespace
}  // namespace patchbay::bench

int main() { patchbay::bench::run(); }
