// Finds fields as an import finds columns.
#include "cli/remote/assignments.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/transfer/cell_values.h"
#include "base/result.h"
#include "base/text.h"
#include "base/uuid.h"
#include "cli/remote/field_names.h"
#include "cli/user.h"
#include "doors/door.h"
#include "doors/native/customers/customer_json.h"
#include "doors/native/customers/value_json.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

using Kind = Column::Kind;

// The door whose spelling `name` is; empty if it is none.
std::string door_of(const std::string& name) {
  for (const doors::Door* each : doors::all_doors()) {
    if (!each->tables) continue;
    ColumnOptions options;
    options.door = each->name;
    const auto finder = ColumnFinder::make(std::move(options));
    const auto found = finder ? finder->find(name) : std::nullopt;
    if (found && found->kind != Kind::ignored) return std::string(each->name);
  }
  return {};
}

// `door`: whose names may be used, if any.
std::string no_such_field(const std::string& name, const std::string& door) {
  const std::string quoted = '"' + name + '"';
  if (const std::string other = door_of(name); !other.empty())
    return quoted + " is a name of the door " + other +
           (door.empty() ? ": say --names " + other : ", and not of " + door);
  const std::string near = nearest_field(name, settable_names(name));
  return quoted + " is the name of no field" + (near.empty() ? "" : "; the nearest is " + near);
}

// Whether the field is one of those that the store seals.
bool is_secret(const Column& column) {
  const bool is_value = column.kind == Kind::field || column.kind == Kind::spelled;
  return is_value && row(column.target.field).secret();
}

Answer<Assignment> parse_secret(const ColumnFinder& finder, const std::string& name,
                                const std::string& door) {
  auto column = finder.find(name);
  if (!column) return fail(no_such_field(name, door));
  if (!is_secret(*column))
    return fail("--secret " + name + ": say " + name + "=VALUE, it is no secret");
  const std::string text = read_secret(name.c_str());
  if (text.empty()) return fail("--secret " + name + ": no value was given");
  return Assignment{.column = *std::move(column), .value = wire::Tree(text)};
}

Answer<Assignment> parse_one(const ColumnFinder& finder, const std::string& text,
                             const std::string& door) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    return fail("\"" + text + "\" must be NAME=VALUE, or NAME:=JSON");
  const bool is_json = text[equals - 1] == ':';
  const std::string name = text.substr(0, is_json ? equals - 1 : equals);
  const std::string value = text.substr(equals + 1);
  auto column = finder.find(name);
  if (!column) return fail(no_such_field(name, door));
  if (column->kind == Kind::id || column->kind == Kind::uuid || column->kind == Kind::version)
    return fail(name + " cannot be set; with --if-version a change is made only at a version");
  if (is_secret(*column) && !value.empty())
    return fail(name + " is a secret, and would stand in the history of the shell: say --secret " +
                name + ", which asks for it or reads it from standard input");
  Assignment out{.column = *std::move(column), .value = {}};
  if (is_json || out.column.kind == Kind::parts) {
    auto tree = wire::json::parse(value);
    if (!tree) return fail(name + " must be JSON: " + tree.error().what);
    out.value = *std::move(tree);
    return out;
  }
  if (out.column.kind == Kind::spelled) {
    out.value = wire::Tree(value);
    return out;
  }
  const Field field = out.column.kind == Kind::parent ? Field::parent : out.column.target.field;
  out.value = cell_tree(row(field).rule, value);
  // The server refuses other text than a number, in its words.
  if (out.value.number() && !parse_whole(value)) out.value = wire::Tree(value);
  return out;
}

core::FieldEdit edit_of_assignment(const Assignment& one) {
  if (one.column.kind == Kind::spelled) return spelled_edit(one.column, one.value);
  return doors::native::to_edit(one.column.target.field, one.column.target.part, one.value,
                                one.column.name);
}

// The value in the native API's JSON, also if a door's spelling was used.
Answer<wire::Tree> native_value(const Assignment& one) {
  if (one.column.kind != Kind::spelled) return one.value;
  const core::FieldEdit edit = spelled_edit(one.column, one.value);
  if (edit.objection) return fail(one.column.name + ' ' + *edit.objection);
  if (edit.target.lens != Lens::field)
    return fail(one.column.name + " stands for more than one field: use `patchbay as`, or set " +
                std::string(row(edit.target.field).key));
  if (const auto* value = std::get_if<Value>(&edit.edit))
    return doors::native::to_json(edit.target.field, *value);
  return wire::Tree(wire::Null{});
}

struct SlotOfPart {
  PartRef::Mode mode;
  std::string_view member;
  wire::Tree value;
};

