// Writes the tokens of JSON text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json_plain_run.h"

namespace patchbay {

// How bytes below 0x20 are escaped: as letters if RFC 8259 has one (`\n`), or always by their
// number (`\u000a`).
enum class JsonEscapes : std::uint8_t { letters, numbers };

// Appends `text` with its escapes and without quotes around it.
void append_json_escaped(std::string& out, std::string_view text, JsonEscapes escapes);

// Appends `text`, which must be valid UTF-8, as a string with its quotes. Only quotes, backslashes
// and bytes below 0x20 are escaped.
inline void append_json_text(std::string& out, std::string_view text, JsonEscapes escapes) {
  out += '"';
  const std::size_t plain = json_plain_run(text).length;
  out.append(text, 0, plain);
  if (plain != text.size()) append_json_escaped(out, text.substr(plain), escapes);
  out += '"';
}

void append_json_whole(std::string& out, std::int64_t number);

}  // namespace patchbay
