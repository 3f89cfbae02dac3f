// The objects inside a customer: its contact, its addresses, its invoice configuration.
#include <algorithm>

#include "base/wording.h"
#include "doors/flolive/json_value.h"
#include "doors/flolive/reader.h"

namespace patchbay::doors::flolive {
namespace {

constexpr std::size_t kAddressesMax = 500;  // in one request

// Fresh parts of one call are told apart by number, whatever they are; addresses count from 0.
constexpr int kFreshContact = -1;

bool given(const wire::Object& object, std::string_view name) {
  const auto found = std::ranges::find(object, name, &wire::Object::value_type::first);
  return found != object.end() && !is_empty(found->second);
}

const wire::Tree* member_of(const wire::Object& object, std::string_view name) {
  const auto found = std::ranges::find(object, name, &wire::Object::value_type::first);
  return found == object.end() ? nullptr : &found->second;
}

// To clear all parts of a home; and, with a complaint, what must stand there.
core::Wish all(const Target& target, const std::string& name) { return {target, Clear{}, name}; }

core::Wish there(Field home, const PartRef& part, std::string name, std::string complaint) {
  return {{Lens::part, home, part}, Value{true}, std::move(name), std::move(complaint)};
}

std::string not_a(std::string_view wanted, const wire::Tree& value) {
  return "must be " + std::string(wanted) + ", not " + std::string(value.kind());
}

}  // namespace

std::optional<Uuid> Reader::id(const wire::Tree& value, const std::string& name, Field near) {
  const std::string* text = value.text();
  const auto uuid = text ? Uuid::parse(*text) : std::nullopt;
  if (!uuid) blame(name, is_empty(value) ? "cannot be empty" : "must be a UUID", near);
  return uuid;
}

void Reader::contact(const Member& member, const wire::Tree& value) {
  if (is_empty(value)) return wish(all(member.target, "contact"));
  const wire::Object* object = value.object();
  if (!object) return blame("contact", not_a("an object", value), Field::contact_ordinal);
  Scope scope{"contact.", {.how = PartRef::How::fresh, .number = kFreshContact}, "contact.id"};
  const wire::Tree* sent = value.find("id");
  if (!sent && of_ == Of::change) return blame("contact.id", "is required", Field::contact_ordinal);
  if (sent) {
    const auto uuid = id(*sent, "contact.id", Field::contact_ordinal);
    if (!uuid) return;
    scope.part = {.how = PartRef::How::or_first, .id = *uuid};
  }
  const bool has_role = given(*object, "role");
  if (!has_role && of_ == Of::newcomer)
    return blame("contact.role", "is required", Field::contact_role);
  this->object(*object, kContact, scope);
  // Without a role this can only be a contact that is there already. Wished last, so that what is
  // wrong with a member is blamed on the member.
  if (!has_role)
    wish(there(Field::contact_role, scope.part, "contact.role",
               "is required where the contact is new"),
         scope);
}

void Reader::addresses(const Member& member, const wire::Tree& value) {
  if (is_empty(value)) return wish(all(member.target, "address"));
  const wire::Array* entries = value.array();
  if (!entries) return blame("address", not_a("an array", value), Field::address_ordinal);
  if (entries->size() > kAddressesMax)
    return blame("address", "must have at most " + counted(kAddressesMax, "entry", "entries"),
                 Field::address_ordinal);
  for (std::size_t i = 0; i < entries->size(); ++i)
    address((*entries)[i], "address[" + std::to_string(i) + ']', static_cast<int>(i));
}

void Reader::address(const wire::Tree& value, const std::string& name, int number) {
  const wire::Object* object = value.object();
  if (!object) return blame(name, not_a("an object", value), Field::address_ordinal);
  const std::string id_name = name + ".id";
  Scope scope{name + '.', {.how = PartRef::How::fresh, .number = number}, id_name};
  if (const wire::Tree* sent = value.find("id")) {
    const auto uuid = id(*sent, id_name, Field::address_ordinal);
    if (!uuid) return;
    if (std::ranges::find(addresses_seen_, *uuid) != addresses_seen_.end())
      return blame(id_name, "is given twice", Field::address_ordinal);
    addresses_seen_.push_back(*uuid);
    scope.part = {.how = PartRef::How::known, .id = *uuid};
  } else if (!given(*object, "type")) {
    return blame(id_name, "is required; an address without one is added where its type is sent",
                 Field::address_ordinal);
  }
  this->object(*object, kAddress, scope);
  if (scope.part.how == PartRef::How::known)
    wish(there(Field::address_ordinal, scope.part, id_name,
               "must be the id of an address of this customer"),
         scope);
}

void Reader::invoice(const wire::Tree& value, const std::string& name) {
  const Scope scope{name + '.'};
  if (is_empty(value)) {
    for (const Member& row : kInvoice)
      if (row.is == Member::Is::value) member(row, {}, scope.prefix + std::string(row.name), scope);
    return;
  }
  const wire::Object* object = value.object();
  if (!object) return blame(name, not_a("an object", value), Field::invoices_due);
  this->object(*object, kInvoice, scope);
  units(*object);
}

// A term is not stored with its units, so that these can only be right or wrong.
void Reader::units(const wire::Object& invoice) {
  const std::string name = "invoiceConfiguration.paymentDueUnits";
  const Member& row = *find(kInvoice, "paymentDueUnits");
  const wire::Tree* units = member_of(invoice, row.name);
  if (units && !is_empty(*units)) {
    const auto complaint = read_value(row.spelling({}), *units, name).complaint;
    if (complaint) blame(name, *complaint, Field::invoices_due);
  } else if (given(invoice, "paymentDueAfterInvoiceIssued")) {
    blame(name, allowed(row.takes) + " where paymentDueAfterInvoiceIssued has a value",
          Field::invoices_due);
  } else if (units && !member_of(invoice, "paymentDueAfterInvoiceIssued")) {
    wish({row.target, Clear{}, name,
          "cannot be empty while paymentDueAfterInvoiceIssued has a value"});
  }
}

}  // namespace patchbay::doors::flolive
