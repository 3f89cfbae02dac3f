// Translations: the documents' own examples in every other dialect, each kind of loss, and that no
// secret is copied.
#include "doors/translate.h"

#include <gtest/gtest.h>

#include "doors/shared/translation_json.h"
#include "wire/json.h"

namespace patchbay::doors {
namespace {

// The target, then the body, then "kind field" for each loss, then the placeholders.
std::string translated(std::string_view from, std::string_view to, std::string input,
                       const Record* record = nullptr, std::string transport = {}) {
  const TranslationInput asked{.from = std::string(from),
                               .to = std::string(to),
                               .transport = std::move(transport),
                               .input = std::move(input),
                               .method = {},
                               .target = {}};
  const auto source = read_source(asked);
  if (!source) return "refused: " + source.error().sentence();
  const EncodedCall out = translate(asked, *source, record).encoded;
  std::string text = "nothing";
  if (out.request)
    text = out.request->method + ' ' + out.request->path + ' ' +
           (out.request->query.empty() ? out.request->body : out.request->query);
  for (const Loss& each : out.losses)
    text += "\n" + std::string(word(each.kind)) + ' ' + each.field;
  std::string names;
  for (const Placeholder& each : out.placeholders) names += ' ' + each.name;
  return text + "\n?" + names;
}

constexpr std::string_view kEnswitch =
    "curl 'http://enswitch.example.com/api/json/customers/update/"
    "?auth_username=user;auth_password=s3cret;id=123;name=example'";
constexpr std::string_view kEverlytic =
    "PUT /api/2.0/customers/7 HTTP/1.1\nAuthorization: Basic dXNlcjpzM2NyZXQ=\n"
    "Content-Type: application/json\n\n{\"email\":\"a@b.example\"}\n";
constexpr std::string_view kFlolive =
    "curl -X PATCH https://h/api/v2/customer/00000000-0000-4000-8000-000000000101 "
    "-H 'Authorization: Bearer s3cret' -H 'Content-Type: application/json' "
    "-d '{\n    \"name\": \"Volvo\"\n}'";
constexpr std::string_view kM2mportal =
    "<edit-customer version=\"1\" api-id=\"123456\"><authentication><username>user</username>"
    "<password>s3cret</password></authentication><customer>Global Trading</customer>"
    "<website>www.gbtrading.com</website><head-office>GBT House</head-office>"
    "<billing-address></billing-address><notes>New account</notes></edit-customer>";

TEST(Translate, TheDocumentsOwnExamples) {
  struct Case {
    std::string_view from;
    std::string_view to;
    std::string_view input;
    std::string_view want;
  };
  const Case cases[] = {
      {"enswitch", "everlytic", kEnswitch,
       "PUT /api/2.0/customers/123 {\"name\":\"example\"}\nno_field events_url\n"
       "? USERNAME PASSWORD"},
      {"enswitch", "flolive", kEnswitch,
       "PATCH /api/v2/customer/CUSTOMER_UUID {\"name\":\"example\"}\nno_field events_url\n"
       "? CUSTOMER_UUID TOKEN"},
      {"enswitch", "m2mportal", kEnswitch, "nothing\nnames_customer name\nno_field events_url\n?"},
      {"enswitch", "enswitch", kEnswitch,
       "POST /api/json/customers/update auth_username=USERNAME&auth_password=PASSWORD&id=123&"
       "events_url=&name=example\n? USERNAME PASSWORD"},
      {"everlytic", "enswitch", kEverlytic,
       "POST /api/json/customers/update auth_username=USERNAME&auth_password=PASSWORD&id=7&"
       "email=a%40b.example&events_url=EVENTS_URL\n? EVENTS_URL USERNAME PASSWORD"},
      {"everlytic", "flolive", kEverlytic,
       "PATCH /api/v2/customer/CUSTOMER_UUID "
       "{\"contact\":{\"id\":\"CONTACT_ID\",\"emailAddress\":\"a@b.example\"}}\n"
       "? CONTACT_ID CUSTOMER_UUID TOKEN"},
      {"everlytic", "m2mportal", kEverlytic, "nothing\nno_field email\n?"},
      {"everlytic", "everlytic", kEverlytic,
       "PUT /api/2.0/customers/7 {\"email\":\"a@b.example\"}\n? USERNAME PASSWORD"},
      {"flolive", "enswitch", kFlolive,
       "POST /api/json/customers/update auth_username=USERNAME&auth_password=PASSWORD&"
       "id=CUSTOMER_ID&name=Volvo&events_url=EVENTS_URL\n"
       "? CUSTOMER_ID EVENTS_URL USERNAME PASSWORD"},
      {"flolive", "everlytic", kFlolive,
       "PUT /api/2.0/customers/CUSTOMER_ID {\"name\":\"Volvo\"}\n"
       "? CUSTOMER_ID USERNAME PASSWORD"},
      {"flolive", "m2mportal", kFlolive, "nothing\nnames_customer name\n?"},
      {"flolive", "flolive", kFlolive,
       "PATCH /api/v2/customer/00000000-0000-4000-8000-000000000101 {\"name\":\"Volvo\"}\n"
       "? TOKEN"},
      {"m2mportal", "m2mportal", kM2mportal,
       "POST / <edit-customer version=\"1\"><authentication><username>USERNAME</username>"
       "<password>PASSWORD</password></authentication><customer>Global Trading</customer>"
       "<website>www.gbtrading.com</website><head-office>GBT House</head-office>"
       "<billing-address></billing-address><notes>New account</notes></edit-customer>\n"
       "? USERNAME PASSWORD"},
      {"m2mportal", "everlytic", kM2mportal,
       "PUT /api/2.0/customers/CUSTOMER_ID {\"address\":\"GBT House\",\"state_provinces\":\"\","
       "\"postal_code\":\"\",\"website_url\":\"www.gbtrading.com\",\"country\":\"\"}\n"
       "partly head-office\nno_field billing-address\nno_field notes\n"
       "? CUSTOMER_ID USERNAME PASSWORD"},
      {"m2mportal", "enswitch", kM2mportal,
       "POST /api/json/customers/update auth_username=USERNAME&auth_password=PASSWORD&"
       "id=CUSTOMER_ID&address1=GBT%20House&address2=&address3=&address_city=&address_code=&"
       "address_other=&address_state=&country=&events_url=EVENTS_URL\n"
       "no_field website\npartly head-office\nno_field billing-address\nno_field notes\n"
       "? CUSTOMER_ID EVENTS_URL USERNAME PASSWORD"},
  };
  for (const Case& each : cases) {
    const std::string got = translated(each.from, each.to, std::string(each.input));
    EXPECT_EQ(got, each.want) << each.from << " to " << each.to;
    EXPECT_FALSE(got.contains("s3cret")) << got;
  }
  EXPECT_EQ(translated("everlytic", "everlytic", std::string(kEverlytic), nullptr, "xml-rpc"),
            "POST /api/2.0/xmlrpc <?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<methodCall>"
            "<methodName>UpdateCustomer</methodName><params><param><value><int>7</int></value>"
            "</param><param><value><struct><member><name>email</name><value><string>a@b.example"
            "</string></value></member></struct></value></param></params></methodCall>\n\n"
            "? USERNAME PASSWORD");
}

std::string enswitch(std::string_view fields) {
  return "GET /api/json/customers/update?id=7&events_url=http://a.example&" + std::string(fields);
}
std::string everlytic(std::string_view json) {
  return "PUT /api/2.0/customers/7\nContent-Type: application/json\n\n" + std::string(json);
}
std::string flolive(std::string_view json) {
  return "PATCH /api/v2/customer/00000000-0000-4000-8000-000000000007\n"
         "Content-Type: application/json\n\n" +
         std::string(json);
}

// Only the losses.
std::string losses(std::string_view from, std::string_view to, const std::string& input,
                   const Record* record = nullptr) {
  const std::string all = translated(from, to, input, record);
  if (!all.contains('\n')) return all;
  const std::size_t begin = all.find('\n') + 1;
  const std::size_t end = all.rfind("\n?");
  std::string out = begin > end ? "" : all.substr(begin, end - begin);
  for (char& each : out)
    if (each == '\n') each = ',';
  return out;
}

TEST(Translate, NamesEveryKindOfLoss) {
  struct Case {
    std::string_view from;
    std::string_view to;
    std::string input;
    std::string_view want;
  };
  const Case cases[] = {
      {"everlytic", "enswitch", everlytic(R"({"name":")" + std::string(201, 'x') + "\"}"),
       "too_long name"},
      {"enswitch", "everlytic", enswitch("telephone=1a"),
       "no_field events_url,not_accepted telephone"},
      {"enswitch", "flolive", enswitch("invoices_due=-2"),
       "no_field events_url,no_word invoices_due"},
      {"enswitch", "flolive", enswitch("invoices_due=-1"),
       "no_field events_url,no_word invoices_due"},
      {"enswitch", "flolive", enswitch("invoices_due=30"), "no_field events_url"},
      {"enswitch", "everlytic", enswitch("email="), "cannot_clear email,no_field events_url"},
      {"enswitch", "m2mportal", enswitch("address1=A"),
       "replaces_more address1,no_field events_url"},
      {"enswitch", "everlytic", enswitch("fax=1"), "no_field events_url,read_only fax"},
      {"enswitch", "everlytic", enswitch("validation=1"), "no_option ,no_field events_url"},
      {"enswitch", "everlytic", enswitch("colour=1"), "not_valid colour,no_field events_url"},
      {"enswitch", "everlytic", enswitch("country=United+Kingdom"),
       "reshaped country,no_field events_url"},
      {"enswitch", "everlytic", enswitch("country=Narnia"),
       "not_accepted country,no_field events_url"},
      {"everlytic", "enswitch", everlytic(R"({"deleted":"yes","name":"A"})"),
       "another_call deleted"},
      {"everlytic", "flolive", everlytic(R"({"status":"on"})"), "read_only status"},
      {"everlytic", "flolive", everlytic(R"({"deleted":"yes"})"), "no_operation "},
      {"flolive", "everlytic", flolive(R"({"contact":{"id":"00000000-0000-4000-8000-000000000009",
        "emailAddress":"a@b.example","firstName":"A"}})"),
       "assumed contact.id,no_field contact.firstName"},
      {"flolive", "everlytic", flolive(R"({"address":[{"id":"00000000-0000-4000-8000-000000000009",
        "city":"A"}]})"),
       "other_part address[0].city"},
      {"flolive", "enswitch", flolive(R"({"address":[{"type":"PRIVATE","city":"A","street":"B",
        "buildingNumber":"7"}]})"),
       "assumed address[0].id,reshaped address[0].street,reshaped address[0].buildingNumber"},
      {"flolive", "enswitch", flolive(R"({"address":[],"campaign":[7]})"),
       "cannot_clear address,no_field campaign"},
      {"m2mportal", "flolive",
       "<edit-customer><customer>A</customer><head-office/></edit-customer>", "partly head-office"},
      {"everlytic", "m2mportal", "GET /api/2.0/customers/7", "no_operation "},
  };
  for (const Case& each : cases)
    EXPECT_EQ(losses(each.from, each.to, each.input), each.want) << each.input;
  EXPECT_EQ(losses("flolive", "m2mportal", "PATCH /api/v2/customer/x\n\n{}"), "");
}

