// The text that says which values a rule allows.
#include "base/text.h"
#include "base/wording.h"
#include "record/field/value_rule.h"

namespace patchbay {
namespace {

using Form = ValueRule::Form;

constexpr std::string_view kCard =
    "a payment card number of 12 to 19 digits with a valid check digit";

// Joins items as "a", "a or b", "a, b or c".
std::string either(const std::vector<std::string>& items) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? " or " : ", ";
    out += items[i];
  }
  return out;
}

std::vector<std::string> with_sentinels(const ValueRule& rule, std::string first) {
  std::vector<std::string> out{std::move(first)};
  if (rule.none) out.emplace_back("-1");
  if (rule.plan) out.emplace_back("-2");
  return out;
}

std::string whole(const ValueRule& rule) {
  if (rule.min == 0 && rule.max == 1) {
    auto items = with_sentinels(rule, "0");
    items.insert(items.begin() + 1, "1");
    return either(items);
  }
  return either(with_sentinels(rule, whole_from_to(rule.min, rule.max)));
}

std::string decimal(const ValueRule& rule) {
  return either(with_sentinels(
             rule, rule.unbounded ? "a decimal number" : "a decimal number of 0 or more")) +
         ", with at most 18 digits before the point and 6 after";
}

std::string_view noun(ReferenceKind kind) {
  // clang-format off
  switch (kind) {
    case ReferenceKind::plan:                return "rate plan";
    case ReferenceKind::person:              return "person";
    case ReferenceKind::class_of_service:    return "class of service";
    case ReferenceKind::music:               return "music on hold";
    case ReferenceKind::peer:                return "peer";
    case ReferenceKind::region:              return "region";
    case ReferenceKind::time_group:          return "time group";
    case ReferenceKind::email_package:       return "e-mail package";
    case ReferenceKind::transaction_package: return "transaction package";
    case ReferenceKind::role:                return "role";
    case ReferenceKind::webhook:             return "webhook";
    case ReferenceKind::system:              return "system";
  }
  // clang-format on
  return "thing";
}

std::string reference(const ValueRule& rule, std::string_view what) {
  auto items = with_sentinels(rule, "the id of a " + std::string(what));
  if (what.starts_with('e')) items.front().insert(items.front().find(" a ") + 2, "n");
  if (rule.min == 0) items.emplace_back("0 for none");
  return either(items);
}

std::string text(const ValueRule& rule) {
  const std::string most =
      counted(static_cast<std::uint64_t>(rule.max), rule.bytes ? "byte" : "character");
  if (rule.needed) return "text of " + (rule.max == 1 ? most : "1 to " + most);
  return "text of at most " + most;
}

// Separates by semicolons if a word contains a comma.
std::string words(std::string_view all, char separator) {
  const bool commas = separator != ',' && all.contains(',');
  constexpr std::string_view kStart = "one of ";
  std::string out(kStart);
  for (const std::string_view word : split(all, separator)) {
    if (out.size() > kStart.size()) out += commas ? "; " : ", ";
    out += word;
  }
  return out;
}

std::string pairs(const ValueRule& rule) {
  const auto columns = columns_of(rule);
  const std::string_view choices = first_column_choices(rule);
  std::string out = "a list of at most 100 pairs of " + std::string(columns.front()) + " and " +
                    std::string(columns.back()) + ", each " + std::string(columns.front()) +
                    " once";
  if (!choices.empty()) out += " and " + words(choices, ',');
  return out + ", of at most " + counted(static_cast<std::uint64_t>(rule.max), "character");
}

}  // namespace

std::string allowed(const ValueRule& rule) {
  // clang-format off
  switch (rule.form) {
    case Form::text:      return text(rule);
    case Form::whole:     return whole(rule);
    case Form::decimal:   return decimal(rule);
    case Form::flag:      return "true or false";
    case Form::choice:    return words(rule.words, '|');
    case Form::reference: return reference(rule, noun(rule.kind));
    case Form::customer:  return reference(rule, "customer");
    case Form::currency:  return "an ISO 4217 currency code in upper case";
    case Form::timezone:  return "the IANA name of a time zone";
    case Form::email:     return "an e-mail address";
    case Form::emails:    return "e-mail addresses separated by single spaces";
    case Form::url:       return "an http or https URL of at most 2000 characters";
    case Form::ip:        return "an IPv4 or IPv6 address";
    case Form::card:      return std::string(kCard);
    case Form::date:      return "a day as YYYY-MM-DD";
    case Form::e164:      return "a telephone number of + and 7 to 15 digits";
    case Form::wholes:    return "a list of at most 1000 whole numbers, each once";
    case Form::pairs:     return pairs(rule);
  }
  // clang-format on
  return "something else";
}

}  // namespace patchbay
