// Spellings: how a door writes a field, as rows. Reading and writing use the same row, so that they
// cannot disagree.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/call/call.h"
#include "record/lens/lens.h"

namespace patchbay::doors {

// The values that a door accepts for a field, and how it writes them.
struct ValueFormat {
  enum class Form : std::uint8_t {
    text,        // up to `max` code points (or bytes)
    whole,       // digits
    decimal,     // digits with a point
    flag,        // 0 or 1
    boolean,     // true or false
    enumerated,  // one of `words`
    yes_no,      // yes or no, for a flag
    plan_whole,  // digits, or the word "plan" for -2
    email,
    emails,
    telephone,  // digits, spaces and + - ( ) . /, 3 to 32
    mobile,     // E.164; a missing + is added
    date,       // DDMMYYYY
    site,       // an http or https URL, or a bare host name, up to `max`
    url,        // an http or https URL
    ip,
    card,      // digits; spaces and dashes are ignored
    currency,  // ISO 4217
    timezone,
    country,    // ISO 3166-1 alpha-2, any case
    reference,  // a whole number from `min`; core checks that it exists
  };
  Form form = Form::text;
  std::int64_t min = 0;
  std::int64_t max = 255;
  // "PRIVATE=private|BUSINESS=business": the door's word and the record's, or one word for both.
  std::string_view words{};
  bool any_case = false;   // for words
  bool bytes = false;      // the limit of a text counts bytes
  bool none = false;       // accepts -1 (none)
  bool plan = false;       // accepts -2 (as the rate plan says)
  bool negative = false;   // accepts a negative decimal
  bool needed = false;     // cannot be cleared
  bool read_only = false;  // accepted only if it equals the current value

  [[nodiscard]] consteval ValueFormat or_none() const {
    ValueFormat t = *this;
    t.none = true;
    return t;
  }
  [[nodiscard]] consteval ValueFormat or_plan() const {
    ValueFormat t = *this;
    t.plan = true;
    return t;
  }
  [[nodiscard]] consteval ValueFormat required() const {
    ValueFormat t = *this;
    t.needed = true;
    return t;
  }
  [[nodiscard]] consteval ValueFormat fixed() const {
    ValueFormat t = *this;
    t.read_only = true;
    return t;
  }
  [[nodiscard]] consteval ValueFormat in_bytes() const {
    ValueFormat t = *this;
    t.bytes = true;
    return t;
  }
  [[nodiscard]] consteval ValueFormat in_any_case() const {
    ValueFormat t = *this;
    t.any_case = true;
    return t;
  }
};

// Functions that make a door's table readable.
namespace format {
consteval ValueFormat of(ValueFormat::Form form) { return {.form = form}; }
consteval ValueFormat text(std::int64_t max) { return {.max = max}; }
consteval ValueFormat whole(std::int64_t min, std::int64_t max) {
  return {.form = ValueFormat::Form::whole, .min = min, .max = max};
}
consteval ValueFormat decimal() { return {.form = ValueFormat::Form::decimal, .negative = true}; }
consteval ValueFormat decimal_from_zero() { return {.form = ValueFormat::Form::decimal}; }
consteval ValueFormat enumerated(std::string_view words) {
  return {.form = ValueFormat::Form::enumerated, .words = words};
}
consteval ValueFormat reference(std::int64_t min) {
  return {.form = ValueFormat::Form::reference, .min = min, .max = 2147483647};
}
}  // namespace format

struct Spelling {
  std::string_view name;
  Target target;
  ValueFormat format;
};

// Targets, for tables.
consteval Target at(Field field) { return {.field = field}; }
consteval Target at(Lens lens, Field field) { return {.lens = lens, .field = field}; }
consteval Target at(Field field, PartRef::Mode slot) {
  return {.field = field, .part = {.mode = slot}};
}
consteval Target at(Lens lens, Field field, PartRef::Mode slot) {
  return {.lens = lens, .field = field, .part = {.mode = slot}};
}

// The edit that sets `spelling` to `text`, which must be valid UTF-8. Messages call the field
// `name`. Empty text clears. Never fails: text that the door does not accept becomes an edit with
// an objection that says what is accepted and never quotes the text.
[[nodiscard]] core::FieldEdit parse_edit(const Spelling& spelling, std::string_view text,
                                         std::string_view name);
// The edit that clears the field.
[[nodiscard]] core::FieldEdit clear_edit(const Spelling& spelling, std::string_view name);
// The edit for a value of a type that the door does not accept there: "must be a string, not an
// array".
[[nodiscard]] core::FieldEdit wrong_kind(const Spelling& spelling, std::string_view name,
                                         std::string_view wanted, std::string_view got);

// `value` as text in the door's spelling: a choice as the door's word, a flag as 0 or 1, a secret
// as its mask.
[[nodiscard]] std::string to_text(const Spelling& spelling, const Value& value);
// The same for the value in a record, or nothing if it has none.
[[nodiscard]] std::optional<std::string> to_text(const Spelling& spelling, const Record& record);

// What the door accepts there, as the end of a sentence for messages and docs: "must be …".
[[nodiscard]] std::string allowed(const ValueFormat& format);

// "; the nearest known name is credit", or nothing if no known name is near.
[[nodiscard]] std::string suggestion(std::string_view name,
                                     std::span<const std::string_view> known);

// The row of that name, or null.
[[nodiscard]] const Spelling* find(std::span<const Spelling> rows, std::string_view name);
// The problem of an unknown name, with the nearest known one. `before` is the number of problems
// that the request has already: above the reported number no near name is searched for.
[[nodiscard]] Problem unknown_field(std::string_view name, std::span<const std::string_view> known,
                                    const std::vector<Problem>& before = {});

}  // namespace patchbay::doors
