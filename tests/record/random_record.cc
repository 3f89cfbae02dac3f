// Generates a random value for each form of field.
#include "random_record.h"

#include "base/utf8.h"

namespace patchbay {
namespace {

using Form = ValueRule::Form;

template <class Words>
auto pick(RandomRecord& random, const Words& words) {
  return words[static_cast<std::size_t>(
      random.from(0, static_cast<std::int64_t>(std::size(words)) - 1))];
}

}  // namespace

std::string RandomRecord::text(std::size_t length_max) {
  constexpr std::pair<std::uint32_t, std::uint32_t> kRanges[] = {
      {'a', 'z'}, {' ', '~'}, {'\t', '\n'}, {0x80, 0x7FF}, {0xE000, 0xFFFD}, {0x10000, 0x10FFFF}};
  std::string out;
  const auto range = pick(*this, kRanges);
  for (auto left = from(1, static_cast<std::int64_t>(length_max)); left > 0; --left) {
    const auto [low, high] = flip() ? range : kRanges[0];
    utf8::append(out, static_cast<std::uint32_t>(from(low, high)));
  }
  return out;
}

std::string RandomRecord::digits(std::int64_t count) {
  std::string out;
  while (count-- > 0) out += static_cast<char>('0' + from(0, 9));
  return out;
}

std::string RandomRecord::card() {
  const std::string body = digits(from(11, 18));
  for (char check = '0'; check <= '9'; ++check)
    if (is_card_number(body + check)) return body + check;
  return {};
}

List RandomRecord::rows(const ValueRule& rule) {
  List out;
  const auto choices = first_column_choices(rule);
  for (std::int64_t i = 0, count = from(0, 3); i < count; ++i) {
    std::string first = std::to_string(i) + (rule.form == Form::pairs ? text(10) : "");
    if (!choices.empty()) first = i == 0 ? "id" : i == 1 ? "passport" : "driver_license";
    out.push_back({first});
    if (rule.form == Form::pairs) out.back().push_back(flip() ? text(20) : "");
  }
  return out;
}

Value RandomRecord::value(Field field) {
  const FieldRow& about = row(field);
  const ValueRule& rule = about.rule;
  if (about.secret() && flip())
    return SealedSecret{digits(40), about.key == "card_number" ? "1234" : ""};
  switch (rule.form) {
    case Form::text:
      return text(static_cast<std::size_t>(std::min<std::int64_t>(rule.max, 100)) /
                  (rule.bytes ? 4 : 1));
    case Form::whole:
    case Form::reference:
    case Form::customer:
      if (rule.plan && from(0, 3) == 0) return std::int64_t{-2};
      return from(rule.min, rule.max);
    case Form::decimal:
      return *Decimal::parse((rule.unbounded && flip() ? "-" : "") + digits(from(1, 18)) + "." +
                             digits(from(1, 6)));
    case Form::flag:
      return flip();
    case Form::choice:
      return std::string(pick(*this, words_of(rule)));
    case Form::currency:
      return std::string(pick(*this, std::to_array({"EUR", "USD", "XAF", "ZWG"})));
    case Form::timezone:
      return std::string(pick(*this, std::to_array({"UTC", "Europe/Berlin", "Asia/Calcutta"})));
    case Form::email:
    case Form::emails:
      return digits(5) + "@example.com";
    case Form::url:
      return "https://example.com/" + digits(9) + "?q=%22";
    case Form::ip:
      return flip() ? "192.0.2." + std::to_string(from(0, 255)) : "2001:db8::" + digits(4);
    case Form::card:
      return card();
    case Form::date:
      return std::to_string(from(1900, 2026)) + "-0" + std::to_string(from(1, 9)) + "-1" +
             digits(1);
    case Form::e164:
      return '+' + digits(from(7, 15));
    case Form::wholes:
    case Form::pairs:
      return rows(rule);
  }
  return false;
}

void RandomRecord::add_parts(Values& values, Section section) {
  for (std::int64_t i = from(0, 3); i > 0; --i) {
    const Uuid part = Uuid::numbered(static_cast<std::uint64_t>(from(1, 1000)));
    values.set({ordinal_field(section), part}, i);
    for (std::size_t k = 1; k < field_rows(section).size(); ++k) {
      const auto field = static_cast<Field>(static_cast<std::size_t>(first_field(section)) + k);
      if (flip()) values.set({field, part}, value(field));
    }
  }
}

Values RandomRecord::values() {
  Values out;
  for (std::size_t i = 0; i < field_rows(Section::customer).size(); ++i)
    if (flip()) out.set({static_cast<Field>(i), {}}, value(static_cast<Field>(i)));
  add_parts(out, Section::address);
  add_parts(out, Section::contact);
  return out;
}

Values RandomRecord::changed(Values values) {
  for (const auto& [path, held] : Values(values)) {
    const auto lot = from(0, 9);
    if (lot == 0) values.clear(path);
    if (lot == 1) values.set(path, value(path.field));
  }
  if (flip()) add_parts(values, Section::address);
  return values;
}

}  // namespace patchbay
