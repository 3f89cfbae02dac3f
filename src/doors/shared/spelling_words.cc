// Words of choices, and descriptions of what a door accepts.
#include "doors/shared/spelling_words.h"

#include <cstdint>
#include <string>

#include "base/text.h"
#include "base/wording.h"

namespace patchbay::doors {
namespace {

WordPair pair_of(std::string_view piece) {
  const auto equals = piece.find('=');
  if (equals == std::string_view::npos) return {piece, piece};
  return {piece.substr(0, equals), piece.substr(equals + 1)};
}

// "a, b or c"
std::string alternatives(const std::vector<std::string>& pieces) {
  std::string out;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i > 0) out += i + 1 == pieces.size() ? " or " : ", ";
    out += pieces[i];
  }
  return out;
}

std::string range(const ValueFormat& format) { return whole_from_to(format.min, format.max); }

std::string with_sentinels(std::string first, const ValueFormat& format) {
  std::vector<std::string> pieces{std::move(first)};
  if (format.none) pieces.emplace_back("-1");
  if (format.plan) pieces.emplace_back("-2");
  return alternatives(pieces);
}

std::string one_of(const ValueFormat& format) {
  std::vector<std::string> words;
  for (const WordPair& pair : word_pairs(format)) words.emplace_back(pair.door);
  return (words.size() == 1 ? "" : "one of ") + join(words, ", ");
}

std::string at_most(const ValueFormat& format) {
  return "at most " +
         counted(static_cast<std::uint64_t>(format.max), format.bytes ? "byte" : "character");
}

std::string decimal(const ValueFormat& format) {
  constexpr std::string_view kDigits = "at most 18 digits before and 6 after the point";
  if (format.negative) return "a decimal number of " + std::string(kDigits);
  return with_sentinels("a decimal number from 0", format) + ", with " + std::string(kDigits);
}

std::string noun(const ValueFormat& format) {
  using enum ValueFormat::Form;
  switch (format.form) {
    case text:
      return at_most(format);
    case whole:
    case reference:
      return with_sentinels(range(format), format);
    case plan_whole:
      return range(format) + " or the word plan";
    case ValueFormat::Form::decimal:
      return doors::decimal(format);
    case flag:
      return "0 or 1";
    case boolean:
      return "true or false";
    case yes_no:
      return "yes or no";
    case enumerated:
      return one_of(format);
    case email:
      return "one e-mail address";
    case emails:
      return "e-mail addresses separated by spaces, " + at_most(format);
    case telephone:
      return "a telephone number: 3 to 32 digits, spaces and + - ( ) . /";
    case mobile:
      return "a mobile number in E.164: 7 to 15 digits after the +";
    case date:
      return "a date as DDMMYYYY";
    case site:
      return "an http or https URL or a host name, " + at_most(format);
    case url:
      return "an http or https URL of at most 2000 characters";
    case ip:
      return "one IPv4 or IPv6 address";
    case card:
      return "a card number: 12 to 19 digits with a right check digit";
    case currency:
      return "an ISO 4217 currency code";
    case timezone:
      return "an IANA time zone name";
    case country:
      return "an ISO 3166-1 country code of two letters";
  }
  return {};
}

}  // namespace

std::vector<WordPair> word_pairs(const ValueFormat& format) {
  std::vector<WordPair> out;
  for (const std::string_view piece : split(format.words, '|')) out.push_back(pair_of(piece));
  return out;
}

std::optional<std::string_view> record_word(const ValueFormat& format, std::string_view wanted) {
  for (const WordPair& pair : word_pairs(format))
    if (pair.door == wanted || (format.any_case && lower(pair.door) == lower(wanted)))
      return pair.record;
  return std::nullopt;
}

std::optional<std::string_view> door_word(const ValueFormat& format, std::string_view wanted) {
  for (const WordPair& pair : word_pairs(format))
    if (pair.record == wanted) return pair.door;
  return std::nullopt;
}

std::string allowed(const ValueFormat& format) { return "must be " + noun(format); }

std::string allowed_near(const ValueFormat& format, std::string_view given) {
  if (format.form != ValueFormat::Form::enumerated) return allowed(format);
  std::vector<std::string_view> words;
  for (const WordPair& pair : word_pairs(format)) words.push_back(pair.door);
  return allowed(format) + suggestion(given, words);
}

}  // namespace patchbay::doors
