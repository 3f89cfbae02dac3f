// Values by their first four bytes, so that each place of a text is looked at once.
#include "core/change/mentions.h"

#include <algorithm>
#include <cstring>

namespace patchbay::core {
namespace {

std::uint32_t beginning_of(const char* text) {
  std::uint32_t out = 0;
  std::memcpy(&out, text, sizeof out);
  return out;
}
static_assert(Mentions::kBytesMin == sizeof(std::uint32_t));

std::string as_json(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string as_xml(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        out += c;
    }
  return out;
}

bool is_plain_in_forms(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string as_form(std::string_view text, std::string_view space) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (is_plain_in_forms(c))
      out += c;
    else if (c == ' ')
      out += space;
    else
      out.append({'%', kDigits[code >> 4], kDigits[code & 0xF]});
  }
  return out;
}

}  // namespace

void Mentions::add(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) add_text(*text);
  if (const auto* list = std::get_if<List>(&value))
    for (const auto& line : *list)
      for (const std::string& cell : line) add_text(cell);
}

void Mentions::add_text(std::string_view text) {
  if (text.size() < kBytesMin) return;
  add_form(std::string(text));
  add_form(as_json(text));
  add_form(as_xml(text));
  add_form(as_form(text, "%20"));
  add_form(as_form(text, "+"));
}

void Mentions::add_form(std::string text) {
  std::vector<std::string>& known = by_beginning_[beginning_of(text.data())];
  if (std::ranges::find(known, text) == known.end()) known.push_back(std::move(text));
}

bool Mentions::in(std::string_view text) const {
  for (std::size_t at = 0; at + kBytesMin <= text.size(); ++at) {
    const auto found = by_beginning_.find(beginning_of(text.data() + at));
    if (found == by_beginning_.end()) continue;
    const std::string_view rest = text.substr(at);
    if (std::ranges::any_of(found->second,
                            [&](const std::string& each) { return rest.starts_with(each); }))
      return true;
  }
  return false;
}

}  // namespace patchbay::core
