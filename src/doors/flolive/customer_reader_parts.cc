// Reads the objects inside a customer: contact, addresses and invoice configuration.
#include <algorithm>

#include "base/wording.h"
#include "doors/flolive/customer_reader.h"
#include "doors/flolive/json_value.h"

namespace patchbay::doors::flolive {
namespace {

constexpr std::size_t kAddressesMax = 500;  // in one request

// New parts of one call are distinguished by number, regardless of their kind. Addresses count from
// 0.
constexpr int kFreshContact = -1;

bool is_given(const wire::Object& object, std::string_view name) {
  const auto found = std::ranges::find(object, name, &wire::Object::value_type::first);
  return found != object.end() && !is_empty(found->second);
}

const wire::Tree* member_of(const wire::Object& object, std::string_view name) {
  const auto found = std::ranges::find(object, name, &wire::Object::value_type::first);
  return found == object.end() ? nullptr : &found->second;
}

// Clears all parts of a section. With an objection: what must be there instead.
core::FieldEdit clear_all(const Target& target, const std::string& name) {
  return {target, Clear{}, name};
}

core::FieldEdit must_exist(Field home, const PartRef& part, std::string name,
                           std::string objection) {
  return {{Lens::part, home, part}, Value{true}, std::move(name), std::move(objection)};
}

std::string not_a(std::string_view wanted, const wire::Tree& value) {
  return "must be " + std::string(wanted) + ", not " + std::string(value.kind());
}

}  // namespace

std::optional<Uuid> CustomerReader::id(const wire::Tree& value, const std::string& name,
                                       Field order_field) {
  const std::string* text = value.text();
  const auto uuid = text ? Uuid::parse(*text) : std::nullopt;
  if (!uuid) add_problem(name, is_empty(value) ? "cannot be empty" : "must be a UUID", order_field);
  return uuid;
}

void CustomerReader::contact(const Member& member, const wire::Tree& value) {
  if (is_empty(value)) return field_edit(clear_all(member.target, "contact"));
  const wire::Object* object = value.object();
  if (!object) return add_problem("contact", not_a("an object", value), Field::contact_ordinal);
  Scope scope{"contact.", {.mode = PartRef::Mode::fresh, .number = kFreshContact}, "contact.id"};
  const wire::Tree* id_member = value.find("id");
  if (!id_member && purpose_ == Purpose::change)
    return add_problem("contact.id", "is required", Field::contact_ordinal);
  if (id_member) {
    const auto uuid = id(*id_member, "contact.id", Field::contact_ordinal);
    if (!uuid) return;
    scope.part = {.mode = PartRef::Mode::or_first, .id = *uuid};
  }
  const bool has_role = is_given(*object, "role");
  if (!has_role && purpose_ == Purpose::create)
    return add_problem("contact.role", "is required", Field::contact_role);
  this->object(*object, kContact, scope);
  // Without a role this must be an existing contact. This edit comes last, so that a problem of a
  // member is reported for the member.
  if (!has_role)
    field_edit(must_exist(Field::contact_role, scope.part, "contact.role",
                          "is required where the contact is new"),
               scope);
}

void CustomerReader::addresses(const Member& member, const wire::Tree& value) {
  if (is_empty(value)) return field_edit(clear_all(member.target, "address"));
  const wire::Array* entries = value.array();
  if (!entries) return add_problem("address", not_a("an array", value), Field::address_ordinal);
  if (entries->size() > kAddressesMax)
    return add_problem("address", "must have at most " + counted(kAddressesMax, "entry", "entries"),
                       Field::address_ordinal);
  for (std::size_t i = 0; i < entries->size(); ++i)
    address((*entries)[i], "address[" + std::to_string(i) + ']', static_cast<int>(i));
}

void CustomerReader::address(const wire::Tree& value, const std::string& name, int number) {
  const wire::Object* object = value.object();
  if (!object) return add_problem(name, not_a("an object", value), Field::address_ordinal);
  const std::string id_name = name + ".id";
  Scope scope{name + '.', {.mode = PartRef::Mode::fresh, .number = number}, id_name};
  if (const wire::Tree* id_member = value.find("id")) {
    const auto uuid = id(*id_member, id_name, Field::address_ordinal);
    if (!uuid) return;
    if (std::ranges::find(addresses_seen_, *uuid) != addresses_seen_.end())
      return add_problem(id_name, "is given twice", Field::address_ordinal);
    addresses_seen_.push_back(*uuid);
    scope.part = {.mode = PartRef::Mode::known, .id = *uuid};
  } else if (!is_given(*object, "type")) {
    return add_problem(id_name,
                       "is required; an address without one is added where its type is sent",
                       Field::address_ordinal);
  }
  this->object(*object, kAddress, scope);
  if (scope.part.mode == PartRef::Mode::known)
    field_edit(must_exist(Field::address_ordinal, scope.part, id_name,
                          "must be the id of an address of this customer"),
               scope);
}

void CustomerReader::invoice(const wire::Tree& value, const std::string& name) {
  const Scope scope{name + '.'};
  if (is_empty(value)) {
    for (const Member& row : kInvoice)
      if (row.kind == Member::Kind::value)
        member(row, {}, scope.prefix + std::string(row.name), scope);
    return;
  }
  const wire::Object* object = value.object();
  if (!object) return add_problem(name, not_a("an object", value), Field::invoices_due);
  this->object(*object, kInvoice, scope);
  units(*object);
}

// The unit of a term is not stored, so it is only checked.
void CustomerReader::units(const wire::Object& invoice) {
  const std::string name = "invoiceConfiguration.paymentDueUnits";
  const Member& row = *find(kInvoice, "paymentDueUnits");
  const wire::Tree* units = member_of(invoice, row.name);
  if (units && !is_empty(*units)) {
    const auto objection = read_value(row.spelling({}), *units, name).objection;
    if (objection) add_problem(name, *objection, Field::invoices_due);
  } else if (is_given(invoice, "paymentDueAfterInvoiceIssued")) {
    add_problem(name, allowed(row.format) + " where paymentDueAfterInvoiceIssued has a value",
                Field::invoices_due);
  } else if (units && !member_of(invoice, "paymentDueAfterInvoiceIssued")) {
    field_edit({row.target, Clear{}, name,
                "cannot be empty while paymentDueAfterInvoiceIssued has a value"});
  }
}

}  // namespace patchbay::doors::flolive
