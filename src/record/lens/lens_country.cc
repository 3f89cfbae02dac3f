// Countries by code and by English name, from ICU.
#include <cstring>
#include <unordered_map>

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>

#include "base/text.h"
#include "record/lens/lens.h"

namespace patchbay {
namespace {

// Names that people and other lists use for countries that ICU names differently.
constexpr std::pair<std::string_view, std::string_view> kAlternates[] = {
    {"UK", "GB"},
    {"Great Britain", "GB"},
    {"United Kingdom of Great Britain and Northern Ireland", "GB"},
    {"United States of America", "US"},
    {"Bolivia, Plurinational State of", "BO"},
    {"Bonaire, Sint Eustatius and Saba", "BQ"},
    {"Brunei Darussalam", "BN"},
    {"Burma", "MM"},
    {"Myanmar", "MM"},
    {"Cabo Verde", "CV"},
    {"Congo", "CG"},
    {"Congo, The Democratic Republic of the", "CD"},
    {"Democratic Republic of the Congo", "CD"},
    {"Czech Republic", "CZ"},
    {"Falkland Islands (Malvinas)", "FK"},
    {"Heard Island and McDonald Islands", "HM"},
    {"Holland", "NL"},
    {"Holy See (Vatican City State)", "VA"},
    {"Hong Kong", "HK"},
    {"Iran, Islamic Republic of", "IR"},
    {"Ivory Coast", "CI"},
    {"Korea, Democratic People's Republic of", "KP"},
    {"Korea, Republic of", "KR"},
    {"Lao People's Democratic Republic", "LA"},
    {"Macao", "MO"},
    {"Macau", "MO"},
    {"Micronesia, Federated States of", "FM"},
    {"Moldova, Republic of", "MD"},
    {"Palestine", "PS"},
    {"Palestine, State of", "PS"},
    {"Pitcairn", "PN"},
    {"Russian Federation", "RU"},
    {"Saint Barthélemy", "BL"},
    {"Saint Helena, Ascension and Tristan da Cunha", "SH"},
    {"Saint Kitts and Nevis", "KN"},
    {"Saint Lucia", "LC"},
    {"Saint Martin (French part)", "MF"},
    {"Saint Pierre and Miquelon", "PM"},
    {"Saint Vincent and the Grenadines", "VC"},
    {"Sint Maarten (Dutch part)", "SX"},
    {"South Georgia and the South Sandwich Islands", "GS"},
    {"Svalbard and Jan Mayen", "SJ"},
    {"Swaziland", "SZ"},
    {"Syrian Arab Republic", "SY"},
    {"Taiwan, Province of China", "TW"},
    {"Tanzania, United Republic of", "TZ"},
    {"The Gambia", "GM"},
    {"The Netherlands", "NL"},
    {"Türkiye", "TR"},
    {"United States Minor Outlying Islands", "UM"},
    {"Vatican", "VA"},
    {"XKX", "XK"},
    {"Venezuela, Bolivarian Republic of", "VE"},
    {"Viet Nam", "VN"},
    {"Virgin Islands, British", "VG"},
    {"Virgin Islands, U.S.", "VI"},
};

// Codes that ICU has and ISO 3166-1 does not. ISO leaves XK to its users, who all mean Kosovo.
bool beyond_iso(std::string_view code) { return code == "DG" || code == "EA" || code == "IC"; }

bool ascii(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

// Returns `text` without accents, or unchanged if ICU fails.
std::string unaccented(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(error);
  if (U_FAILURE(error)) return std::string(text);
  const icu::UnicodeString apart = nfkd->normalize(
      icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}), error);
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1))
    if (u_charType(apart.char32At(i)) != U_NON_SPACING_MARK) kept.append(apart.char32At(i));
  std::string out;
  kept.toUTF8String(out);
  return out;
}

// Returns the common form of spellings of one name: letters and digits in lower case, "&" as "and".
std::string folded(std::string_view written) {
  const std::string plain = ascii(written) ? std::string(written) : unaccented(written);
  std::string out;
  for (const char c : lower(plain)) {
    if (c == '&') out += "and";
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

struct Countries {
  std::unordered_map<std::string, std::string> codes;  // keys: folded alpha-2 code, alpha-3 code
                                                       // and name
  std::unordered_map<std::string, std::string> names;  // keys: alpha-2 code

  Countries() {
    for (const char* const* at = icu::Locale::getISOCountries(); *at; ++at) {
      const std::string code = *at;
      if (beyond_iso(code)) continue;
      const icu::Locale locale("", code.c_str());
      icu::UnicodeString display;
      std::string& name = names[code];
      locale.getDisplayCountry(icu::Locale::getEnglish(), display).toUTF8String(name);
      codes.emplace(lower(code), code);
      codes.emplace(lower(locale.getISO3Country()), code);
      codes.emplace(folded(name), code);
    }
    for (const auto& [name, code] : kAlternates) codes.emplace(folded(name), code);
  }
};

const Countries& countries() {
  static const Countries kCountries;
  return kCountries;
}

}  // namespace

std::optional<std::string> country_code(std::string_view written) {
  // Maximum bytes of a name; no country's name is longer.
  constexpr std::size_t kWrittenMax = 255;
  if (written.size() > kWrittenMax) return std::nullopt;
  const auto found = countries().codes.find(folded(written));
  if (found == countries().codes.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> country_name(std::string_view code) {
  if (code.size() != 2 && code.size() != 3) return std::nullopt;
  const auto known = country_code(code);
  if (!known) return std::nullopt;
  return countries().names.at(*known);
}

}  // namespace patchbay