Record customer() {
  Record out;
  out.id = {101};
  out.uuid = Uuid::numbered(101);
  const auto set = [&](Field field, const Uuid& part, Value value) {
    out.values.set({field, part}, std::move(value));
  };
  set(Field::name, {}, std::string("Global Trading"));
  set(Field::events_url, {}, std::string("http://hook.example/"));
  set(Field::address_ordinal, Uuid::numbered(1), std::int64_t{1});
  set(Field::address_type, Uuid::numbered(1), std::string("main"));
  set(Field::contact_ordinal, Uuid::numbered(2), std::int64_t{1});
  set(Field::contact_primary, Uuid::numbered(2), true);
  return out;
}

constexpr std::string_view kStandard =
    "PATCH /tmf-api/customerManagement/v4/customer/7 HTTP/1.1\nContent-Type: application/json\n\n";

TEST(Translate, AMergePatchIsReadWithoutTheCustomer) {
  const std::string patch = std::string(kStandard) +
                            R"({"name":"A","description":null,"statusReason":"r","role":null,)"
                            R"("contactMedium":[{"mediumType":"email",)"
                            R"("characteristic":{"emailAddress":"a@b.example"}}]})";
  EXPECT_EQ(translated("tmf629", "everlytic", patch),
            "PUT /api/2.0/customers/7 {\"name\":\"A\",\"email\":\"a@b.example\"}\n"
            "partly role\npartly contactMedium\nno_field statusReason\n"
            "assumed contactMedium[0].characteristic.emailAddress\nno_field description\n"
            "? USERNAME PASSWORD");
  EXPECT_EQ(translated("tmf629", "tmf629", patch, nullptr, "v5"),
            "PATCH /tmf-api/customer/v5/customer/7 "
            "{\"name\":\"A\",\"description\":null,\"statusReason\":\"r\"}\n"
            "partly role\npartly contactMedium\n"
            "replaces_more contactMedium[0].characteristic.emailAddress\n"
            "replaces_more contactMedium\n? USERNAME PASSWORD");
  EXPECT_EQ(translated("tmf629", "enswitch", std::string(kStandard) + R"({"statusReason":"r"})"),
            "nothing\nno_field statusReason\n?");
}

