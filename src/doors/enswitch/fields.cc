// The table of fields, in the order of the document.
#include "doors/enswitch/fields.h"

#include <cstdlib>
#include <limits>

namespace patchbay::doors::enswitch {
namespace {

using namespace format;
using enum PartRef::Mode;
using F = Field;
using Form = ValueFormat::Form;

constexpr std::int64_t kInt = 2147483647;
constexpr std::int64_t kBig = std::numeric_limits<std::int64_t>::max();

consteval ValueFormat limit() { return whole(0, kInt).or_none().or_plan(); }
consteval ValueFormat flag() { return of(Form::flag).required(); }
consteval ValueFormat flag_or_plan() { return whole(0, 1).or_plan(); }
consteval ValueFormat plan_whole() { return {.form = Form::plan_whole, .min = 1, .max = kInt}; }
consteval ValueFormat customer() { return {.form = Form::reference, .min = 0, .max = kBig}; }
consteval ValueFormat emails() { return {.form = Form::emails, .max = 1000}; }

constexpr Spelling kRows[] = {
    // clang-format off
    {"account",                 at(F::account),                                text(64)},
    {"address1",                at(Lens::first_line, F::address_street, slot_main), text(255)},
    {"address2",                at(F::address_line2, slot_main),               text(255)},
    {"address3",                at(F::address_line3, slot_main),               text(255)},
    {"address_city",            at(F::address_city, slot_main),                text(100)},
    {"address_code",            at(F::address_postal_code, slot_main),         text(32)},
    {"address_other",           at(F::address_other, slot_main),               text(255)},
    {"address_state",           at(Lens::region, F::address_state, slot_main), text(100)},
    {"affiliate_customer",      at(F::affiliate_customer),                     customer()},
    {"affiliate_percentage",    at(F::affiliate_percentage),                   whole(0, 100)},
    {"affiliate_type",          at(F::affiliate_type),                         enumerated("revenue|profit")},
    {"auto_topup",              at(F::auto_topup),                             decimal_from_zero()},
    {"balance",                 at(F::balance),                                decimal()},
    {"bank_account_name",       at(F::bank_account_name),                      text(100)},
    {"bank_account_number",     at(F::bank_account_number),                    text(64)},
    {"bank_code",               at(F::bank_code),                              text(32)},
    {"bank_name",               at(F::bank_name),                              text(100)},
    {"bill_ref",                at(F::bill_ref),                               text(64)},
    {"bill_type",               at(F::bill_type),                              enumerated("callshop|external|none|postpaid|prepaid|prepaid_calls|prepaid_invoices").required()},
    {"bulk_calls",              at(F::bulk_calls),                             limit()},
    {"call_maximum",            at(F::call_maximum),                           decimal_from_zero().or_none().or_plan()},
    {"callerid",                at(F::callerid),                               text(64)},
    {"callerid_in_external",    at(F::callerid_in_external),                   flag_or_plan()},
    {"common_routing",          at(F::common_routing),                         whole(0, 7)},
    {"conference_calls",        at(F::conference_calls),                       limit()},
    {"contact",                 at(F::contact_person),                         reference(0)},
    {"contract",                at(F::contract),                               enumerated("plan|1_month|3_month|6_month|1_year|18_month|2_year|3_year")},
    {"cos",                     at(F::class_of_service),                       reference(1).required()},
    {"country",                 at(F::address_country, slot_main),             text(100)},
    {"credit",                  at(F::credit),                                 decimal_from_zero()},
    {"credit_extra",            at(F::credit_extra),                           decimal_from_zero()},
    {"credit_extra_timegroup",  at(F::credit_extra_timegroup),                 reference(0)},
    {"creditcard_expiry_month", at(F::card_expiry_month),                      whole(1, 12)},
    {"creditcard_expiry_year",  at(F::card_expiry_year),                       whole(2000, 2099)},
    {"creditcard_issue",        at(F::card_issue),                             whole(0, 99)},
    {"creditcard_name",         at(F::card_name),                              text(100)},
    {"creditcard_number",       at(F::card_number),                            of(Form::card)},
    {"creditcard_start_month",  at(F::card_start_month),                       whole(1, 12)},
    {"creditcard_start_year",   at(F::card_start_year),                        whole(2000, 2099)},
    {"creditcard_type",         at(F::card_type),                              text(32)},
    {"currency",                at(F::currency),                               of(Form::currency).required()},
    {"description",             at(F::description),                            text(2000)},
    {"dialplan",                at(F::dialplan),                               text(64)},
    {"digit_names",             at(F::digit_names),                            enumerated("forename_surname|surname_forename").required()},
    {"direct_debit_agreed",     at(F::direct_debit_agreed),                    flag()},
    {"directory",               at(F::directory),                              flag()},
    {"email",                   at(F::contact_email, slot_primary),            of(Form::email)},
    {"email_low_balance",       at(F::email_low_balance),                      flag()},
    {"events_url",              at(F::events_url),                             of(Form::url)},
    {"fax",                     at(F::fax),                                    text(32)},
    {"fax_format",              at(F::fax_format),                             enumerated("pdf|tiff").required()},
    {"huntgroup_dests",         at(F::huntgroup_dests),                        limit()},
    {"inmaximum",               at(F::inmaximum),                              limit()},
    {"invoice_prefix",          at(F::invoice_prefix),                         text(32)},
    {"invoices",                at(F::invoices),                               enumerated("plan|queue|customer|parent")},
    {"invoice_detail",          at(F::invoice_detail),                         enumerated("plan|summary|transactions|cdrs|direction_cdrs|group_cdrs|source_cdrs|group_transactions|group_transactions_cdrs|group_transactions_direction_cdrs|group_transactions_group_cdrs|group_transactions_source_cdrs|transactions_cdrs|transactions_direction_cdrs|transactions_group_cdrs|transactions_source_cdrs").required()},
    {"invoices_due",            at(F::invoices_due),                           whole(0, 3650).or_none().or_plan()},
    {"invoice_format",          at(F::invoice_format),                         enumerated("plan|pdf|xml").required()},
    {"locked",                  at(F::locked),                                 flag()},
    {"locked_telephony",        at(F::locked_telephony),                       flag()},
    {"low_balance",             at(F::low_balance),                            decimal()},
    {"maxmsg",                  at(F::maxmsg),                                 plan_whole()},
    {"maxsecs",                 at(F::maxsecs),                                plan_whole()},
    {"merchant_password",       at(F::merchant_password),                      text(255)},
    {"merchant_type",           at(F::merchant_type),                          text(64)},
    {"merchant_username",       at(F::merchant_username),                      text(100)},
    {"music",                   at(F::music),                                  reference(0)},
    {"name",                    at(F::name),                                   text(200).required()},
    {"next_invoice",            at(F::next_invoice),                           whole(1, kBig)},
    {"outmaximum",              at(F::outmaximum),                             limit()},
    {"on_error",                at(F::on_error),                               enumerated("hangup|message").required()},
    {"overmax",                 at(F::overmax),                                flag_or_plan()},
    {"pagegroup_dests",         at(F::pagegroup_dests),                        limit()},
    {"park_timeout",            at(F::park_timeout),                           whole(1, 86400)},
    {"payment_type",            at(F::payment_type),                           enumerated("creditcard|direct_debit|external|none").required()},
    {"paypal",                  at(F::paypal),                                 text(254)},
    {"peer1",                   at(F::peer),                                   reference(1).or_plan()},
    {"plan",                    at(F::plan),                                   reference(1).required()},
    {"prefix",                  at(F::prefix),                                 text(32)},
    {"provision_password",      at(F::provision_password),                     text(255)},
    {"purge_messages",          at(F::purge_messages),                         enumerated("plan|1_day|1_week|1_month|3_months|6_months|1_year")},
    {"queue_calls",             at(F::queue_calls),                            limit()},
    {"queue_dests",             at(F::queue_dests),                            limit()},
    {"record_maximum",          at(F::record_maximum),                         limit()},
    {"region",                  at(F::region),                                 reference(0)},
    {"seconds_left",            at(F::seconds_left),                           whole(0, kBig)},
    {"source",                  at(F::source),                                 of(Form::ip)},
    {"tax_number",              at(F::tax_number),                             text(64)},
    {"technical_contact",       at(F::technical_contact),                      emails()},
    {"telephone",               at(F::contact_telephone, slot_primary),        text(32)},
    {"tickets",                 at(F::tickets),                                flag()},
    {"timezone",                at(F::timezone),                               of(Form::timezone)},
    {"totalmaximum",            at(F::totalmaximum),                           limit()},
    {"virtual_logout",          at(F::virtual_logout),                         flag()},
    // clang-format on
};
static_assert(
    std::size(kRows) + 1 == 95,
    "src/doors/enswitch/fields.cc: kRows must have every field of the document, and no other");

constexpr Spelling kShownOnly[] = {
    {"parent", at(Lens::zero_if_none, F::parent), whole(0, kBig).fixed()},
    {"deleted", at(F::deleted), of(Form::flag).fixed()},
};

}  // namespace

std::span<const Spelling> spellings() { return kRows; }

const Spelling& spelling(std::string_view name) {
  const Spelling* found = find(kRows, name);
  if (!found) std::abort();
  return *found;
}

std::span<const Spelling> shown_only() { return kShownOnly; }

}  // namespace patchbay::doors::enswitch
