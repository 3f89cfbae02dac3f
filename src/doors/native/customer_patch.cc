// Reading a merge patch of a customer.
#include "base/text.h"
#include "doors/native/customer_json.h"
#include "doors/native/value_json.h"
#include "doors/spelling.h"

namespace patchbay::doors::native {
namespace {

using wire::Object;
using wire::Tree;

constexpr const char* kNotHere = "cannot be changed here";

std::vector<std::string_view> make_keys(Home home) {
  std::vector<std::string_view> out;
  for (const FieldRow& each : field_rows(home)) out.push_back(each.key);
  if (home == Home::customer)
    out.insert(out.end(), {"id", "uuid", "version", "addresses", "contacts", "resolved"});
  return out;
}

std::span<const std::string_view> keys_of(Home home) {
  static const std::vector<std::string_view> kAll[] = {
      make_keys(Home::customer), make_keys(Home::address), make_keys(Home::contact)};
  return kAll[static_cast<std::size_t>(home)];
}

core::Wish fixed(Lens lens, Edit edit, std::string_view name) {
  return {.target = {.lens = lens},
          .edit = std::move(edit),
          .field = std::string(name),
          .complaint = kNotHere};
}

// A number that can only be what it is.
core::Wish fixed_number(Lens lens, const Tree& tree, std::string_view name) {
  const auto number = tree.number() ? parse_whole(tree.number()->text) : std::nullopt;
  return fixed(lens, number ? Edit{Value{*number}} : Edit{Value{std::string("?")}}, name);
}

Problem unknown(const std::string& name, Home home, std::size_t before) {
  if (before >= kProblemsTold) return unknown_field(name, {});
  return unknown_field(name, keys_of(home));
}

void read_part(Home home, const std::string& id, const Tree& tree, std::size_t before,
               core::Wished& out) {
  const std::string name = std::string(word(home)) + '/' + id;
  const auto uuid = Uuid::parse(id);
  if (!uuid) {
    out.problems.push_back(
        {Wrong::invalid, name, "must be keyed by a UUID", static_cast<int>(first_field(home))});
    return;
  }
  const PartRef part{.how = PartRef::How::or_new, .id = *uuid};
  if (tree.is_null()) {
    out.wishes.push_back({.target = {.lens = Lens::part, .field = first_field(home), .part = part},
                          .edit = Clear{},
                          .field = name});
    return;
  }
  if (!tree.object()) {
    out.problems.push_back({Wrong::invalid, name,
                            "must be an object or null, not " + std::string(tree.kind()),
                            static_cast<int>(first_field(home))});
    return;
  }
  for (const auto& [key, value] : *tree.object()) {
    if (const auto field = field_named(home, key))
      out.wishes.push_back(to_wish(*field, part, value, name + '/' + key));
    else
      out.problems.push_back(unknown(name + '/' + key, home, before + out.problems.size()));
  }
}

void read_parts(Home home, const Tree& tree, std::size_t before, core::Wished& out) {
  if (tree.is_null()) {
    out.wishes.push_back({.target = {.lens = Lens::parts, .field = first_field(home)},
                          .edit = Clear{},
                          .field = std::string(word(home))});
    return;
  }
  if (!tree.object()) {
    out.problems.push_back({Wrong::invalid, std::string(word(home)),
                            "must be an object keyed by UUID, not " + std::string(tree.kind()),
                            static_cast<int>(first_field(home))});
    return;
  }
  for (const auto& [id, part] : *tree.object()) read_part(home, id, part, before, out);
}

}  // namespace

core::Wished read_patch(const wire::Object& patch, std::size_t before) {
  core::Wished out;
  for (const auto& [key, value] : patch) {
    if (key == "id") {
      out.wishes.push_back(fixed_number(Lens::id, value, key));
    } else if (key == "version") {
      out.wishes.push_back(fixed_number(Lens::version, value, key));
    } else if (key == "uuid") {
      const std::string text = value.text() ? *value.text() : "?";
      out.wishes.push_back(fixed(Lens::uuid, Value{text}, key));
    } else if (key == "parent" && value.is_null()) {
      // The root stands below nothing.
      out.wishes.push_back(to_wish(Field::parent, {}, Tree(0), key));
    } else if (key == "resolved") {
      // What a read shows beside the record follows from it.
      continue;
    } else if (key == "addresses") {
      read_parts(Home::address, value, before, out);
    } else if (key == "contacts") {
      read_parts(Home::contact, value, before, out);
    } else if (const auto field = field_named(Home::customer, key)) {
      out.wishes.push_back(to_wish(*field, {}, value, key));
    } else {
      out.problems.push_back(unknown(key, Home::customer, before + out.problems.size()));
    }
  }
  return out;
}

}  // namespace patchbay::doors::native
