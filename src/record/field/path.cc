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
    if (!text.starts_with(prefix) || text.size() < prefix.size() + 39) continue;
    if (text[prefix.size()] != '/' || text[prefix.size() + 37] != '/') return std::nullopt;
    const auto part = Uuid::parse(text.substr(prefix.size() + 1, 36));
    const auto field = find_field(section, text.substr(prefix.size() + 38));
    if (!part || !field) return std::nullopt;
    return Path{*field, *part};
  }
  const auto field = find_field(Section::customer, text);
  if (!field) return std::nullopt;
  return Path{*field, {}};
}

}  // namespace patchbay
