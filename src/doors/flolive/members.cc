// The rows themselves.
#include "doors/flolive/members.h"

#include <algorithm>

namespace patchbay::doors::flolive {
namespace {

using Form = Takes::Form;
using Is = Member::Is;
using member::list;
using member::numbers;
using member::other;
using member::value;

// Free text without a limit of its own.
constexpr Takes kText = takes::text(255);
constexpr Takes kBoolean = takes::of(Form::boolean);
constexpr Takes kStatus = takes::choice("ACTIVE=active|SUSPEND=suspended");

// clang-format off
constexpr Spelling kIdentity[] = {
    {"idType",   at(Field::contact_identities), takes::choice("ID=id|PASSPORT=passport|DRIVER_LICENSE=driver_license").required()},
    {"idNumber", at(Field::contact_identities), kText},
};
constexpr Spelling kCustomField[] = {
    {"keyName",  at(Field::custom_fields), kText.required()},
    {"keyValue", at(Field::custom_fields), kText},
};

constexpr std::array kCustomerRows = {
    value("customerId",            at(Lens::uuid, Field::name),          kText.fixed()),
    value("status",                at(Lens::active_word, Field::status), kStatus.fixed()),
    value("type",                  at(Field::type),                      takes::choice("PRIVATE=private|BUSINESS=business").in_any_case()),
    value("name",                  at(Field::name),                      kText.required()),
    value("currency",              at(Field::currency),                  takes::of(Form::currency).fixed()),
    value("allowOfferDelegation",  at(Field::offer_delegation),          kBoolean),
    value("isAllowedImeiLock",     at(Field::imei_lock),                 kBoolean),
    value("vatRegistrationNumber", at(Field::tax_number),                kText),
    value("mfaConfiguration",      at(Field::mfa),                       takes::choice("MANDATORY=mandatory|ENABLED=enabled|DISABLED=disabled")),
    other("contact",               Is::contact,                          at(Lens::parts, Field::contact_type)),
    other("address",               Is::addresses,                        at(Lens::parts, Field::address_type)),
    other("invoiceConfiguration",  Is::invoice),
    numbers("campaign",            at(Field::campaigns)),
    list("customFields",           at(Field::custom_fields),             kCustomField),
};

constexpr Member kContactRows[] = {
    other("id", Is::id),
    value("emailAddress",          at(Field::contact_email),                takes::of(Form::email)),
    value("type",                  at(Field::contact_type),                 takes::choice("OWNER=owner|MEMBER=member").required()),
    value("role",                  at(Field::contact_role),                 takes::choice("SELFCARE=selfcare|NONE=none").required()),
    value("salutation",            at(Field::contact_salutation),           takes::choice("MR=mr|MS=ms")),
    value("firstName",             at(Field::contact_first_name),           kText),
    value("middleName",            at(Field::contact_middle_name),          kText),
    value("lastName",              at(Field::contact_last_name),            kText),
    list("identity",               at(Field::contact_identities),           kIdentity),
    value("gender",                at(Field::contact_gender),               takes::choice("MALE=male|FEMALE=female")),
    value("birthdate",             at(Field::contact_birthdate),            takes::of(Form::date)),
    value("landlinePhoneNumber",   at(Field::contact_telephone),            takes::of(Form::telephone)),
    value("mobilePhoneNumber",     at(Field::contact_mobile),               takes::of(Form::mobile)),
    value("additionalPhoneNumber", at(Field::contact_additional_telephone), takes::of(Form::telephone)),
    other("picture", Is::unavailable),
    value("remarks",               at(Field::contact_remarks),              takes::text(2000)),
    value("isPrimary",             at(Field::contact_primary),              kBoolean),
};

constexpr Member kAddressRows[] = {
    other("id", Is::id),
    value("type",            at(Field::address_type),            takes::choice("PRIVATE=main|SHIPPING=delivery|MAILING=billing").required()),
    value("street",          at(Field::address_street),          kText),
    value("buildingNumber",  at(Field::address_building_number), kText),
    value("buildingName",    at(Field::address_building_name),   kText),
    value("buildingFloor",   at(Field::address_floor),           kText),
    value("zipCode",         at(Field::address_postal_code),     kText),
    value("apartmentNumber", at(Field::address_apartment),       kText),
    value("entrance",        at(Field::address_entrance),        kText),
    value("city",            at(Field::address_city),            kText),
    value("province",        at(Field::address_province),        kText),
    value("state",           at(Field::address_state),           kText),
    value("country",         at(Lens::country_name, Field::address_country), kText),
    value("pobox",           at(Field::address_pobox),           kText),
    value("salutation",      at(Field::address_salutation),      takes::choice("MR=mr|MS=ms")),
    value("fullName",        at(Field::address_full_name),       kText),
    value("title",           at(Field::address_title),           takes::choice("DR=dr|PROF=prof")),
    value("company",         at(Field::address_company),         kText),
    value("emailAddress",    at(Field::address_email),           takes::of(Form::email)),
    value("isPrimary",       at(Field::address_primary),         kBoolean),
};

constexpr Member kInvoiceRows[] = {
    value("chargeByActive",     at(Field::charge_by),           takes::choice("SIM=sim|IMSI=imsi")),
    value("activityIndication", at(Field::activity_indication), takes::choice("NETWORK_REGISTRATION=network_registration|DATA_CONSUMPTION=data_consumption")),
    value("deviceCost",         at(Field::device_cost),         takes::decimal_from_zero()),
    value("deliveryMethod",     at(Field::invoice_delivery),    takes::choice("EMAIL=email|POSTAL=postal|EDI=edi")),
    value("paymentDueAfterInvoiceIssued", at(Lens::days_due, Field::invoices_due), takes::whole(0, 3650)),
    {.name = "paymentDueUnits", .is = Is::units, .target = at(Lens::days_due, Field::invoices_due), .takes = takes::choice("DAYS")},
    value("vat",                at(Field::vat),                 takes::decimal_from_zero()),
    value("invoiceText",        at(Field::invoice_text),        takes::text(60).in_bytes()),
};
// clang-format on

constexpr std::array kNewCustomerRows = [] {
  auto rows = kCustomerRows;
  for (Member& row : rows) {
    if (row.name == "status") row = value("status", at(Field::status), kStatus.required());
    if (row.name == "currency")
      row = value("currency", at(Field::currency), takes::of(Form::currency).required());
  }
  return rows;
}();

}  // namespace

constexpr std::span<const Member> kCustomer = kCustomerRows;
constexpr std::span<const Member> kNewCustomer = kNewCustomerRows;
constexpr std::span<const Member> kContact = kContactRows;
constexpr std::span<const Member> kAddress = kAddressRows;
constexpr std::span<const Member> kInvoice = kInvoiceRows;

const Member* find(std::span<const Member> members, std::string_view name) {
  const auto found = std::ranges::find(members, name, &Member::name);
  return found == members.end() ? nullptr : &*found;
}

}  // namespace patchbay::doors::flolive