TEST(Translate, OperationsAreReadWithTheCustomerAlone) {
  const std::string patch =
      "PATCH /tmf-api/customerManagement/v4/customer/7 HTTP/1.1\n"
      "Content-Type: application/json-patch+json\n\n"
      R"([{"op":"add","path":"/characteristic/-","value":{"name":"website","value":"w.example"}}])";
  EXPECT_EQ(translated("tmf629", "everlytic", patch), "nothing\npartly \n?");
  Record record{.id = {7}, .uuid = Uuid::numbered(7), .version = 3, .values = {}};
  record.values.set({Field::name, {}}, std::string("A"));
  record.values.set({Field::notes, {}}, std::string("n"));
  record.values.set({Field::status, {}}, std::string("active"));
  EXPECT_EQ(translated("tmf629", "everlytic", patch, &record),
            "PUT /api/2.0/customers/7 {\"website_url\":\"w.example\"}\n? USERNAME PASSWORD");
}

TEST(Translate, AListOfTheStandardIsReplacedAsAWhole) {
  constexpr std::string_view kChange =
      "PUT /api/2.0/customers/7 HTTP/1.1\nContent-Type: application/json\n\n"
      R"({"name":"B","telephone":"123","website_url":""})";
  EXPECT_EQ(translated("everlytic", "tmf629", std::string(kChange)),
            "PATCH /tmf-api/customerManagement/v4/customer/7 {\"name\":\"B\"}\n"
            "replaces_more telephone\nreplaces_more website_url\n? USERNAME PASSWORD");
  const Uuid contact = Uuid::numbered(8);
  Record record{.id = {7}, .uuid = Uuid::numbered(7), .version = 3, .values = {}};
  record.values.set({Field::name, {}}, std::string("A"));
  record.values.set({Field::status, {}}, std::string("active"));
  record.values.set({Field::website, {}}, std::string("w.example"));
  record.values.set({Field::custom_fields, {}}, List{{"colour", "red"}});
  record.values.set({Field::contact_ordinal, contact}, std::int64_t{1});
  record.values.set({Field::contact_primary, contact}, true);
  record.values.set({Field::contact_email, contact}, std::string("a@b.example"));
  EXPECT_EQ(translated("everlytic", "tmf629", std::string(kChange), &record, "v5"),
            "PATCH /tmf-api/customer/v5/customer/7 {\"name\":\"B\",\"characteristic\":["
            "{\"@type\":\"StringCharacteristic\",\"name\":\"colour\",\"valueType\":\"string\","
            "\"value\":\"red\"},{\"@type\":\"Characteristic\",\"name\":\"website\","
            "\"value\":null}],\"contactMedium\":[{\"@type\":\"EmailContactMedium\","
            "\"preferred\":true,\"emailAddress\":\"a@b.example\"},"
            "{\"@type\":\"PhoneContactMedium\",\"preferred\":true,\"contactType\":\"telephone\","
            "\"phoneNumber\":\"123\"}]}\n? USERNAME PASSWORD");
}

