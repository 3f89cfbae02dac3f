// Writes values as doors spell them, and finds rows by name.
#include "doors/shared/spelling.h"

#include <algorithm>
#include <variant>

#include "base/nearest.h"
#include "doors/shared/spelling_words.h"

namespace patchbay::doors {
namespace {

using Form = ValueFormat::Form;

// "2026-11-22" as DDMMYYYY; any other text unchanged.
std::string short_date(const std::string& date) {
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return date;
  return date.substr(8, 2) + date.substr(5, 2) + date.substr(0, 4);
}

struct ValueWriter {
  const ValueFormat& format;

  std::string operator()(bool value) const {
    if (format.form == Form::boolean) return value ? "true" : "false";
    if (format.form == Form::yes_no) return value ? "yes" : "no";
    return value ? "1" : "0";
  }
  std::string operator()(std::int64_t value) const {
    return format.form == Form::plan_whole && value == -2 ? "plan" : std::to_string(value);
  }
  std::string operator()(const Decimal& value) const { return value.text(); }
  std::string operator()(const std::string& value) const {
    if (format.form == Form::date) return short_date(value);
    if (format.form != Form::enumerated) return value;
    return std::string(door_word(format, value).value_or(value));
  }
  std::string operator()(const SealedSecret& value) const { return mask(value); }
  std::string operator()(const List& value) const {
    std::string out;
    for (const auto& row : value) {
      if (!out.empty()) out += ',';
      for (const std::string& cell : row) {
        if (&cell != &row.front()) out += '=';
        out += cell;
      }
    }
    return out;
  }
};

}  // namespace

std::string to_text(const Spelling& spelling, const Value& value) {
  return std::visit(ValueWriter{spelling.format}, value);
}

std::optional<std::string> to_text(const Spelling& spelling, const Record& record) {
  const std::optional<Value> seen = value_at(record, spelling.target);
  if (!seen) return std::nullopt;
  return to_text(spelling, *seen);
}

const Spelling* find(std::span<const Spelling> rows, std::string_view name) {
  const auto found = std::ranges::find(rows, name, &Spelling::name);
  return found == rows.end() ? nullptr : &*found;
}

std::string suggestion(std::string_view name, std::span<const std::string_view> known) {
  const std::string_view near = nearest(name, known);
  return near.empty() ? std::string() : "; the nearest known name is " + std::string(near);
}

Problem unknown_field(std::string_view name, std::span<const std::string_view> known,
                      const std::vector<Problem>& before) {
  if (before.size() >= kProblemsShown) known = {};
  return {.kind = ErrorKind::invalid,
          .field = std::string(name),
          .what = "is not known here" + suggestion(name, known)};
}

}  // namespace patchbay::doors
