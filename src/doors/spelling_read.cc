// What a caller's text means at a field, as a wish.
#include "doors/spelling.h"
#include "doors/spelling_forms.h"

namespace patchbay::doors {
namespace {

// A secret sent as it was shown: core knows what it stands for.
bool is_mask(const Target& target, std::string_view text) {
  return row(target.field).secret() && text.starts_with("****");
}

// No record holds a row without columns, so that this is never what stands there.
Edit never() { return Value(List{{}}); }

}  // namespace

core::Wish read(const Spelling& spelling, std::string_view text, std::string_view name) {
  if (text.empty()) return read_clear(spelling, name);
  const Takes& takes = spelling.takes;
  core::Wish wish{spelling.target, Value(std::string(text)), std::string(name), std::nullopt};
  if (!is_mask(spelling.target, text)) {
    const auto value = value_of(takes, text);
    wish.complaint = value ? refusal_of(takes, *value) : allowed(takes);
    if (value) wish.edit = *value;
    // The record's own word for what this door spells otherwise is not what the door shows.
    else if (show(spelling, Value(std::string(text))) != text)
      wish.edit = never();
  }
  if (takes.read_only) wish.complaint = "cannot be changed here";
  return wish;
}

core::Wish read_clear(const Spelling& spelling, std::string_view name) {
  core::Wish wish{spelling.target, Clear{}, std::string(name), std::nullopt};
  if (spelling.takes.needed) wish.complaint = "cannot be empty";
  if (spelling.takes.read_only) wish.complaint = "cannot be changed here";
  return wish;
}

core::Wish refuse_kind(const Spelling& spelling, std::string_view name, std::string_view wanted,
                       std::string_view got) {
  return {spelling.target, never(), std::string(name),
          "must be " + std::string(wanted) + ", not " + std::string(got)};
}

}  // namespace patchbay::doors
