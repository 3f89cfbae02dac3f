// flolive: each member of a customer's body, and that the body of a read can be written back.
#include <gtest/gtest.h>

#include "call_text.h"
#include "doors/flolive/calls.h"
#include "doors/flolive/door.h"
#include "wire/json.h"

namespace patchbay::doors::flolive {
namespace {

constexpr std::string_view kId = "00000000-0000-4000-8000-000000000101";
constexpr std::string_view kOther = "00000000-0000-4000-8000-000000000102";
struct Case {
  std::string_view body;
  std::string_view want;
};

DecodedRequest sent(Action decode_request, std::string body, const Settings& settings = {}) {
  const http::Request request{.method = "PATCH",
                              .path = "/api/v2/customer/" + std::string(kId),
                              .headers = {{"Content-Type", "application/json"}},
                              .body = std::move(body),
                              .source = "192.0.2.7"};
  return doors::decode_request(kDoor, request, route(decode_request), {std::string(kId)}, settings);
}

// The lines after the first, with C for the id of a part.
std::string edits(Action decode_request, std::string_view body, const Settings& settings = {}) {
  std::string text(body);
  const auto swap = [](std::string& in, std::string_view from, std::string_view to) {
    for (auto at = in.find(from); at != std::string::npos; at = in.find(from, at + to.size()))
      in.replace(at, from.size(), to);
  };
  swap(text, "\"C\"", '"' + std::string(kOther) + '"');
  std::string out = describe(sent(decode_request, text, settings), "; ");
  swap(out, kOther, "C");
  if (out.starts_with("refused")) return out;
  const auto first = out.find("; ");
  return first == std::string::npos ? "nothing" : out.substr(first + 2);
}

void expect_amends(std::initializer_list<Case> cases) {
  for (const auto& [body, want] : cases) EXPECT_EQ(edits(Action::update, body), want) << body;
}

TEST(FloliveBody, ReadsTheMembersOfACustomer) {
  expect_amends({
      {R"({"name":"Volvo"})", R"(name = "Volvo")"},
      {R"({})", "nothing"},
      {R"({"type":"Private"})", R"(type = "private")"},
      {R"({"type":"BUSINESS","vatRegistrationNumber":"GB1"})",
       R"(type = "business"; tax_number = "GB1")"},
      {R"({"allowOfferDelegation":true,"isAllowedImeiLock":false})",
       "offer_delegation = true; imei_lock = false"},
      {R"({"mfaConfiguration":"ENABLED"})", R"(mfa = "enabled")"},
  });
}

TEST(FloliveBody, ClearsWithAnyEmptyValue) {
  for (const std::string_view empty : {"null", "\"\"", "[]", "{}"}) {
    const auto body = [&](std::string_view name) {
      return "{\"" + std::string(name) + "\":" + std::string(empty) + '}';
    };
    const auto cleared = [&](std::string_view name) { return edits(Action::update, body(name)); };
    EXPECT_EQ(cleared("name"), "clear name (name cannot be empty)");
    EXPECT_EQ(cleared("type"), "clear type");
    EXPECT_EQ(cleared("isAllowedImeiLock"), "clear imei_lock");
    EXPECT_EQ(cleared("vatRegistrationNumber"), "clear tax_number");
    EXPECT_EQ(cleared("campaign"), "clear campaigns");
    EXPECT_EQ(cleared("customFields"), "clear custom_fields");
    EXPECT_EQ(cleared("contact"), "clear contacts/parts");
    EXPECT_EQ(cleared("address"), "clear addresses/parts");
    EXPECT_EQ(cleared("invoiceConfiguration"),
              "clear charge_by; clear activity_indication; clear device_cost; "
              "clear invoice_delivery; clear days_due; clear vat; clear invoice_text");
  }
}

TEST(FloliveBody, RefusesWhatIsNotOfItsKind) {
  expect_amends({
      {R"({"name":7})", "name = [] (name must be a string, not a number)"},
      {R"({"name":["a"]})", "name = [] (name must be a string, not an array)"},
      {R"({"isAllowedImeiLock":"true"})",
       "imei_lock = [] (isAllowedImeiLock must be true or false, not a string)"},
      {R"({"isAllowedImeiLock":1})",
       "imei_lock = [] (isAllowedImeiLock must be true or false, not a number)"},
      {R"({"type":"Company"})", R"(type = "Company" (type must be one of PRIVATE, BUSINESS))"},
      {R"({"mfaConfiguration":"Enabled"})",
       R"(mfa = "Enabled" (mfaConfiguration must be one of MANDATORY, ENABLED, DISABLED))"},
      {R"({"campaign":7})", "campaigns = [] (campaign must be an array, not a number)"},
      {R"({"contact":"Jane"})", "problem invalid: contact must be an object, not a string"},
      {R"({"address":{"type":"PRIVATE"}})",
       "problem invalid: address must be an array, not an object"},
      {R"({"address":["a",null]})",
       "problem invalid: address[0] must be an object, not a string; "
       "problem invalid: address[1] must be an object, not null"},
      {R"({"invoiceConfiguration":[1]})",
       "problem invalid: invoiceConfiguration must be an object, not an array"},
  });
}

TEST(FloliveBody, RefusesNamesThatItDoesNotKnow) {
  expect_amends({
      {R"({"Name":"Volvo"})",
       "problem invalid: Name is not known here; the nearest known name is name"},
      {R"({"address":[{"id":"C","titel":"DR"}]})",
       "addresses/known:C/part = true "
       "(address[0].id must be the id of an address of this customer); "
       "problem invalid: address[0].titel is not known here; the nearest known name is title"},
      {R"({"customFields":[{"keyName":"a","value":"b"}]})",
       "custom_fields = [a=]; problem invalid: customFields[0].value is not known here"},
  });
  Settings settings;
  settings.flolive.ignore_unknown = true;
  EXPECT_EQ(
      edits(Action::update, R"({"name":"A","contact":{"id":"C","role":"NONE","hat":1}})", settings),
      "name = \"A\"; contacts/or_first:C/role = \"none\"; "
      "warning ignored unknown field contact.hat");
}

TEST(FloliveBody, TakesWhatReadsShowOnlyAsItIs) {
  expect_amends({
      {R"({"customerId":"x"})", R"(uuid = "x" (customerId cannot be changed here))"},
      {R"({"status":"SUSPEND"})", R"(active_word = "suspended" (status cannot be changed here))"},
      {R"({"currency":"GBP"})", R"(currency = "GBP" (currency cannot be changed here))"},
      {R"({"currency":null})", "clear currency (currency cannot be changed here)"},
  });
}

TEST(FloliveBody, ReadsTheContactOfThatId) {
  expect_amends({
      {R"({"contact":{"role":"SELFCARE","id":"C","firstName":"Jane"}})",
       "contacts/or_first:C/role = \"selfcare\"; contacts/or_first:C/first_name = \"Jane\""},
      {R"({"contact":{"id":"C","lastName":null}})",
       "clear contacts/or_first:C/last_name; "
       "contacts/or_first:C/part = true (contact.role is required where the contact is new)"},
      {R"({"contact":{"id":"C","role":"NONE","birthdate":"24121990"}})",
       "contacts/or_first:C/role = \"none\"; contacts/or_first:C/birthdate = \"1990-12-24\""},
      {R"({"contact":{"id":"C","role":"NONE","mobilePhoneNumber":"27821234567"}})",
       "contacts/or_first:C/role = \"none\"; contacts/or_first:C/mobile = \"+27821234567\""},
      {R"({"contact":{"role":"NONE"}})", "problem invalid: contact.id is required"},
      {R"({"contact":{"id":null,"role":"NONE"}})", "problem invalid: contact.id cannot be empty"},
      {R"({"contact":{"id":"7","role":"NONE"}})", "problem invalid: contact.id must be a UUID"},
      {R"({"contact":{"id":"C","role":"NONE","type":null}})",
       "contacts/or_first:C/role = \"none\"; "
       "clear contacts/or_first:C/type (contact.type cannot be empty)"},
      {R"({"contact":{"id":"C","role":"NONE","picture":null}})",
       "contacts/or_first:C/role = \"none\""},
      {R"({"contact":{"id":"C","role":"NONE","picture":"x"}})",
       "contacts/or_first:C/role = \"none\"; problem invalid: contact.picture is not available"},
      {R"({"contact":{"id":"C","role":"NONE","isPrimary":true,"emailAddress":"a@"}})",
       "contacts/or_first:C/role = \"none\"; contacts/or_first:C/primary = true; "
       "contacts/or_first:C/email = \"a@\" (contact.emailAddress must be one e-mail address)"},
  });
}

TEST(FloliveBody, ReadsListsAsAWhole) {
  expect_amends({
      {R"({"campaign":[3,12,0]})", "campaigns = [3, 12, 0]"},
      {R"({"campaign":[1,"2"]})",
       "campaigns = [1, ] (campaign[1] must be a whole number from 0 to 9223372036854775807)"},
      {R"({"campaign":[-1]})",
       "campaigns = [] (campaign[0] must be a whole number from 0 to 9223372036854775807)"},
      {R"({"campaign":[1.0]})",
       "campaigns = [] (campaign[0] must be a whole number from 0 to 9223372036854775807)"},
      {R"({"campaign":[4,4]})", "campaigns = [4, 4] (campaign[1] must not repeat an earlier one)"},
      {R"({"customFields":[{"keyName":"k","keyValue":"v"},{"keyValue":"","keyName":"l"}]})",
       "custom_fields = [k=v, l=]"},
      {R"({"customFields":[{"keyValue":"v"}]})",
       "custom_fields = [=v] (customFields[0].keyName cannot be empty)"},
      {R"({"customFields":[{"keyName":"k","keyValue":7}]})",
       "custom_fields = [] (customFields[0].keyValue must be a string, not a number)"},
      {R"({"customFields":[{"keyName":"k"},{"keyName":"k"}]})",
       "custom_fields = [k=, k=] (customFields[1].keyName must not repeat an earlier one)"},
      {R"({"customFields":["k"]})",
       "custom_fields = [] (customFields[0] must be an object, not a string)"},
      {R"({"contact":{"id":"C","role":"NONE","identity":[{"idType":"PASSPORT","idNumber":"X1"}]}})",
       "contacts/or_first:C/role = \"none\"; contacts/or_first:C/identities = [passport=X1]"},
      {R"({"contact":{"id":"C","role":"NONE","identity":[{"idType":"VISA","idNumber":"1"}]}})",
       "contacts/or_first:C/role = \"none\"; contacts/or_first:C/identities = [VISA=1] "
       "(contact.identity[0].idType must be one of ID, PASSPORT, DRIVER_LICENSE)"},
  });
  std::string many = "[0";
  for (int i = 1; i <= 1000; ++i) many += ',' + std::to_string(i);
  EXPECT_EQ(edits(Action::update, "{\"campaign\":" + many + "]}"),
            "campaigns = [] (campaign must have at most 1000 entries)");
}

TEST(FloliveBody, MergesAddressesByTheirId) {
  const std::string known =
      "addresses/known:C/part = true "
      "(address[0].id must be the id of an address of this customer)";
  expect_amends({
      {R"({"address":[{"id":"C"}]})", known},
      {R"({"address":[{"id":"C","title":"DR","zipCode":"","isPrimary":false}]})",
       "addresses/known:C/title = \"dr\"; clear addresses/known:C/postal_code; "
       "addresses/known:C/primary = false; " +
           known},
      {R"({"address":[{"id":"C","title":"Mr","type":{}}]})",
       "addresses/known:C/title = \"Mr\" (address[0].title must be one of DR, PROF); "
       "clear addresses/known:C/type (address[0].type cannot be empty); " +
           known},
      {R"({"address":[{"type":"MAILING","street":"A"},{"type":"SHIPPING"}]})",
       "addresses/fresh:0/type = \"billing\"; addresses/fresh:0/street = \"A\"; "
       "addresses/fresh:1/type = \"delivery\""},
      {R"({"address":[{"type":"Private"}]})",
       "addresses/fresh:0/type = \"Private\" "
       "(address[0].type must be one of PRIVATE, SHIPPING, MAILING)"},
      {R"({"address":[{"street":"A"}]})",
       "problem invalid: address[0].id is required; "
       "an address without one is added where its type is sent"},
      {R"({"address":[{"id":"","type":"PRIVATE"}]})",
       "problem invalid: address[0].id cannot be empty"},
      {R"({"address":[{"id":7,"type":"PRIVATE"}]})",
       "problem invalid: address[0].id must be a UUID"},
      {R"({"address":[{"id":"C"},{"id":"C"}]})",
       known + "; problem invalid: address[1].id is given twice"},
  });
  std::string many = "{}";
  for (int i = 1; i <= 500; ++i) many += ",{}";
  EXPECT_EQ(edits(Action::update, "{\"address\":[" + many + "]}"),
            "problem invalid: address must have at most 500 entries");
}

TEST(FloliveBody, ReadsTheInvoiceConfiguration) {
  const auto invoice = [](std::string_view inside) {
    return edits(Action::update, "{\"invoiceConfiguration\":{" + std::string(inside) + "}}");
  };
  for (const auto& [inside, want] : std::initializer_list<Case>{
           {R"("chargeByActive":"IMSI","vat":15.00)", "charge_by = \"imsi\"; vat = 15.00"},
           {R"("vat":"20.5","deviceCost":0.000001)", "vat = 20.5; device_cost = 0.000001"},
           {R"("vat":-1)",
            "vat = -1 (invoiceConfiguration.vat must be a decimal number from 0, with at most 18 "
            "digits before and 6 after the point)"},
           {R"("vat":true)", "vat = [] (invoiceConfiguration.vat must be a number, not a boolean)"},
           {R"("paymentDueAfterInvoiceIssued":30,"paymentDueUnits":"DAYS")", "days_due = 30"},
           {R"("paymentDueAfterInvoiceIssued":null,"paymentDueUnits":null)", "clear days_due"},
           {R"("paymentDueAfterInvoiceIssued":null)", "clear days_due"},
           {R"("paymentDueUnits":"DAYS")", "nothing"},
           {R"("paymentDueUnits":null)",
            "clear days_due (invoiceConfiguration.paymentDueUnits cannot be empty while "
            "paymentDueAfterInvoiceIssued has a value)"},
           {R"("paymentDueAfterInvoiceIssued":30)",
            "days_due = 30; problem invalid: invoiceConfiguration.paymentDueUnits must be DAYS "
            "where paymentDueAfterInvoiceIssued has a value"},
           {R"("paymentDueAfterInvoiceIssued":30,"paymentDueUnits":"")",
            "days_due = 30; problem invalid: invoiceConfiguration.paymentDueUnits must be DAYS "
            "where paymentDueAfterInvoiceIssued has a value"},
           {R"("paymentDueUnits":"WEEKS")",
            "problem invalid: invoiceConfiguration.paymentDueUnits must be DAYS"},
           {R"("paymentDueAfterInvoiceIssued":"30","paymentDueUnits":"DAYS")",
            "days_due = [] (invoiceConfiguration.paymentDueAfterInvoiceIssued must be a number, "
            "not a string)"},
           {R"("paymentDueAfterInvoiceIssued":3651,"paymentDueUnits":"DAYS")",
            "days_due = 3651 (invoiceConfiguration.paymentDueAfterInvoiceIssued must be a whole "
            "number from 0 to 3650)"},
           {R"("invoiceText":"éééééééééééééééééééééééééééééé")",
            "invoice_text = \"éééééééééééééééééééééééééééééé\""},
           {R"("invoiceText":"éééééééééééééééééééééééééééééée")",
            "invoice_text = \"éééééééééééééééééééééééééééééée\" "
            "(invoiceConfiguration.invoiceText must be at most 60 bytes, not 61)"}})
    EXPECT_EQ(invoice(inside), want) << inside;
}

TEST(FloliveBody, TellsANewCustomerWhatNobodySaid) {
  for (const auto& [body, want] : std::initializer_list<Case>{
           {R"({"status":"ACTIVE","currency":"EUR","name":"A"})",
            "status = \"active\"; currency = \"EUR\"; name = \"A\"; type = \"private\"; "
            "offer_delegation = false; imei_lock = false; mfa = \"mandatory\"; "
            "charge_by = \"sim\"; activity_indication = \"network_registration\"; "
            "device_cost = 0"},
           {R"({"status":"SUSPEND","currency":"EUR","type":"business",
                "allowOfferDelegation":true,"isAllowedImeiLock":null,"mfaConfiguration":"",
                "invoiceConfiguration":{"chargeByActive":"IMSI"}})",
            "status = \"suspended\"; currency = \"EUR\"; type = \"business\"; "
            "offer_delegation = true; clear imei_lock; clear mfa; charge_by = \"imsi\"; "
            "activity_indication = \"network_registration\"; device_cost = 0"},
           {R"({"status":"Active","currency":"euro","type":null,"invoiceConfiguration":{},
                "allowOfferDelegation":true,"isAllowedImeiLock":true,"mfaConfiguration":null})",
            "status = \"Active\" (status must be one of ACTIVE, SUSPEND); "
            "currency = \"euro\" (currency must be an ISO 4217 currency code); clear type; "
            "clear charge_by; clear activity_indication; clear device_cost; "
            "clear invoice_delivery; clear days_due; clear vat; clear invoice_text; "
            "offer_delegation = true; imei_lock = true; clear mfa"}})
    EXPECT_EQ(edits(Action::create, body), want) << body;
  EXPECT_TRUE(edits(Action::create, "{}")
                  .ends_with("; problem invalid: status is required; "
                             "problem invalid: currency is required"));
  EXPECT_TRUE(edits(Action::create, R"({"status":null,"currency":""})")
                  .starts_with("clear status (status cannot be empty); "
                               "clear currency (currency cannot be empty); type = "));
}

