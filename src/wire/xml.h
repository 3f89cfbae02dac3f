// XML 1.0 documents as a tree of elements, read by Expat. Every DOCTYPE is refused.
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
  std::string text;  // all character data directly inside, with CDATA, untrimmed
  std::vector<Element> children;

  [[nodiscard]] const std::string* attribute(std::string_view key) const;
  [[nodiscard]] const Element* child(std::string_view key) const;  // the first child of that name
  bool operator==(const Element&) const = default;
};

struct Bounds {
  int depth_max = 32;
  std::size_t elements_max = 20'000;  // attributes count too
  std::size_t attributes_max = 100;   // per element
};

// Why a document cannot be read. `root_attributes` and `root` hold what was read of the root
// element before the error, so that a reply can still carry its correlation id.
struct XmlError {
  ParseError parse_error;
  std::string root;
  std::vector<std::pair<std::string, std::string>> root_attributes;
};

// Reads one document in the encoding that its bytes, `charset` (of a Content-Type; may be empty) or
// its declaration give; see encoding.h. Refuses a DOCTYPE, an undefined entity, U+0000, an unknown
// encoding, bytes that are invalid in the encoding, and anything above the bounds. Skips comments
// and processing instructions.
[[nodiscard]] std::expected<Element, XmlError> parse(std::string_view text, Bounds bounds = {},
                                                     std::string_view charset = {});

// `text` with & < > " ' and carriage return escaped (the last two as &#39; and &#13;). Characters
// that XML 1.0 cannot carry are left out.
[[nodiscard]] std::string escape(std::string_view text);

}  // namespace patchbay::wire::xml
