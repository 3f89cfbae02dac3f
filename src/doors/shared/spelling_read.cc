// What a caller's text means at a field, as a edit.
#include "doors/shared/spelling.h"
#include "doors/shared/spelling_forms.h"

namespace patchbay::doors {
namespace {

// A secret sent as it was shown: core knows what it stands for.
bool is_mask(const Target& target, std::string_view text) {
  return row(target.field).secret() && text.starts_with("****");
}

// No record holds a row without columns, so that this is never what stands there.
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
    // The record's own word for what this door spells otherwise is not what the door shows.
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