// What distinguishes the part that a name such as "addresses/main" stands for.
std::optional<SlotOfPart> slot_of(const PartRef& part) {
  switch (part.mode) {
    case PartRef::Mode::slot_main:
      return SlotOfPart{part.mode, "type", wire::Tree("main")};
    case PartRef::Mode::slot_delivery:
      return SlotOfPart{part.mode, "type", wire::Tree("delivery")};
    case PartRef::Mode::slot_billing:
      return SlotOfPart{part.mode, "type", wire::Tree("billing")};
    case PartRef::Mode::slot_primary:
      return SlotOfPart{part.mode, "primary", wire::Tree(true)};
    case PartRef::Mode::none:
    case PartRef::Mode::known:
    case PartRef::Mode::or_first:
    case PartRef::Mode::or_new:
    case PartRef::Mode::fresh:
      break;
  }
  return std::nullopt;
}

std::int64_t ordinal_of(const wire::Tree& part) {
  const wire::Tree* const found = part.find("ordinal");
  return found && found->number() ? parse_whole(found->number()->text).value_or(0) : 0;
}

// The id of the oldest part that the slot names; empty if the customer has none.
std::string find_part_id(const wire::Tree& parts, const SlotOfPart& slot) {
  const std::pair<std::string, wire::Tree>* best = nullptr;
  if (parts.object())
    for (const auto& each : *parts.object()) {
      const wire::Tree* const has = each.second.find(slot.member);
      if (!has || !(*has == slot.value)) continue;
      if (!best || ordinal_of(each.second) < ordinal_of(best->second)) best = &each;
    }
  return best ? best->first : std::string();
}

// The object `name` of `tree`, made if it is missing.
wire::Tree& member_object(wire::Tree& tree, const std::string& name) {
  if (!tree.find(name)) tree.set(name, wire::Tree(wire::Object{}));
  for (auto& [key, value] : *tree.object())
    if (key == name) return value;
  return tree;  // cannot be: it was just set
}

void set_in_part(wire::Tree& patch, const Assignment& one, wire::Tree value,
                 const wire::Tree& customer, Random& random) {
  const FieldRow& field = row(one.column.target.field);
  const std::string section(word(field.section));
  const PartRef& part = one.column.target.part;
  wire::Tree& parts = member_object(patch, section);
  const auto slot = slot_of(part);
  std::string id = part.id.text();
  bool is_new = false;
  if (slot) {
    const wire::Tree* const present = customer.find(section);
    id = present ? find_part_id(*present, *slot) : std::string();
    if (id.empty()) id = find_part_id(parts, *slot);  // made by an earlier assignment
    is_new = id.empty();
    if (is_new) id = Uuid::make(random).text();
  }
  wire::Tree& own = member_object(parts, id);
  if (is_new && slot) own.set(std::string(slot->member), slot->value);
  own.set(std::string(field.key), std::move(value));
}

}  // namespace

void TypedValues::add_to(CLI::App& command, const std::string& meaning) {
  command.add_option("values", values, meaning);
  command
      .add_option(
          "--secret", secrets,
          "A field that is kept secret, whose value is asked for or read from standard input")
      ->type_name("NAME")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

Answer<std::vector<Assignment>> parse_assignments(const TypedValues& typed,
                                                  const std::string& door) {
  ColumnOptions options;
  options.door = door;
  const auto finder = ColumnFinder::make(std::move(options));
  if (!finder) return fail(finder.error());
  std::vector<Assignment> out;
  for (const std::string& each : typed.values) out.push_back(TRY(parse_one(*finder, each, door)));
  for (const std::string& each : typed.secrets)
    out.push_back(TRY(parse_secret(*finder, each, door)));
  for (std::size_t i = 0; i < out.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (out[j].column.meaning() == out[i].column.meaning())
        return fail(out[j].column.name + " and " + out[i].column.name + " are the same field");
  return out;
}

Answer<wire::Tree> merge_patch_of(const std::vector<Assignment>& assignments,
                                  const wire::Tree& customer, Random& random) {
  wire::Tree patch{wire::Object{}};
  for (const Assignment& each : assignments) {
    wire::Tree value = TRY(native_value(each));
    if (each.column.kind == Kind::parts || each.column.kind == Kind::parent)
      patch.set(each.column.meaning(), std::move(value));
    else if (section_of(each.column.target.field) == Section::customer)
      patch.set(std::string(row(each.column.target.field).key), std::move(value));
    else
      set_in_part(patch, each, std::move(value), customer, random);
  }
  return patch;
}

Answer<std::vector<core::FieldEdit>> edits_of_assignments(
    const std::vector<Assignment>& assignments) {
  std::vector<core::FieldEdit> out;
  for (const Assignment& each : assignments) {
    if (each.column.kind == Kind::parts || each.column.kind == Kind::parent)
      return fail(each.column.name + " cannot be set through a dialect: name single fields");
    core::FieldEdit edit = edit_of_assignment(each);
    if (edit.objection) return fail(each.column.name + ' ' + *edit.objection);
    out.push_back(std::move(edit));
  }
  return out;
}

}  // namespace patchbay::app
