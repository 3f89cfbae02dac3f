// Converts properties to edits, and reports unknown names and contradictions.
#include "doors/everlytic/property_reader.h"

#include <algorithm>

#include "doors/everlytic/fields.h"

namespace patchbay::doors::everlytic {
namespace {

using EditList = std::vector<core::FieldEdit>;

// An edit that can never equal the current value, so that its objection is always reported.
Edit impossible_edit() { return Value(List{{}}); }

const core::FieldEdit* find_edit(const EditList& edits, std::string_view name) {
  const auto found = std::ranges::find(edits, name, &core::FieldEdit::field);
  return found == edits.end() ? nullptr : &*found;
}

// Whether `deleted` and `status` contradict each other.
bool contradict(const core::FieldEdit& deleted, const core::FieldEdit& status) {
  if (deleted.objection || status.objection) return false;
  const bool by_status = status.edit == Edit{Value{std::string("deleted")}};
  return (deleted.edit == Edit{Value{true}}) != by_status;
}

// The kind of a value, for messages. For the types of XML-RPC that xmlrpc.h turns into objects with
// one member, the type name that the sender knows.
std::string_view kind_of(const wire::Tree& value) {
  const wire::Object* members = value.object();
  if (members && members->size() == 1)
    for (const std::string_view type : {"base64", "dateTime.iso8601"})
      if (members->front().first == type) return type;
  return value.kind();
}

}  // namespace

core::FieldEdit edit_of(const Spelling& row, const wire::Tree& value) {
  core::FieldEdit field_edit;
  if (value.is_null())
    field_edit = clear_edit(row, row.name);
  else if (const std::string* text = value.text())
    field_edit = parse_edit(row, *text, row.name);
  else if (const wire::Number* number = value.number(); number && is_integer(row))
    field_edit = parse_edit(row, number->text, row.name);
  else
    field_edit =
        wrong_kind(row, row.name, is_integer(row) ? "a whole number" : "a string", kind_of(value));
  const bool clears = std::holds_alternative<Clear>(field_edit.edit);
  // The property is yes or no, so an empty value never equals the current one.
  if (row.format.form == ValueFormat::Form::yes_no && clears) field_edit.edit = impossible_edit();
  if (row.name == "hash")
    field_edit.objection = "differs from this customer's: nothing is changed, and it cannot be set";
  return field_edit;
}

EditList PropertyReader::edits(const GivenProperties& given) {
  EditList out;
  NameCounts counts;
  for (const auto& [name, value] : given) {
    if (!is_first_mention(counts, name)) continue;
    if (const Spelling* row = find(properties(), name))
      out.push_back(edit_of(*row, value));
    else if (name != kIsDepartment)
      add_unknown(name, property_names());
    else if (value != wire::Tree(kNoDepartment))
      add_problem(name, "cannot be changed here");
  }
  const core::FieldEdit* deleted = find_edit(out, "deleted");
  const core::FieldEdit* status = find_edit(out, "status");
  if (deleted && status && contradict(*deleted, *status))
    add_problem("deleted", "contradicts status", order_of(property("deleted")));
  return out;
}

EditList PropertyReader::update(const GivenProperties& given) {
  EditList out = edits(given);
  if (settings_.require_name_and_email)
    for (const std::string_view name : {"name", "email"})
      if (!find_edit(out, name)) add_problem(name, "is required", order_of(property(name)));
  return out;
}

EditList PropertyReader::create(const GivenProperties& given) {
  EditList out = edits(given);
  // Core requires the name at every door.
  const core::FieldEdit* email = find_edit(out, "email");
  if (!email || std::holds_alternative<Clear>(email->edit))
    add_problem("email", "is required", order_of(property("email")));
  return out;
}

void PropertyReader::expect_none(const GivenProperties& given,
                                 const std::vector<std::string_view>& known) {
  NameCounts counts;
  for (const auto& [name, value] : given)
    if (is_first_mention(counts, name)) add_unknown(name, known);
}

void PropertyReader::add_unknown(std::string_view name,
                                 const std::vector<std::string_view>& known) {
  if (settings_.ignore_unknown)
    call_.options.warnings.push_back("ignored unknown field " + std::string(name));
  else
    call_.problems.push_back(unknown_field(name, known, call_.problems));
}

void PropertyReader::add_problem(std::string_view name, std::string what, int order) {
  call_.problems.push_back({ErrorKind::invalid, std::string(name), std::move(what), order});
}

bool PropertyReader::is_first_mention(NameCounts& counts, std::string_view name) {
  const int times = counts[name]++;
  if (times == 1) add_problem(name, "is given more than once");
  return times == 0;
}

}  // namespace patchbay::doors::everlytic
