// Converts a caller's text to an edit.
#include "doors/shared/spelling.h"
#include "doors/shared/spelling_forms.h"

namespace patchbay::doors {
namespace {

// The mask of a secret, sent back as it was shown. Core treats it as unchanged.
bool is_mask(const Target& target, std::string_view text) {
  return row(target.field).secret() && text.starts_with("****");
}

// No record holds a row without columns, so this never equals the current value.
Edit impossible_edit() { return Value(List{{}}); }

}  // namespace

core::FieldEdit parse_edit(const Spelling& spelling, std::string_view text, std::string_view name) {
  if (text.empty()) return clear_edit(spelling, name);
  const ValueFormat& format = spelling.format;
  core::FieldEdit field_edit{spelling.target, Value(std::string(text)), std::string(name),
                             std::nullopt};
  if (!is_mask(spelling.target, text)) {
    const auto value = parse_value(format, text);
    field_edit.objection = value ? check_value(format, *value) : allowed(format);
    if (value) field_edit.edit = *value;
    // The record's own word is not what this door shows if it spells it differently.
    else if (to_text(spelling, Value(std::string(text))) != text)
      field_edit.edit = impossible_edit();
  }
  if (format.read_only) field_edit.objection = "cannot be changed here";
  return field_edit;
}

core::FieldEdit clear_edit(const Spelling& spelling, std::string_view name) {
  core::FieldEdit field_edit{spelling.target, Clear{}, std::string(name), std::nullopt};
  if (spelling.format.needed) field_edit.objection = "cannot be empty";
  if (spelling.format.read_only) field_edit.objection = "cannot be changed here";
  return field_edit;
}

core::FieldEdit wrong_kind(const Spelling& spelling, std::string_view name, std::string_view wanted,
                           std::string_view got) {
  return {spelling.target, impossible_edit(), std::string(name),
          "must be " + std::string(wanted) + ", not " + std::string(got)};
}

}  // namespace patchbay::doors