TEST(FloliveBody, GivesTheContactOfANewCustomerAnId) {
  const auto contact = [](std::string_view inside) {
    const std::string all = edits(Action::create, "{\"contact\":" + std::string(inside) + '}');
    return all.substr(0, all.find("; type = "));
  };
  EXPECT_EQ(contact(R"({"role":"NONE","mobilePhoneNumber":"+447700900123"})"),
            "contacts/fresh:-1/role = \"none\"; contacts/fresh:-1/mobile = \"+447700900123\"");
  EXPECT_EQ(contact(R"({"id":"C","role":"NONE"})"), "contacts/or_first:C/role = \"none\"");
  EXPECT_TRUE(edits(Action::create, R"({"contact":{"firstName":"A"}})")
                  .contains("problem invalid: contact.role is required"));
}

// ---- What a read shows writes back

Uuid part(std::uint64_t number) { return Uuid::numbered(number); }

Record customer() {
  Record out{.id = {101}, .uuid = part(101), .version = 3, .values = {}};
  const auto set = [&](Field field, Value value, const Uuid& of = {}) {
    out.values.set({field, of}, std::move(value));
  };
  set(Field::name, std::string("Global Trading"));
  set(Field::status, std::string("off"));
  set(Field::currency, std::string("GBP"));
  set(Field::type, std::string("business"));
  set(Field::offer_delegation, true);
  set(Field::campaigns, List{{"3"}, {"12"}});
  set(Field::custom_fields, List{{"k", "v"}, {"l", ""}});
  set(Field::device_cost, *Decimal::parse("12.50"));
  set(Field::invoices_due, std::int64_t{30});
  set(Field::address_ordinal, std::int64_t{1}, part(1));
  set(Field::address_type, std::string("main"), part(1));
  set(Field::address_street, std::string("High Street\nLondon"), part(1));
  set(Field::address_primary, true, part(1));
  set(Field::address_ordinal, std::int64_t{2}, part(2));
  set(Field::address_type, std::string("billing"), part(2));
  set(Field::address_title, std::string("prof"), part(2));
  set(Field::contact_ordinal, std::int64_t{1}, part(3));
  set(Field::contact_type, std::string("owner"), part(3));
  set(Field::contact_role, std::string("none"), part(3));
  set(Field::contact_birthdate, std::string("1990-12-24"), part(3));
  set(Field::contact_identities, List{{"passport", "X1"}}, part(3));
  set(Field::contact_primary, true, part(3));
  return out;
}

