// Rules for the values of fields: one small description per field, and the checks that use it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/value/value.h"

namespace patchbay {

// Kinds of reference; see record/admin/reference.h.
enum class ReferenceKind : std::uint8_t {
  plan,
  person,
  class_of_service,
  music,
  peer,
  region,
  time_group,
  email_package,
  transaction_package,
  role,
  webhook,
  system,  // an outside system
};
inline constexpr int kKinds = 12;
[[nodiscard]] std::string_view word(ReferenceKind kind);  // "time_group"
[[nodiscard]] std::optional<ReferenceKind> parse_kind(std::string_view word);

struct ValueRule {
  enum class Form : std::uint8_t {
    text,
    whole,
    decimal,
    flag,
    choice,
    reference,
    customer,
    currency,
    timezone,
    email,
    emails,
    url,
    ip,
    card,
    date,
    e164,
    wholes,  // a List of one column of whole numbers
    pairs,   // a List of two columns, unique in the first
  };
  Form form = Form::text;
  std::int64_t min = 0;  // of a number; of a reference: 0 if 0 is allowed and means none
  std::int64_t max = 0;  // of a number; of a text: code points, or bytes if `bytes` is set
  // The choices, or the names of the columns of a pair, separated by '|'. The first column can have
  // choices: "type:id,passport|number".
  std::string_view words{};
  ReferenceKind kind = ReferenceKind::plan;  // of a reference
  bool bytes = false;                        // `max` of a text counts bytes
  bool none = false;                         // -1 is allowed and means none
  bool plan = false;                         // -2 is allowed and means "as the rate plan says"
  bool needed = false;                       // the field cannot be cleared
  bool unbounded = false;                    // a decimal below zero is allowed

  [[nodiscard]] consteval ValueRule required() const {
    ValueRule out = *this;
    out.needed = true;
    return out;
  }
  [[nodiscard]] consteval ValueRule or_none() const {
    ValueRule out = *this;
    out.none = true;
    return out;
  }
  [[nodiscard]] consteval ValueRule or_plan() const {
    ValueRule out = *this;
    out.plan = true;
    return out;
  }
  [[nodiscard]] consteval ValueRule up_to(std::int64_t characters) const {
    ValueRule out = *this;
    out.max = characters;
    return out;
  }
  [[nodiscard]] consteval ValueRule in_bytes() const {
    ValueRule out = *this;
    out.bytes = true;
    return out;
  }
};

// Returns nothing if `rule` allows `value`. Otherwise returns the end of a sentence that says what
// is allowed: "must be a whole number from 0 to 3650, -1 or -2". Does not check that a reference
// exists or that a date is in the past.
[[nodiscard]] std::optional<std::string> find_objection(const ValueRule& rule, const Value& value);

// Returns what is allowed, for docs and messages: "a whole number from 0 to 3650, -1 or -2".
[[nodiscard]] std::string allowed(const ValueRule& rule);

// Returns the words of a choice.
[[nodiscard]] std::vector<std::string_view> words_of(const ValueRule& rule);

// Returns the names of the columns of a pair, or the choices of its first column; empty if any text
// is allowed.
[[nodiscard]] std::vector<std::string_view> columns_of(const ValueRule& rule);
[[nodiscard]] std::string_view first_column_choices(const ValueRule& rule);

// Checks of text that several modules share. All take valid UTF-8. is_plain_text() tells whether
// every format can carry the text: it has no control characters except tab and line ends, and
// neither U+FFFE nor U+FFFF, which XML 1.0 cannot represent.
[[nodiscard]] bool is_plain_text(std::string_view text);
[[nodiscard]] bool is_email(std::string_view text);      // as HTML's e-mail input, at most 254
                                                         // bytes
[[nodiscard]] bool is_telephone(std::string_view text);  // digits, spaces, + - ( ) . /; 3 to 32
                                                         // characters
[[nodiscard]] bool is_e164(std::string_view text);       // + and 7 to 15 digits
[[nodiscard]] bool is_http_url(std::string_view text);   // http or https with a host; at most 2000
                                                         // bytes
[[nodiscard]] bool is_host_name(std::string_view text);
[[nodiscard]] bool is_ip_address(std::string_view text);
[[nodiscard]] bool is_card_number(std::string_view digits);  // 12 to 19 digits, Luhn
[[nodiscard]] bool is_currency(std::string_view code);       // ISO 4217, upper case
[[nodiscard]] bool is_timezone(std::string_view name);       // a canonical or alias IANA name

}  // namespace patchbay
