// Parses the text of each form.
#include <algorithm>

#include "base/clock.h"
#include "base/text.h"
#include "doors/shared/spelling_forms.h"
#include "doors/shared/spelling_words.h"

namespace patchbay::doors {
namespace {

using Form = ValueFormat::Form;
using Maybe = std::optional<Value>;

bool digits_only(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Maybe whole(std::string_view text) {
  const auto number = parse_whole(text);
  return number ? Maybe(*number) : std::nullopt;
}

Maybe plan_whole(std::string_view text) {
  if (text == "plan") return Value(std::int64_t{-2});
  return text == "-2" ? std::nullopt : whole(text);
}

Maybe decimal(std::string_view text) {
  const auto number = Decimal::parse(text);
  return number ? Maybe(*number) : std::nullopt;
}

Maybe flag(std::string_view text) {
  const auto number = parse_whole(text);
  if (number == 0 || number == 1) return Value(*number == 1);
  return std::nullopt;
}

Maybe either(std::string_view text, std::string_view yes, std::string_view no) {
  if (text == yes || text == no) return Value(text == yes);
  return std::nullopt;
}

Maybe date(std::string_view text) {
  if (text.size() != 8 || !digits_only(text)) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t count) {
    return static_cast<int>(parse_whole(text.substr(at, count)).value_or(0));
  };
  if (!days_from_civil(number(4, 4), number(2, 2), number(0, 2))) return std::nullopt;
  return Value(std::string(text.substr(4, 4)) + '-' + std::string(text.substr(2, 2)) + '-' +
               std::string(text.substr(0, 2)));
}

Maybe mobile(std::string_view text) {
  const std::string number = (text.starts_with('+') ? "" : "+") + std::string(text);
  return is_e164(number) ? Maybe(number) : std::nullopt;
}

Maybe card(std::string_view text) {
  std::string digits(text);
  std::erase_if(digits, [](char c) { return c == ' ' || c == '-'; });
  return digits_only(digits) ? Maybe(digits) : std::nullopt;
}

// One space between addresses, as the record stores them.
Maybe emails(std::string_view text) {
  std::vector<std::string> addresses;
  for (const std::string_view address : split(text, ' '))
    if (!address.empty()) addresses.emplace_back(address);
  return addresses.empty() ? std::nullopt : Maybe(join(addresses, " "));
}

Maybe country(std::string_view text) {
  const std::string code = upper(text);
  return code.size() == 2 && country_code(code) == code ? Maybe(code) : std::nullopt;
}

}  // namespace

Maybe parse_value(const ValueFormat& format, std::string_view text) {
  switch (format.form) {
    case Form::whole:
    case Form::reference:
      return whole(text);
    case Form::plan_whole:
      return plan_whole(text);
    case Form::decimal:
      return decimal(text);
    case Form::flag:
      return flag(text);
    case Form::boolean:
      return either(text, "true", "false");
    case Form::yes_no:
      return either(text, "yes", "no");
    case Form::enumerated: {
      const auto word = record_word(format, text);
      return word ? Maybe(std::string(*word)) : std::nullopt;
    }
    case Form::date:
      return date(text);
    case Form::mobile:
      return mobile(text);
    case Form::card:
      return card(text);
    case Form::country:
      return country(text);
    case Form::emails:
      return emails(text);
    case Form::text:
    case Form::email:
    case Form::telephone:
    case Form::site:
    case Form::url:
    case Form::ip:
    case Form::currency:
    case Form::timezone:
      return Value(std::string(text));
  }
  return std::nullopt;
}

}  // namespace patchbay::doors
