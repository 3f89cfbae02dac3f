// Names of the time zones that IANA publishes, from ICU.
#include <memory>
#include <string>
#include <unordered_set>

#include <unicode/strenum.h>
#include <unicode/timezone.h>

#include "record/field/value_rule.h"

namespace patchbay {
namespace {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};
using Names = std::unordered_set<std::string, TextHash, std::equal_to<>>;

// Names that ICU has and IANA does not: old abbreviations of the JDK, many of them with
// another usual meaning, and names of System V.
constexpr std::string_view kAbbreviations =
    "ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST "
    "SST VST";

bool published(std::string_view name) {
  const bool abbreviation = name.size() == 3 && kAbbreviations.contains(name);
  return !abbreviation && !name.starts_with("SystemV/") && name != "Etc/Unknown" &&
         name != "Factory";
}

Names names() {
  // Zones that are newer than the data of the oldest ICU we build with (72).
  Names out{"America/Ciudad_Juarez", "America/Coyhaique"};
  const std::unique_ptr<icu::StringEnumeration> zones(icu::TimeZone::createEnumeration());
  UErrorCode error = U_ZERO_ERROR;
  std::int32_t length = 0;
  while (const char* name = zones->next(&length, error)) {
    const std::string_view seen(name, static_cast<std::size_t>(length));
    if (published(seen)) out.emplace(seen);
  }
  return out;
}

}  // namespace

bool is_timezone(std::string_view name) {
  static const Names kNames = names();
  return kNames.contains(name);
}

}  // namespace patchbay
