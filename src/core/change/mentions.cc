// Values by their first four bytes, so that each place of a text is looked at once.
#include "core/change/mentions.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/digest.h"
#include "base/json_scanner.h"
#include "base/json_writer.h"
#include "base/xml_escape.h"
#include "record/history/erasure.h"

namespace patchbay::core {
namespace {

std::uint32_t beginning_of(const char* text) {
  std::uint32_t out = 0;
  std::memcpy(&out, text, sizeof out);
  return out;
}
static_assert(Mentions::kBytesMin >= sizeof(std::uint32_t));

// Eight bytes of a hash for which no one finds another text in a useful time.
std::uint64_t hash_of(std::string_view text) {
  const std::string hash = blake2b(text);
  std::uint64_t out = 0;
  std::memcpy(&out, hash.data(), sizeof out);
  return out;
}

constexpr Field kShared[] = {Field::address_city,    Field::address_province, Field::address_state,
                             Field::address_country, Field::card_type,        Field::bank_name,
                             Field::bank_code};

// Whether a value of the field can tell people apart.
bool says_who(Field field) {
  return row(field).personal() && row(field).rule.form != ValueRule::Form::choice &&
         std::ranges::find(kShared, field) == std::end(kShared);
}

// Members of JSON whose texts many people share, beside those that begin with @.
constexpr std::string_view kSharedMembers[] = {
    "city",      "contactType", "country",       "endDateTime",       "mediumType",
    "role",      "status",      "startDateTime", "creditProfileDate", "type",
    "valueType", "while",       "word",          "stateOrProvince",
};

bool says_who(std::string_view member) {
  return !member.starts_with('@') &&
         std::ranges::find(kSharedMembers, member) == std::end(kSharedMembers);
}

// Calls `add` with each string in the JSON that is not a key and says who somebody is. `member` is
// the name of the whole. What follows an object or array belongs to the member around it.
template <class Add>
void each_text_in(std::string_view json, std::string_view member, const Add& add) {
  JsonScanner scanner(json, JsonNul::accepted);
  std::vector<bool> wanted{says_who(member)};
  std::string text;
  while (!scanner.at_end()) {
    const char next = scanner.peek();
    bool is_read = true;
    if (next == '{' || next == '[') wanted.push_back(wanted.back());
    if ((next == '}' || next == ']') && wanted.size() > 1) wanted.pop_back();
    if (next == '"') {
      is_read = scanner.text(text);
      if (is_read && scanner.peek() == ':')
        wanted.back() = says_who(text);
      else if (is_read && wanted.back())
        add(text);
    } else if (next == '-' || (next >= '0' && next <= '9')) {
      is_read = !scanner.number().empty();
    } else if (next >= 'a' && next <= 'z') {
      is_read =
          scanner.skip_word("true") || scanner.skip_word("false") || scanner.skip_word("null");
    } else {
      is_read = next != '\0' && scanner.skip(next);
    }
    if (!is_read) return;  // the rest is not JSON
  }
}

std::string as_json(std::string_view text, JsonEscapes escapes) {
  std::string out;
  append_json_escaped(out, text, escapes);
  return out;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_plain_in_forms(char c) {
  return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

std::string as_form(std::string_view text, std::string_view space, std::string_view digits) {
  std::string out;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (is_plain_in_forms(c))
      out += c;
    else if (c == ' ')
      out += space;
    else
      out.append({'%', digits[code >> 4], digits[code & 0xF]});
  }
  return out;
}

// Whether the text ends with an escape: "\n", "\u000a", "%2F".
bool ends_escaped(std::string_view text) {
  const auto has_at_end = [&](char begins, std::size_t length) {
    return text.size() >= length && text[text.size() - length] == begins;
  };
  return has_at_end('\\', 2) || has_at_end('%', 3) ||
         (has_at_end('\\', 6) && text[text.size() - 5] == 'u');
}

bool is_whole_word(std::string_view text, std::size_t at, std::size_t length) {
  const std::string_view before = text.substr(0, at);
  const std::string_view after = text.substr(at + length);
  const bool goes_on_before = is_letter_or_digit(text[at]) && !before.empty() &&
                              is_letter_or_digit(before.back()) && !ends_escaped(before);
  const bool goes_on_after = is_letter_or_digit(text[at + length - 1]) && !after.empty() &&
                             is_letter_or_digit(after.front());
  return !goes_on_before && !goes_on_after;
}

}  // namespace

void Mentions::add(const Entry& entry) {
  for (const Difference& each : entry.differences) {
    if (!says_who(each.path.field)) continue;
    if (each.before) add(each.path.field, *each.before);
    if (each.after) add(each.path.field, *each.after);
  }
}

void Mentions::add(Field field, const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value); text && *text != kErasedName)
    add_text(*text);
  const auto* list = std::get_if<List>(&value);
  if (!list) return;
  if (field == Field::extensions) return add_extensions(*list);
  // The first column of a pair says what the second one is.
  const std::size_t first = row(field).rule.form == ValueRule::Form::pairs ? 1 : 0;
  for (const auto& line : *list)
    for (std::size_t i = first; i < line.size(); ++i) add_text(line[i]);
}

// A row is a release with a member, and the member as JSON, from which replies show single
// elements.
void Mentions::add_extensions(const List& rows) {
  for (const auto& cells : rows) {
    if (cells.size() != 2) continue;
    if (!cells[1].starts_with('"')) add_text(cells[1]);
    each_text_in(cells[1], std::string_view(cells[0]).substr(cells[0].find(' ') + 1),
                 [this](const std::string& text) { add_text(text); });
  }
}

void Mentions::add_text(std::string_view text) {
  if (text.size() < kBytesMin) return;
  add_form(text);
  const auto add_other = [&](const std::string& form) {
    if (form != text) add_form(form);
  };
  add_other(as_json(text, JsonEscapes::letters));
  add_other(as_json(text, JsonEscapes::numbers));
  add_other(xml_escaped(text));
  for (const std::string_view digits : {"0123456789ABCDEF", "0123456789abcdef"})
    for (const std::string_view space : {"%20", "+"}) add_other(as_form(text, space, digits));
}

void Mentions::add_form(std::string_view text) {
  if (text.size() < kBytesMin) return;  // characters that XML cannot carry are left out
  by_beginning_[beginning_of(text.data())][text.size()].insert(hash_of(text));
}

bool Mentions::in(std::string_view text) const {
  for (std::size_t at = 0; at + kBytesMin <= text.size(); ++at) {
    const auto found = by_beginning_.find(beginning_of(text.data() + at));
    if (found == by_beginning_.end()) continue;
    for (const auto& [length, hashes] : found->second)
      if (at + length <= text.size() && is_whole_word(text, at, length) &&
          hashes.contains(hash_of(text.substr(at, length))))
        return true;
  }
  return false;
}

}  // namespace patchbay::core
