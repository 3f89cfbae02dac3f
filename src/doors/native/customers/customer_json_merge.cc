// Reads a merge patch of a customer.
#include "base/text.h"
#include "doors/native/customers/customer_json.h"
#include "doors/native/customers/value_json.h"
#include "doors/shared/spelling.h"

namespace patchbay::doors::native {
namespace {

using wire::Object;
using wire::Tree;

constexpr const char* kNotHere = "cannot be changed here";

std::vector<std::string_view> make_keys(Section section) {
  std::vector<std::string_view> out;
  for (const FieldRow& each : field_rows(section)) out.push_back(each.key);
  if (section == Section::customer)
    out.insert(out.end(), {"id", "uuid", "version", "addresses", "contacts", "resolved"});
  return out;
}

std::span<const std::string_view> keys_of(Section section) {
  static const std::vector<std::string_view> kAll[] = {
      make_keys(Section::customer), make_keys(Section::address), make_keys(Section::contact)};
  return kAll[static_cast<std::size_t>(section)];
}

core::FieldEdit fixed(Lens lens, Edit edit, std::string_view name) {
  return {.target = {.lens = lens},
          .edit = std::move(edit),
          .field = std::string(name),
          .objection = kNotHere};
}

// The edit of a number that can only keep its current value.
core::FieldEdit fixed_number(Lens lens, const Tree& tree, std::string_view name) {
  const auto number = tree.number() ? parse_whole(tree.number()->text) : std::nullopt;
  return fixed(lens, number ? Edit{Value{*number}} : Edit{Value{std::string("?")}}, name);
}

Problem unknown(const std::string& name, Section section, std::size_t before) {
  if (before >= kProblemsShown) return unknown_field(name, {});
  return unknown_field(name, keys_of(section));
}

void read_part(Section section, const std::string& id, const Tree& tree, std::size_t before,
               core::Edits& out) {
  const std::string name = std::string(word(section)) + '/' + id;
  const auto uuid = Uuid::parse(id);
  if (!uuid) {
    out.problems.push_back({ErrorKind::invalid, name, "must be keyed by a UUID",
                            static_cast<int>(first_field(section))});
    return;
  }
  const PartRef part{.mode = PartRef::Mode::or_new, .id = *uuid};
  if (tree.is_null()) {
    out.edits.push_back(
        {.target = {.lens = Lens::part, .field = first_field(section), .part = part},
         .edit = Clear{},
         .field = name});
    return;
  }
  if (!tree.object()) {
    out.problems.push_back({ErrorKind::invalid, name,
                            "must be an object or null, not " + std::string(tree.kind()),
                            static_cast<int>(first_field(section))});
    return;
  }
  for (const auto& [key, value] : *tree.object()) {
    if (const auto field = find_field(section, key))
      out.edits.push_back(to_edit(*field, part, value, name + '/' + key));
    else
      out.problems.push_back(unknown(name + '/' + key, section, before + out.problems.size()));
  }
}

void read_parts(Section section, const Tree& tree, std::size_t before, core::Edits& out) {
  if (tree.is_null()) {
    out.edits.push_back({.target = {.lens = Lens::parts, .field = first_field(section)},
                         .edit = Clear{},
                         .field = std::string(word(section))});
    return;
  }
  if (!tree.object()) {
    out.problems.push_back({ErrorKind::invalid, std::string(word(section)),
                            "must be an object keyed by UUID, not " + std::string(tree.kind()),
                            static_cast<int>(first_field(section))});
    return;
  }
  for (const auto& [id, part] : *tree.object()) read_part(section, id, part, before, out);
}

}  // namespace

core::Edits read_patch(const wire::Object& patch, std::size_t before) {
  core::Edits out;
  for (const auto& [key, value] : patch) {
    if (key == "id") {
      out.edits.push_back(fixed_number(Lens::id, value, key));
    } else if (key == "version") {
      out.edits.push_back(fixed_number(Lens::version, value, key));
    } else if (key == "uuid") {
      const std::string text = value.text() ? *value.text() : "?";
      out.edits.push_back(fixed(Lens::uuid, Value{text}, key));
    } else if (key == "parent" && value.is_null()) {
      // The root has no parent.
      out.edits.push_back(to_edit(Field::parent, {}, Tree(0), key));
    } else if (key == "resolved") {
      // Computed members that a read shows in addition to the record.
      continue;
    } else if (key == "addresses") {
      read_parts(Section::address, value, before, out);
    } else if (key == "contacts") {
      read_parts(Section::contact, value, before, out);
    } else if (const auto field = find_field(Section::customer, key)) {
      out.edits.push_back(to_edit(*field, {}, value, key));
    } else {
      out.problems.push_back(unknown(key, Section::customer, before + out.problems.size()));
    }
  }
  return out;
}

}  // namespace patchbay::doors::native
