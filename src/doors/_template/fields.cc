// The table of fields.
#include "doors/_template/fields.h"

#include <array>

namespace patchbay::doors::template_dialect {
namespace {

using format::of;
using format::text;
using enum PartRef::Mode;

constexpr std::array kFields = {
    // clang-format off
    Spelling{"name",      at(Field::name),                            text(200).required()},
    Spelling{"email",     at(Field::contact_email, slot_primary),     of(ValueFormat::Form::email)},
    Spelling{"telephone", at(Field::contact_telephone, slot_primary), of(ValueFormat::Form::telephone)},
    Spelling{"website",   at(Field::website),                         text(100)},
    Spelling{"notes",     at(Field::notes),                           text(500)},
    // clang-format on
};

constexpr auto kNames = [] {
  std::array<std::string_view, kFields.size()> out{};
  for (std::size_t i = 0; i < kFields.size(); ++i) out[i] = kFields[i].name;
  return out;
}();

}  // namespace

std::span<const Spelling> fields() { return kFields; }

std::span<const std::string_view> field_names() { return kNames; }

}  // namespace patchbay::doors::template_dialect
