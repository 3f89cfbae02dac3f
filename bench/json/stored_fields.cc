// Looks up fields and the form of their values.
#include "json/stored_fields.h"

#include <algorithm>

namespace patchbay::bench {

Stored stored_as(Field field) {
  using Form = ValueRule::Form;
  switch (row(field).rule.form) {
    case Form::whole:
    case Form::reference:
    case Form::customer:
      return Stored::whole;
    case Form::decimal:
      return Stored::decimal;
    case Form::flag:
      return Stored::flag;
    case Form::wholes:
    case Form::pairs:
      return Stored::list;
    case Form::text:
    case Form::choice:
    case Form::currency:
    case Form::timezone:
    case Form::email:
    case Form::emails:
    case Form::url:
    case Form::ip:
    case Form::card:
    case Form::date:
    case Form::e164:
      break;
  }
  return Stored::text;
}

std::optional<Field> FieldFinder::find(Section section, std::string_view key) {
  constexpr std::size_t kNear = 8;
  const auto rows = field_rows();
  std::size_t at = next_;
  for (const std::size_t end = std::min(at + kNear, rows.size()); at < end; ++at) {
    if (rows[at].key != key || rows[at].section != section) continue;
    next_ = at + 1;
    return static_cast<Field>(at);
  }
  const auto known = find_field(section, key);
  if (known) next_ = static_cast<std::size_t>(*known) + 1;
  return known;
}

}  // namespace patchbay::bench
