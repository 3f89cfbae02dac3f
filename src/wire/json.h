// Converts JSON text (RFC 8259, strict) to and from a Tree.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/parse_error.h"
#include "wire/tree.h"

namespace patchbay::wire::json {

struct Bounds {
  int depth_max = 32;
  std::size_t nodes_max = 20'000;
};

// Reads one document. Refuses what RFC 8259 refuses, invalid UTF-8, lone surrogates, U+0000 in a
// string or key, a byte order mark, a duplicate key in an object (`where` of the error names it as
// a path: "address[0].title"), and anything above the bounds.
[[nodiscard]] std::expected<Tree, ParseError> parse(std::string_view text, Bounds bounds = {});

// Writes without insignificant white space. Numbers are written as stored. Text must be valid UTF-8
// and is written as UTF-8 with only the escapes that RFC 8259 demands: `<`, `>`, `&`, U+2028 and
// U+2029 are not escaped.
[[nodiscard]] std::string write(const Tree& tree);
// The same, indented by two spaces.
[[nodiscard]] std::string write_pretty(const Tree& tree);
// `text` as a JSON string literal with its quotes.
[[nodiscard]] std::string quote(std::string_view text);

}  // namespace patchbay::wire::json
