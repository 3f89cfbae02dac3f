// XML 1.0 documents as a tree of elements, read by Expat with every DOCTYPE refused.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/parse_error.h"

namespace patchbay::wire::xml {

struct Element {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;  // in document order
  std::string text;  // all character data directly inside, CDATA included, untrimmed
  std::vector<Element> children;

  [[nodiscard]] const std::string* attribute(std::string_view key) const;
  [[nodiscard]] const Element* child(std::string_view key) const;  // the first of that name
  bool operator==(const Element&) const = default;
};

struct Bounds {
  int depth_max = 32;
  std::size_t elements_max = 20'000;  // attributes count too
  std::size_t attributes_max = 100;   // of one element
};

// What could not be read: `root_attributes` and `root` hold what had been read of the root element
// by then, so that a reply can still carry its correlation id.
struct XmlError {
  ParseError parse_error;
  std::string root;
  std::vector<std::pair<std::string, std::string>> root_attributes;
};

// Reads one document in the encoding that its bytes, `charset` (of a Content-Type; or empty) or
// its declaration say; see encoding.h. A DOCTYPE, an undefined entity, U+0000, an encoding that is
// not known, bytes that mean nothing in it, or anything past the bounds is refused. Comments and
// processing instructions are passed over.
[[nodiscard]] std::expected<Element, XmlError> parse(std::string_view text, Bounds bounds = {},
                                                     std::string_view charset = {});

// `text` with & < > " ' and carriage return escaped (the last two as &#39; and &#13;), and
// characters that XML 1.0 cannot carry left out.
[[nodiscard]] std::string escape(std::string_view text);

}  // namespace patchbay::wire::xml