TEST(Translate, EveryDialectReadsANewCustomerOfTheStandard) {
  const std::string post =
      "POST /tmf-api/customer/v5/customer HTTP/1.1\nContent-Type: application/json\n\n"
      R"({"@type":"Customer","name":"N","statusReason":"r","engagedParty":{"@type":"PartyRef","id":"p"}})";
  for (const std::string_view to : dialects_with_clients()) {
    const std::string out = translated("tmf629", to, post);
    EXPECT_TRUE(out.contains("N")) << out;
    EXPECT_EQ(out.contains("no_field statusReason"), to != "tmf629") << out;
  }
  EXPECT_EQ(translated("m2mportal", "tmf629",
                       "<add-customer version=\"1\"><authentication><username>u</username>"
                       "<password>p</password></authentication><customer>N</customer>"
                       "</add-customer>"),
            "POST /tmf-api/customerManagement/v4/customer {\"name\":\"N\",\"engagedParty\":"
            "{\"id\":\"PARTY_ID\",\"name\":\"N\",\"@referredType\":\"Party\"}}\n"
            "? PARTY_ID USERNAME PASSWORD");
}

TEST(Translate, TheRecordNamesTheCustomerAndItsParts) {
  const Record record = customer();
  EXPECT_EQ(translated("flolive", "enswitch", flolive(R"({"name":"A"})"), &record),
            "POST /api/json/customers/update auth_username=USERNAME&auth_password=PASSWORD&id=101&"
            "name=A&events_url=http%3A%2F%2Fhook.example%2F\n? USERNAME PASSWORD");
  EXPECT_EQ(translated("enswitch", "flolive", enswitch("address_city=A&telephone=123"), &record),
            "PATCH /api/v2/customer/00000000-0000-4000-8000-000000000101 "
            "{\"contact\":{\"id\":\"00000000-0000-4000-8000-000000000002\","
            "\"landlinePhoneNumber\":\"123\"},"
            "\"address\":[{\"id\":\"00000000-0000-4000-8000-000000000001\",\"city\":\"A\"}]}\n"
            "no_field events_url\n? TOKEN");
  EXPECT_EQ(
      translated("everlytic", "m2mportal", everlytic(R"({"website_url":"a.example"})"), &record),
      "POST / <edit-customer version=\"1\"><authentication><username>USERNAME</username>"
      "<password>PASSWORD</password></authentication><customer>Global Trading</customer>"
      "<website>a.example</website></edit-customer>\n? USERNAME PASSWORD");
  EXPECT_EQ(losses("flolive", "everlytic",
                   flolive(R"({"contact":{"id":"00000000-0000-4000-8000-000000000002",
                     "emailAddress":"a@b.example"}})"),
                   &record),
            "");
  EXPECT_EQ(losses("flolive", "everlytic",
                   flolive(R"({"contact":{"id":"00000000-0000-4000-8000-000000000009",
                     "emailAddress":"a@b.example"}})"),
                   &record),
            "other_part contact.emailAddress");
}