std::string shown(const Record& record) {
  const DecodedRequest decoded{.route = route(Action::get)};
  core::View view;
  view.record = record;
  const auto reply = wire::json::parse(kDoor.encode(decoded, view, {}).body);
  return wire::json::write((*reply->find("content")->array()).front());
}

TEST(FloliveBody, ShowsEveryMember) {
  EXPECT_EQ(
      shown(customer()),
      R"({"customerId":"00000000-0000-4000-8000-000000000101","status":"SUSPEND",)"
      R"("type":"BUSINESS","name":"Global Trading","currency":"GBP","allowOfferDelegation":true,)"
      R"("isAllowedImeiLock":false,"vatRegistrationNumber":null,"mfaConfiguration":null,)"
      R"("contact":{"id":"00000000-0000-4000-8000-000000000003","emailAddress":null,)"
      R"("type":"OWNER","role":"NONE","salutation":null,"firstName":null,"middleName":null,)"
      R"("lastName":null,"identity":[{"idType":"PASSPORT","idNumber":"X1"}],"gender":null,)"
      R"("birthdate":"24121990","landlinePhoneNumber":null,"mobilePhoneNumber":null,)"
      R"("additionalPhoneNumber":null,"picture":null,"remarks":null,"isPrimary":true},)"
      R"("address":[{"id":"00000000-0000-4000-8000-000000000001","type":"PRIVATE",)"
      R"("street":"High Street\nLondon","buildingNumber":null,"buildingName":null,)"
      R"("buildingFloor":null,"zipCode":null,"apartmentNumber":null,"entrance":null,"city":null,)"
      R"("province":null,"state":null,"country":null,"pobox":null,"salutation":null,)"
      R"("fullName":null,"title":null,"company":null,"emailAddress":null,"isPrimary":true},)"
      R"({"id":"00000000-0000-4000-8000-000000000002","type":"MAILING","street":null,)"
      R"("buildingNumber":null,"buildingName":null,"buildingFloor":null,"zipCode":null,)"
      R"("apartmentNumber":null,"entrance":null,"city":null,"province":null,"state":null,)"
      R"("country":null,"pobox":null,"salutation":null,"fullName":null,"title":"PROF",)"
      R"("company":null,"emailAddress":null,"isPrimary":false}],)"
      R"("invoiceConfiguration":{"chargeByActive":null,"activityIndication":null,)"
      R"("deviceCost":12.50,"deliveryMethod":null,"paymentDueAfterInvoiceIssued":30,)"
      R"("paymentDueUnits":"DAYS","vat":null,"invoiceText":null},"campaign":[3,12],)"
      R"("customFields":[{"keyName":"k","keyValue":"v"},{"keyName":"l","keyValue":""}]})");
}

