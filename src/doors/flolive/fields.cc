// The rows themselves.
#include "doors/flolive/fields.h"

#include <algorithm>

namespace patchbay::doors::flolive {
namespace {

using Form = ValueFormat::Form;
using Kind = Member::Kind;
using member::list;
using member::numbers;
using member::other;
using member::value;

// Free text without a separate limit.
constexpr ValueFormat kText = format::text(255);
constexpr ValueFormat kBoolean = format::of(Form::boolean);
constexpr ValueFormat kStatus = format::enumerated("ACTIVE=active|SUSPEND=suspended");

// clang-format off
constexpr Spelling kIdentity[] = {
    {"idType",   at(Field::contact_identities), format::enumerated("ID=id|PASSPORT=passport|DRIVER_LICENSE=driver_license").required()},
    {"idNumber", at(Field::contact_identities), kText},
};
constexpr Spelling kCustomField[] = {
    {"keyName",  at(Field::custom_fields), kText.required()},
    {"keyValue", at(Field::custom_fields), kText},
};

constexpr std::array kCustomerRows = {
    value("customerId",            at(Lens::uuid, Field::name),          kText.fixed()),
    value("status",                at(Lens::active_word, Field::status), kStatus.fixed()),
    value("type",                  at(Field::type),                      format::enumerated("PRIVATE=private|BUSINESS=business").in_any_case()),
    value("name",                  at(Field::name),                      kText.required()),
    value("currency",              at(Field::currency),                  format::of(Form::currency).fixed()),
    value("allowOfferDelegation",  at(Field::offer_delegation),          kBoolean),
    value("isAllowedImeiLock",     at(Field::imei_lock),                 kBoolean),
    value("vatRegistrationNumber", at(Field::tax_number),                kText),
    value("mfaConfiguration",      at(Field::mfa),                       format::enumerated("MANDATORY=mandatory|ENABLED=enabled|DISABLED=disabled")),
    other("contact",               Kind::contact,                          at(Lens::parts, Field::contact_type)),
    other("address",               Kind::addresses,                        at(Lens::parts, Field::address_type)),
    other("invoiceConfiguration",  Kind::invoice),
    numbers("campaign",            at(Field::campaigns)),
    list("customFields",           at(Field::custom_fields),             kCustomField),
};

constexpr Member kContactRows[] = {
    other("id", Kind::id),
    value("emailAddress",          at(Field::contact_email),                format::of(Form::email)),
    value("type",                  at(Field::contact_type),                 format::enumerated("OWNER=owner|MEMBER=member").required()),
    value("role",                  at(Field::contact_role),                 format::enumerated("SELFCARE=selfcare|NONE=none").required()),
    value("salutation",            at(Field::contact_salutation),           format::enumerated("MR=mr|MS=ms")),
    value("firstName",             at(Field::contact_first_name),           kText),
    value("middleName",            at(Field::contact_middle_name),          kText),
    value("lastName",              at(Field::contact_last_name),            kText),
    list("identity",               at(Field::contact_identities),           kIdentity),
    value("gender",                at(Field::contact_gender),               format::enumerated("MALE=male|FEMALE=female")),
    value("birthdate",             at(Field::contact_birthdate),            format::of(Form::date)),
    value("landlinePhoneNumber",   at(Field::contact_telephone),            format::of(Form::telephone)),
    value("mobilePhoneNumber",     at(Field::contact_mobile),               format::of(Form::mobile)),
    value("additionalPhoneNumber", at(Field::contact_additional_telephone), format::of(Form::telephone)),
    other("picture", Kind::unavailable),
    value("remarks",               at(Field::contact_remarks),              format::text(2000)),
    value("isPrimary",             at(Field::contact_primary),              kBoolean),
};

constexpr Member kAddressRows[] = {
    other("id", Kind::id),
    value("type",            at(Field::address_type),            format::enumerated("PRIVATE=main|SHIPPING=delivery|MAILING=billing").required()),
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
    value("salutation",      at(Field::address_salutation),      format::enumerated("MR=mr|MS=ms")),
    value("fullName",        at(Field::address_full_name),       kText),
    value("title",           at(Field::address_title),           format::enumerated("DR=dr|PROF=prof")),
    value("company",         at(Field::address_company),         kText),
    value("emailAddress",    at(Field::address_email),           format::of(Form::email)),
    value("isPrimary",       at(Field::address_primary),         kBoolean),
};

constexpr Member kInvoiceRows[] = {
    value("chargeByActive",     at(Field::charge_by),           format::enumerated("SIM=sim|IMSI=imsi")),
    value("activityIndication", at(Field::activity_indication), format::enumerated("NETWORK_REGISTRATION=network_registration|DATA_CONSUMPTION=data_consumption")),
    value("deviceCost",         at(Field::device_cost),         format::decimal_from_zero()),
    value("deliveryMethod",     at(Field::invoice_delivery),    format::enumerated("EMAIL=email|POSTAL=postal|EDI=edi")),
    value("paymentDueAfterInvoiceIssued", at(Lens::days_due, Field::invoices_due), format::whole(0, 3650)),
    {.name = "paymentDueUnits", .kind = Kind::units, .target = at(Lens::days_due, Field::invoices_due), .format = format::enumerated("DAYS")},
    value("vat",                at(Field::vat),                 format::decimal_from_zero()),
    value("invoiceText",        at(Field::invoice_text),        format::text(60).in_bytes()),
};
// clang-format on

constexpr std::array kNewCustomerRows = [] {
  auto rows = kCustomerRows;
  for (Member& row : rows) {
    if (row.name == "status") row = value("status", at(Field::status), kStatus.required());
    if (row.name == "currency")
      row = value("currency", at(Field::currency), format::of(Form::currency).required());
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