TEST(Translate, SecretsBecomePlaceholders) {
  const std::string got =
      translated("enswitch", "enswitch",
                 enswitch("creditcard_number=4111111111111111&provision_password=s3cret"));
  EXPECT_TRUE(got.contains("&creditcard_number=CREDITCARD_NUMBER&") &&
              got.contains("&provision_password=PROVISION_PASSWORD"))
      << got;
  EXPECT_FALSE(got.contains("4111") || got.contains("s3cret")) << got;
  const TranslationInput asked{.from = "enswitch",
                               .to = "flolive",
                               .transport = {},
                               .input = enswitch("creditcard_number=4111111111111111"),
                               .method = {},
                               .target = {}};
  const auto source = read_source(asked);
  ASSERT_TRUE(source);
  const std::string json =
      wire::json::write(translation_json(asked, translate(asked, *source, nullptr)));
  EXPECT_TRUE(json.contains("\"value\":\"****\"")) << json;
  EXPECT_FALSE(json.contains("4111")) << json;
}

TEST(Translate, RefusesWhatItCannotRead) {
  EXPECT_EQ(translated("native", "flolive", "GET /"),
            "refused: from must be one of m2mportal, flolive, everlytic, enswitch, tmf629");
  EXPECT_EQ(translated("flolive", "x", "GET /"),
            "refused: to must be one of m2mportal, flolive, everlytic, enswitch, tmf629");
  EXPECT_EQ(translated("flolive", "everlytic", "GET /", nullptr, "x"),
            "refused: transport must be one of rest, xml-rpc");
  EXPECT_EQ(translated("flolive", "enswitch", "GET /elsewhere"),
            "refused: input asks for GET /elsewhere, which flolive does not have");
  EXPECT_EQ(translated("flolive", "enswitch", "{}"),
            "refused: method is required, because the input is neither a curl command nor an HTTP "
            "request");
  EXPECT_EQ(translated("flolive", "enswitch", flolive("{")).substr(0, 56),
            "refused: input is not a request that flolive reads: the ");
  EXPECT_EQ(translated("everlytic", "enswitch", std::string("\xff")),
            "refused: input must be text in UTF-8");
  EXPECT_EQ(translated("everlytic", "enswitch", std::string((1 << 20) + 1, 'x')),
            "refused: input must be at most 1048576 bytes");
  EXPECT_EQ(translated("everlytic", "enswitch",
                       "POST /api/2.0/xmlrpc\nContent-Type: text/xml\n\n<methodCall><methodName>"
                       "NoSuch</methodName><params/></methodCall>"),
            "refused: input names a method that everlytic does not have, or gives it wrong "
            "arguments");
}

TEST(Translate, ABodyAloneIsReadByWhatItLooksLike) {
  const auto website_of = [](std::string input) {
    const auto source = read_source({.from = "everlytic",
                                     .to = "enswitch",
                                     .transport = {},
                                     .input = std::move(input),
                                     .method = "PUT",
                                     .target = "/api/2.0/customers/7"});
    return source ? "read" : source.error().sentence();
  };
  EXPECT_EQ(website_of("{\"telephone\": \"+44 1782 555101\"}\n"), "read");
  EXPECT_EQ(website_of("telephone=%2B44+1782+555101\n"), "read");
  EXPECT_EQ(website_of("{").substr(0, 53), "input is not a request that everlytic reads: the body");
}

TEST(Translate, PathsMayStandBelowOthers) {
  EXPECT_EQ(translated("enswitch", "enswitch",
                       "curl 'https://h/pbx/api/json/customers/get?id=7&auth_token=s3cret'"),
            "POST /api/json/customers/get auth_username=USERNAME&auth_password=PASSWORD&id=7\n"
            "? USERNAME PASSWORD");
}

}  // namespace
}  // namespace patchbay::doors
