// The currency codes of ISO 4217.
#include <algorithm>
#include <array>
#include <string_view>

#include "record/field/value_rule.h"

namespace patchbay {
namespace {

// Our table, sorted for binary search. ICU's table also has currencies that are no longer used and
// needs today's date to tell them apart. Codes withdrawn since 2022 stay because records still hold
// them.
constexpr std::string_view kCodes =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD "
    "BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP "
    "DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS "
    "INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD "
    "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR "
    "PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS "
    "SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW "
    "UZS VED VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU "
    "XTS XUA XXX YER ZAR ZMW ZWG ZWL";

constexpr std::size_t kCount = (kCodes.size() + 1) / 4;

constexpr auto kCurrencies = [] {
  std::array<std::string_view, kCount> out;
  for (std::size_t i = 0; i < kCount; ++i) out[i] = kCodes.substr(i * 4, 3);
  return out;
}();
static_assert(std::is_sorted(kCurrencies.begin(), kCurrencies.end()));

}  // namespace

bool is_currency(std::string_view code) {
  return std::binary_search(kCurrencies.begin(), kCurrencies.end(), code);
}

}  // namespace patchbay
