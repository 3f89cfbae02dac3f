// Scans markup: skips comments, CDATA and processing instructions, and examines tags.
#include "wire/xml_tags.h"

#include <array>
#include <utility>

namespace patchbay::wire::xml {
namespace {

constexpr auto kNowhere = std::string_view::npos;

// Constructs that begin with '<' and are not start tags, with the text that ends each. Longer
// beginnings come first.
constexpr auto kPassedOver = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<!", ">"}, {"<?", "?>"}, {"</", ">"}});

bool is_passed_over(std::string_view text, std::size_t at, std::size_t& behind) {
  for (const auto& [begin, end] : kPassedOver)
    if (text.substr(at, begin.size()) == begin) {
      behind = text.find(end, at + begin.size());
      return true;
    }
  return false;
}

// The number of attributes of a tag, counted by the '=' outside quotes, and the offset after the
// tag.
struct Tag {
  std::size_t attributes = 0;
  std::size_t behind = kNowhere;
};

Tag tag_at(std::string_view text, std::size_t offset, std::size_t attributes_max) {
  Tag out;
  while (out.attributes <= attributes_max) {
    offset = text.find_first_of("=>\"'", offset);
    if (offset == kNowhere) break;
    const char found = text[offset++];
    if (found == '>') return {out.attributes, offset};
    if (found == '=') {
      ++out.attributes;
      continue;
    }
    offset = text.find(found, offset);
    if (offset == kNowhere) break;
    ++offset;
  }
  return out;
}

}  // namespace

std::optional<std::size_t> find_crowded_tag(std::string_view text, std::size_t attributes_max) {
  for (std::size_t at = text.find('<'); at != kNowhere; at = text.find('<', at)) {
    std::size_t behind = kNowhere;
    if (!is_passed_over(text, at, behind)) {
      const Tag tag = tag_at(text, at, attributes_max);
      if (tag.attributes > attributes_max) return at;
      behind = tag.behind;
    }
    at = behind;
    if (at == kNowhere) break;
  }
  return std::nullopt;
}

}  // namespace patchbay::wire::xml
