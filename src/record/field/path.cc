// Conversion of paths to and from text.
#include "record/field/path.h"

#include "record/value/unassigned.h"

namespace patchbay {

std::string text(const Path& path) {
  const FieldRow& entry = row(path.field);
  if (entry.section == Section::customer) return std::string(entry.key);
  std::string out(word(entry.section));
  out += '/';
  out += part_text(path.part);
  out += '/';
  return out += entry.key;
}

std::optional<Path> parse_path(std::string_view text) {
  for (const Section section : {Section::address, Section::contact}) {
    const std::string_view prefix = word(section);
    if (!text.starts_with(prefix) || text.substr(prefix.size(), 1) != "/") continue;
    const std::string_view rest = text.substr(prefix.size() + 1);
    const std::size_t end = rest.find('/');
    if (end == std::string_view::npos) return std::nullopt;
    const auto part = parse_part(rest.substr(0, end));
    const auto field = find_field(section, rest.substr(end + 1));
    if (!part || !field) return std::nullopt;
    return Path{*field, *part};
  }
  const auto field = find_field(Section::customer, text);
  if (!field) return std::nullopt;
  return Path{*field, {}};
}

}  // namespace patchbay
