// Properties as wishes, and what is wrong with their names and with them together.
#include "doors/everlytic/reader.h"

#include <algorithm>

#include "doors/everlytic/properties.h"

namespace patchbay::doors::everlytic {
namespace {

using Wishes = std::vector<core::Wish>;

// An edit that is never what stands there, so that its complaint is always heard.
Edit never_there() { return Value(List{{}}); }

const core::Wish* wish_for(const Wishes& wishes, std::string_view name) {
  const auto found = std::ranges::find(wishes, name, &core::Wish::field);
  return found == wishes.end() ? nullptr : &*found;
}

// `deleted` and `status` say the same thing twice.
bool contradict(const core::Wish& deleted, const core::Wish& status) {
  if (deleted.complaint || status.complaint) return false;
  const bool by_status = status.edit == Edit{Value{std::string("deleted")}};
  return (deleted.edit == Edit{Value{true}}) != by_status;
}

// What a value is called in a complaint. Of the types of XML-RPC that nobody wants here, which
// xmlrpc.h makes objects of one member, the name that their sender knows.
std::string_view kind_of(const wire::Tree& value) {
  const wire::Object* members = value.object();
  if (members && members->size() == 1)
    for (const std::string_view type : {"base64", "dateTime.iso8601"})
      if (members->front().first == type) return type;
  return value.kind();
}

}  // namespace

core::Wish wish_of(const Spelling& row, const wire::Tree& value) {
  core::Wish wish;
  if (value.is_null())
    wish = read_clear(row, row.name);
  else if (const std::string* text = value.text())
    wish = read(row, *text, row.name);
  else if (const wire::Number* number = value.number(); number && is_integer(row))
    wish = read(row, number->text, row.name);
  else
    wish =
        refuse_kind(row, row.name, is_integer(row) ? "a whole number" : "a string", kind_of(value));
  const bool clears = std::holds_alternative<Clear>(wish.edit);
  // It reads as yes or no: empty is never what stands there.
  if (row.takes.form == Takes::Form::yes_no && clears) wish.edit = never_there();
  if (row.name == "hash")
    wish.complaint = "differs from this customer's: nothing is changed, and it cannot be set";
  return wish;
}

Wishes Reader::wishes(const Given& given) {
  Wishes out;
  Met met;
  for (const auto& [name, value] : given) {
    if (!first(met, name)) continue;
    if (const Spelling* row = find(properties(), name))
      out.push_back(wish_of(*row, value));
    else if (name != kIsDepartment)
      unknown(name, property_names());
    else if (value != wire::Tree(kNoDepartment))
      blame(name, "cannot be changed here");
  }
  const core::Wish* deleted = wish_for(out, "deleted");
  const core::Wish* status = wish_for(out, "status");
  if (deleted && status && contradict(*deleted, *status))
    blame("deleted", "contradicts status", order_of(property("deleted")));
  return out;
}

Wishes Reader::update(const Given& given) {
  Wishes out = wishes(given);
  if (settings_.require_name_and_email)
    for (const std::string_view name : {"name", "email"})
      if (!wish_for(out, name)) blame(name, "is required", order_of(property(name)));
  return out;
}

Wishes Reader::create(const Given& given) {
  Wishes out = wishes(given);
  // That a customer has a name is demanded of every door.
  const core::Wish* email = wish_for(out, "email");
  if (!email || std::holds_alternative<Clear>(email->edit))
    blame("email", "is required", order_of(property("email")));
  return out;
}

void Reader::nothing(const Given& given, const std::vector<std::string_view>& known) {
  Met met;
  for (const auto& [name, value] : given)
    if (first(met, name)) unknown(name, known);
}

void Reader::unknown(std::string_view name, const std::vector<std::string_view>& known) {
  if (settings_.ignore_unknown)
    call_.how.warnings.push_back("ignored unknown field " + std::string(name));
  else
    call_.problems.push_back(unknown_field(name, known, call_.problems));
}

void Reader::blame(std::string_view name, std::string what, int order) {
  call_.problems.push_back({Wrong::invalid, std::string(name), std::move(what), order});
}

bool Reader::first(Met& met, std::string_view name) {
  const int times = met[name]++;
  if (times == 1) blame(name, "is given more than once");
  return times == 0;
}

}  // namespace patchbay::doors::everlytic
