// XML: an element that was read, written again with escape(), reads as the same element; no
// document with a DOCTYPE is read.
#include "base/utf8.h"
#include "must.h"
#include "wire/xml.h"

using patchbay::fuzz::must;
using patchbay::fuzz::text_of;
namespace xml = patchbay::wire::xml;

namespace {

// A reader takes a line break or tab in an attribute for a space unless it is a reference.
std::string escape_attribute(std::string_view text) {
  std::string out;
  for (const char c : xml::escape(text)) {
    if (c == '\n' || c == '\t')
      out += c == '\n' ? "&#10;" : "&#9;";
    else
      out += c;
  }
  return out;
}

// The text comes before the children; where it stood between them is not kept.
std::string write(const xml::Element& element) {
  std::string out = '<' + element.name;
  for (const auto& [key, value] : element.attributes)
    out += ' ' + key + "=\"" + escape_attribute(value) + '"';
  out += '>' + xml::escape(element.text);
  for (const xml::Element& child : element.children) out += write(child);
  return out + "</" + element.name + '>';
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto root = xml::parse(text_of(data, size));
  if (!root) {
    must(!root.error().parse_error.what.empty() && root.error().parse_error.offset <= size);
    return 0;
  }
  must(patchbay::utf8::is_valid(text_of(data, size)));
  const auto again = xml::parse(write(*root));
  must(again && *again == *root);
  return 0;
}