// Rule 6: an edit made from the body of a read is never a change, whatever the record holds.
TEST(FloliveBody, TakesBackWhatItShows) {
  Record bare{.id = {102}, .uuid = part(102), .version = 1, .values = {}};
  bare.values.set({Field::name, {}}, std::string("Volvo"));
  bare.values.set({Field::status, {}}, std::string("active"));
  bare.values.set({Field::currency, {}}, std::string("ZAR"));
  Record odd = customer();
  odd.values.set({Field::name, {}}, std::string(300, 'x'));
  odd.values.set({Field::invoices_due, {}}, std::int64_t{-2});
  odd.values.set({Field::device_cost, {}}, *Decimal::parse("-1"));
  odd.values.set({Field::contact_telephone, part(3)}, std::string("ring twice"));
  odd.values.set({Field::contact_email, part(3)}, std::string("not one"));
  odd.values.set({Field::address_country, part(1)}, std::string(300, 'y'));
  odd.values.set({Field::campaigns, {}}, List{{"7"}, {"7"}});
  for (const Record& record : {customer(), bare, odd}) {
    const DecodedRequest decoded = sent(Action::update, shown(record));
    ASSERT_FALSE(decoded.refused);
    EXPECT_TRUE(decoded.call.problems.empty()) << decoded.call.problems.front().field;
    for (const core::FieldEdit& each : std::get<core::UpdateCustomer>(decoded.call.request).edits)
      EXPECT_TRUE(would_change_nothing(record, each.target, each.edit)) << describe(each);
  }
}

}  // namespace
}  // namespace patchbay::doors::flolive
