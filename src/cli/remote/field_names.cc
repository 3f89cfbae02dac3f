// Names by the table of fields.
#include "cli/remote/field_names.h"

#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "base/uuid.h"
#include "cli/remote/shown.h"
#include "record/field/field.h"

namespace patchbay::app {
namespace {

// A part that has a name: the member that makes it so, and its value.
struct NamedPart {
  Section section;
  std::string_view name;
  std::string_view member;
  std::string_view value;
};
constexpr NamedPart kParts[] = {{Section::address, "main", "type", "main"},
                                {Section::address, "delivery", "type", "delivery"},
                                {Section::address, "billing", "type", "billing"},
                                {Section::contact, "primary", "primary", "true"}};

void add_fields_of(Section section, const std::string& prefix, std::vector<std::string>& out) {
  for (const FieldRow& each : field_rows(section))
    if (each.sensitivity != Sensitivity::server) out.push_back(prefix + std::string(each.key));
}

std::string prefix_of(Section section, std::string_view part) {
  return std::string(word(section)) + '/' + std::string(part) + '/';
}

void add_fields_of_parts(std::vector<std::string>& out) {
  for (const NamedPart& each : kParts)
    add_fields_of(each.section, prefix_of(each.section, each.name), out);
}

std::vector<std::string> shown_names() {
  std::vector<std::string> out = {"id", "uuid", "parent", "version", "addresses", "contacts"};
  for (const FieldRow& each : field_rows(Section::customer)) out.emplace_back(each.key);
  add_fields_of_parts(out);
  return out;
}

}  // namespace

std::vector<std::string> settable_names(std::string_view name) {
  const auto pieces = split(name, '/');
  std::vector<std::string> out;
  if (pieces.size() == 1) {
    out = {"parent", "addresses", "contacts"};
    add_fields_of(Section::customer, "", out);
  } else if (pieces.size() == 3 && Uuid::parse(pieces[1])) {
    for (const Section each : {Section::address, Section::contact})
      add_fields_of(each, prefix_of(each, pieces[1]), out);
  } else {
    add_fields_of_parts(out);
  }
  return out;
}

std::string nearest_field(std::string_view name, const std::vector<std::string>& known) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  return std::string(nearest(name, views));
}

Answer<std::vector<std::string>> shown_fields(std::string_view names) {
  const std::vector<std::string> known = shown_names();
  std::vector<std::string> out;
  for (const std::string_view each : split(names, ',')) {
    const std::string& name = out.emplace_back(trim(each));
    if (std::ranges::find(known, name) != known.end()) continue;
    const std::string near = nearest_field(name, known);
    return fail("--fields has \"" + name + "\", which is nothing that a customer has" +
                (near.empty() ? "" : "; the nearest is " + near));
  }
  return out;
}

std::string shown_field(const wire::Tree& customer, std::string_view name) {
  const auto pieces = split(name, '/');
  if (pieces.size() != 3) return member_text(customer, name);
  const wire::Tree* const parts = customer.find(pieces[0]);
  if (!parts || !parts->object()) return {};
  for (const NamedPart& named : kParts) {
    if (word(named.section) != pieces[0] || named.name != pieces[1]) continue;
    for (const auto& [id, part] : *parts->object())
      if (member_text(part, named.member) == named.value) return member_text(part, pieces[2]);
  }
  return {};
}

}  // namespace patchbay::app
