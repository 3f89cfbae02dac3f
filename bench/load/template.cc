// Splits a template at its placeholders and fills them in.
#include "load/template.h"

#include <array>
#include <charconv>

namespace patchbay::bench {
namespace {

std::string_view head_of(std::string_view text) { return text.substr(0, text.find("\n\n")); }

std::string_view body_of(std::string_view text) {
  const auto end = text.find("\n\n");
  return end == std::string_view::npos ? std::string_view{} : text.substr(end + 2);
}

std::string with_line_ends(std::string_view head) {
  std::string out;
  for (const char c : head) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out + "\r\n";
}

void append_number(std::int64_t number, std::size_t width, std::string& out) {
  std::array<char, 24> digits{};
  const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  const auto length = static_cast<std::size_t>(end - digits.data());
  if (length < width) out.append(width - length, '0');
  out.append(digits.data(), length);
}

// The number in fifteen digits, in base64.
void append_base64(std::int64_t number, std::string& out) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string digits;
  append_number(number, 15, digits);
  for (std::size_t i = 0; i + 2 < digits.size(); i += 3) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(digits[i + at]); };
    const unsigned bits = static_cast<unsigned>(byte(0)) << 16U |
                          static_cast<unsigned>(byte(1)) << 8U | static_cast<unsigned>(byte(2));
    for (const unsigned shift : {18U, 12U, 6U, 0U}) out += kLetters[bits >> shift & 63U];
  }
}

}  // namespace

Template::Template(std::string_view text) {
  constexpr std::pair<std::string_view, Place> kPlaces[] = {
      {"{id}", Place::id},     {"{uuid}", Place::uuid},         {"{padded}", Place::padded},
      {"{turn}", Place::turn}, {"{padded64}", Place::padded64}, {"{turn64}", Place::turn64},
  };
  std::string before;
  while (!text.empty()) {
    Place place = Place::none;
    for (const auto& [name, each] : kPlaces)
      if (text.starts_with(name)) {
        place = each;
        text.remove_prefix(name.size());
        break;
      }
    if (place == Place::none) {
      before += text.front();
      text.remove_prefix(1);
    } else {
      pieces_.push_back({std::move(before), place});
      before.clear();
    }
  }
  pieces_.push_back({std::move(before), Place::none});
}

void Template::render(const Turn& turn, std::string& out) const {
  for (const auto& [before, place] : pieces_) {
    out += before;
    switch (place) {
      case Place::none:
        break;
      case Place::id:
        append_number(turn.id, 0, out);
        break;
      case Place::uuid:
        out += "00000000-0000-4000-8000-";
        append_number(turn.id, 12, out);
        break;
      case Place::padded:
        append_number(turn.id, 15, out);
        break;
      case Place::turn:
        append_number(turn.turn, 0, out);
        break;
      case Place::padded64:
        append_base64(turn.id, out);
        break;
      case Place::turn64:
        append_base64(turn.turn, out);
        break;
    }
  }
}

RequestTemplate::RequestTemplate(std::string_view text)
    : RequestTemplate(head_of(text), body_of(text)) {}

RequestTemplate::RequestTemplate(std::string_view head, std::string_view body)
    : head_(with_line_ends(head)), body_(body), has_body_(!body.empty()) {}

void RequestTemplate::render(const Turn& turn, std::string& out) const {
  out.clear();
  head_.render(turn, out);
  if (!has_body_) {
    out += "\r\n";
    return;
  }
  thread_local std::string body;
  body.clear();
  body_.render(turn, body);
  out += "Content-Length: ";
  append_number(static_cast<std::int64_t>(body.size()), 0, out);
  out += "\r\n\r\n";
  out += body;
}

}  // namespace patchbay::bench
