// Checks a value against the rule of its field.
#include "record/field/value_rule.h"

#include <algorithm>

#include "base/clock.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/wording.h"
#include "record/field/field.h"
#include "record/field/value_rule_forms.h"

namespace patchbay {
namespace {

using Form = ValueRule::Form;
using Refusal = std::optional<std::string>;

constexpr std::size_t kWholesMax = 1000;
constexpr std::size_t kPairsMax = 100;

bool sentinel(const ValueRule& rule, std::int64_t value) {
  return (rule.none && value == -1) || (rule.plan && value == -2);
}

bool admits_whole(const ValueRule& rule, std::int64_t value) {
  return (value >= rule.min && value <= rule.max) || sentinel(rule, value);
}

bool admits_decimal(const ValueRule& rule, const Decimal& value) {
  return rule.unbounded || !value.is_negative() || (rule.none && value == Decimal(-1)) ||
         (rule.plan && value == Decimal(-2));
}

bool one_of(std::string_view words, char separator, std::string_view wanted) {
  for (;;) {
    const auto end = words.find(separator);
    if (words.substr(0, end) == wanted) return true;
    if (end == std::string_view::npos) return false;
    words.remove_prefix(end + 1);
  }
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int parts[3] = {0, 0, 0};
  for (std::size_t i = 0, part = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7) {
      ++part;
      continue;
    }
    if (text[i] < '0' || text[i] > '9') return false;
    parts[part] = parts[part] * 10 + (text[i] - '0');
  }
  return parts[0] > 0 && days_from_civil(parts[0], parts[1], parts[2]).has_value();
}

bool are_emails(std::string_view text) {
  for (const std::string_view piece : split(text, ' '))
    if (!is_email(piece)) return false;
  return true;
}

Refusal too_long(const ValueRule& rule, std::string_view text) {
  const auto max = static_cast<std::size_t>(rule.max);
  // Every code point has at least one byte, so most texts need no count.
  if (rule.max == 0 || text.size() <= max) return std::nullopt;
  const std::size_t length = rule.bytes ? text.size() : utf8::length(text);
  if (length <= max) return std::nullopt;
  return "must be at most " + counted(max, rule.bytes ? "byte" : "character") + ", not " +
         std::to_string(length);
}

bool admits_form(const ValueRule& rule, std::string_view text) {
  // clang-format off
  switch (rule.form) {
    case Form::text:      return true;
    case Form::choice:    return one_of(rule.words, '|', text);
    case Form::currency:  return is_currency(text);
    case Form::timezone:  return is_timezone(text);
    case Form::email:     return is_email(text);
    case Form::emails:    return are_emails(text);
    case Form::url:       return is_http_url(text);
    case Form::ip:        return is_ip_address(text);
    case Form::card:      return is_card_number(text);
    case Form::date:      return is_date(text);
    case Form::e164:      return is_e164(text);
    case Form::whole:
    case Form::decimal:
    case Form::flag:
    case Form::reference:
    case Form::customer:
    case Form::wholes:
    case Form::pairs:     return false;
  }
  // clang-format on
  return false;
}

struct Check {
  const ValueRule& rule;

  Refusal expected() const { return "must be " + allowed(rule); }
  Refusal unless(bool admitted) const { return admitted ? std::nullopt : expected(); }

  Refusal operator()(bool) const { return unless(rule.form == Form::flag); }

  Refusal operator()(std::int64_t value) const {
    const bool whole =
        rule.form == Form::whole || rule.form == Form::reference || rule.form == Form::customer;
    return unless(whole && admits_whole(rule, value));
  }

  Refusal operator()(const Decimal& value) const {
    return unless(rule.form == Form::decimal && admits_decimal(rule, value));
  }

  Refusal operator()(const std::string& value) const {
    if (value.contains('\0')) return "must not contain the character U+0000";
    if (!is_plain_text(value)) return "must not contain control characters";
    if (rule.form == Form::text && rule.needed && value.empty()) return "must not be empty";
    if (!admits_form(rule, value)) {
      auto scheme = rule.form == Form::url ? missing_scheme(value) : std::nullopt;
      return scheme ? std::move(scheme) : expected();
    }
    return too_long(rule, value);
  }

  Refusal operator()(const List& value) const {
    if (rule.form == Form::wholes) return wholes(value);
    if (rule.form == Form::pairs) return pairs(value);
    return expected();
  }

  // Allows a sealed value in the two forms that secret fields have. The caller checks that the
  // field is secret.
  Refusal operator()(const SealedSecret&) const {
    return unless(rule.form == Form::text || rule.form == Form::card);
  }

  Refusal wholes(const List& rows) const {
    if (rows.size() > kWholesMax) return expected();
    std::vector<std::int64_t> seen;
    seen.reserve(rows.size());
    for (const auto& row : rows) {
      const auto number = row.size() == 1 ? parse_whole(row.front()) : std::nullopt;
      if (!number || *number < 0) return expected();
      seen.push_back(*number);
    }
    std::sort(seen.begin(), seen.end());
    return unless(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
  }

  Refusal pairs(const List& rows) const {
    if (rows.size() > kPairsMax) return expected();
    const std::string_view choices = first_column_choices(rule);
    std::vector<std::string_view> seen;
    seen.reserve(rows.size());
    for (const auto& row : rows) {
      if (row.size() != 2 || row.front().empty()) return expected();
      if (!choices.empty() && !one_of(choices, ',', row.front())) return expected();
      for (const std::string& cell : row) {
        if (cell.contains('\0')) return "must not contain the character U+0000";
        if (!is_plain_text(cell)) return "must not contain control characters";
        if (auto refused = too_long(rule, cell)) return refused;
      }
      seen.push_back(row.front());
    }
    std::sort(seen.begin(), seen.end());
    return unless(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
  }
};

}  // namespace

std::optional<std::string> find_objection(const ValueRule& rule, const Value& value) {
  return std::visit(Check{rule}, value);
}

std::vector<std::string_view> words_of(const ValueRule& rule) { return split(rule.words, '|'); }

std::vector<std::string_view> columns_of(const ValueRule& rule) {
  auto columns = words_of(rule);
  for (std::string_view& column : columns) column = column.substr(0, column.find(':'));
  return columns;
}

std::string_view first_column_choices(const ValueRule& rule) {
  const std::string_view first = rule.words.substr(0, rule.words.find('|'));
  const auto colon = first.find(':');
  return colon == std::string_view::npos ? std::string_view{} : first.substr(colon + 1);
}

}  // namespace patchbay
