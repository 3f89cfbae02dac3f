// The values that fields allow, form by form, and the messages that refuse others.
#include "record/field/value_rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "random_record.h"
#include "record/field/field.h"

namespace patchbay {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;

constexpr std::string_view kFine = "fine";

std::string verdict(Field field, const Value& value) {
  return find_objection(row(field).rule, value).value_or(std::string(kFine));
}

Value decimal(std::string_view text) { return *Decimal::parse(text); }
Value whole(std::int64_t value) { return value; }

struct Case {
  Field field;
  Value value;
  std::string_view want;
};

void expect(std::initializer_list<Case> cases) {
  for (const auto& [field, value, want] : cases)
    EXPECT_EQ(verdict(field, value), want) << row(field).key << ' ' << describe(value);
}

TEST(ValueRule, Text) {
  expect({{Field::name, "a", kFine},
          {Field::name, "", "must not be empty"},
          {Field::name, std::string(255, 'x'), kFine},
          {Field::name, std::string(300, 'x'), "must be at most 255 characters, not 300"},
          {Field::notes, "", kFine},
          {Field::notes, "a\0b"s, "must not contain the character U+0000"},
          {Field::notes, "\n\t\x7F\u2028", kFine},
          {Field::name, whole(5), "must be text of 1 to 255 characters"},
          {Field::notes, true, "must be text of at most 500 characters"},
          {Field::notes, List{}, "must be text of at most 500 characters"}});
}

TEST(ValueRule, TextCountsCodePointsUnlessItCountsBytes) {
  std::string accents, faces;
  for (int i = 0; i < 32; ++i) accents += "\u00E9";
  for (int i = 0; i < 16; ++i) faces += "\U0001F600";
  expect({{Field::fax, accents, kFine},
          {Field::fax, accents + "e", "must be at most 32 characters, not 33"},
          {Field::invoice_text, std::string(60, 'x'), kFine},
          {Field::invoice_text, faces, "must be at most 60 bytes, not 64"},
          {Field::invoice_text, faces.substr(4), kFine}});
}

TEST(ValueRule, WholeNumbers) {
  constexpr std::string_view kDue = "must be a whole number from 0 to 3650, -1 or -2";
  expect({{Field::invoices_due, whole(0), kFine},
          {Field::invoices_due, whole(3650), kFine},
          {Field::invoices_due, whole(-1), kFine},
          {Field::invoices_due, whole(-2), kFine},
          {Field::invoices_due, whole(-3), kDue},
          {Field::invoices_due, whole(3651), kDue},
          {Field::invoices_due, "14", kDue},
          {Field::invoices_due, decimal("14"), kDue},
          {Field::overmax, whole(1), kFine},
          {Field::overmax, whole(-2), kFine},
          {Field::overmax, whole(-1), "must be 0, 1 or -2"},
          {Field::overmax, whole(2), "must be 0, 1 or -2"},
          {Field::maxmsg, whole(0), "must be a whole number from 1 to 2147483647 or -2"},
          {Field::seconds_left, whole(INT64_MAX), kFine},
          {Field::seconds_left, whole(-1), "must be a whole number from 0 to 9223372036854775807"},
          {Field::common_routing, whole(-2), "must be a whole number from 0 to 7"}});
}

TEST(ValueRule, Decimals) {
  constexpr std::string_view kDigits = ", with at most 18 digits before the point and 6 after";
  const std::string from_zero = "must be a decimal number of 0 or more" + std::string(kDigits);
  const std::string or_plan =
      "must be a decimal number of 0 or more, -1 or -2" + std::string(kDigits);
  expect({{Field::balance, decimal("-12.5"), kFine},
          {Field::credit, decimal("0.00"), kFine},
          {Field::credit, decimal("-0.01"), from_zero},
          {Field::credit, decimal("-1"), from_zero},
          {Field::call_maximum, decimal("-1"), kFine},
          {Field::call_maximum, decimal("-2.00"), kFine},
          {Field::call_maximum, decimal("-1.5"), or_plan},
          {Field::call_maximum, decimal("-3"), or_plan},
          {Field::credit, whole(1), from_zero},
          {Field::credit, "1", from_zero}});
}

TEST(ValueRule, FlagsAndChoices) {
  expect({{Field::deleted, true, kFine},
          {Field::deleted, whole(1), "must be true or false"},
          {Field::deleted, "true", "must be true or false"},
          {Field::status, "suspended", kFine},
          {Field::status, "Suspended", "must be one of active, suspended, off"},
          {Field::status, "", "must be one of active, suspended, off"},
          {Field::status, "active|suspended", "must be one of active, suspended, off"},
          {Field::status, "act", "must be one of active, suspended, off"},
          {Field::status, true, "must be one of active, suspended, off"},
          {Field::industry, "Hospitality, Travel & Tourism", kFine}});
  EXPECT_THAT(allowed(row(Field::industry).rule),
              testing::HasSubstr("E-commerce; Education & Training; "));
  EXPECT_EQ(words_of(row(Field::industry).rule).size(), 19U);
}

TEST(ValueRule, References) {
  expect({{Field::plan, whole(1), kFine},
          {Field::plan, whole(0), "must be the id of a rate plan"},
          {Field::plan, whole(2147483648), "must be the id of a rate plan"},
          {Field::region, whole(0), kFine},
          {Field::region, whole(-1), "must be the id of a region or 0 for none"},
          {Field::peer, whole(-2), kFine},
          {Field::peer, whole(0), "must be the id of a peer or -2"},
          {Field::email_package, "1", "must be the id of an e-mail package"},
          {Field::affiliate_customer, whole(0), kFine},
          {Field::affiliate_customer, whole(-1), "must be the id of a customer or 0 for none"}});
}

TEST(ValueRule, TextOfAForm) {
  expect(
      {{Field::currency, "EUR", kFine},
       {Field::currency, "eur", "must be an ISO 4217 currency code in upper case"},
       {Field::timezone, "Europe/Berlin", kFine},
       {Field::timezone, "Berlin", "must be the IANA name of a time zone"},
       {Field::address_email, "a@b.example", kFine},
       {Field::address_email, "a", "must be an e-mail address"},
       {Field::technical_contact, "a@b c@d", kFine},
       {Field::technical_contact, "a@b  c@d",
        "must be e-mail addresses separated by single spaces"},
       {Field::technical_contact, "a@b,c@d", "must be e-mail addresses separated by single spaces"},
       {Field::events_url, "https://a.example/", kFine},
       {Field::events_url, "ftp://a.example/",
        "must be an http or https URL of at most 2000 characters"},
       {Field::source, "2001:db8::1", kFine},
       {Field::source, "2001:db8::/32", "must be an IPv4 or IPv6 address"},
       {Field::contact_birthdate, "2000-02-29", kFine},
       {Field::contact_birthdate, "2001-02-29", "must be a day as YYYY-MM-DD"},
       {Field::contact_mobile, "+46701234567", kFine},
       {Field::contact_mobile, "46701234567",
        "must be a telephone number of + and 7 to 15 digits"}});
  std::string long_list = "a@b.example";
  while (long_list.size() <= 1000) long_list += " a@b.example";
  EXPECT_EQ(verdict(Field::technical_contact, long_list),
            "must be at most 1000 characters, not " + std::to_string(long_list.size()));
}

TEST(ValueRule, SecretsMayBeSealed) {
  const Value sealed = SealedSecret{"Ym94", "1111"};
  constexpr std::string_view kCard =
      "must be a payment card number of 12 to 19 digits with a valid check digit";
  expect({{Field::card_number, sealed, kFine},
          {Field::card_number, "4111111111111111", kFine},
          {Field::card_number, "4111111111111112", kCard},
          {Field::card_number, whole(4111111111111111), kCard},
          {Field::bank_account_number, sealed, kFine},
          {Field::provision_password, sealed, kFine},
          {Field::plan, sealed, "must be the id of a rate plan"},
          {Field::status, sealed, "must be one of active, suspended, off"}});
}

TEST(ValueRule, ListsOfWholeNumbers) {
  constexpr std::string_view kList = "must be a list of at most 1000 whole numbers, each once";
  List most, past;
  for (int i = 0; i <= 1000; ++i) (i < 1000 ? most : past).push_back({std::to_string(i)});
  past.insert(past.end(), most.begin(), most.end());
  expect({{Field::campaigns, List{}, kFine},
          {Field::campaigns, List{{"0"}, {"9223372036854775807"}}, kFine},
          {Field::campaigns, most, kFine},
          {Field::campaigns, past, kList},
          {Field::campaigns, List{{"1"}, {"2"}, {"1"}}, kList},
          {Field::campaigns, List{{"1"}, {"01"}}, kList},
          {Field::campaigns, List{{"-1"}}, kList},
          {Field::campaigns, List{{"1.0"}}, kList},
          {Field::campaigns, List{{""}}, kList},
          {Field::campaigns, List{{}}, kList},
          {Field::campaigns, List{{"1", "2"}}, kList},
          {Field::campaigns, "1", kList}});
}

TEST(ValueRule, ListsOfPairs) {
  constexpr std::string_view kPairs =
      "must be a list of at most 100 pairs of key and value, each key once, of at most 255 "
      "characters";
  List most, past;
  for (int i = 0; i <= 100; ++i) (i < 100 ? most : past).push_back({std::to_string(i), ""});
  past.insert(past.end(), most.begin(), most.end());
  const std::string wide(256, 'x');
  expect({{Field::custom_fields, List{}, kFine},
          {Field::custom_fields, List{{"a", "1"}, {"A", "1"}}, kFine},
          {Field::custom_fields, most, kFine},
          {Field::custom_fields, past, kPairs},
          {Field::custom_fields, List{{"a", "1"}, {"a", "2"}}, kPairs},
          {Field::custom_fields, List{{"", "1"}}, kPairs},
          {Field::custom_fields, List{{"a"}}, kPairs},
          {Field::custom_fields, List{{"a", "b", "c"}}, kPairs},
          {Field::custom_fields, List{{"a", wide}}, "must be at most 255 characters, not 256"},
          {Field::custom_fields, List{{wide, "a"}}, "must be at most 255 characters, not 256"},
          {Field::custom_fields, List{{"a", "\0"s}}, "must not contain the character U+0000"}});
}

TEST(ValueRule, IdentitiesAreOfThreeTypes) {
  constexpr std::string_view kIdentities =
      "must be a list of at most 100 pairs of type and number, each type once and one of id, "
      "passport, driver_license, of at most 255 characters";
  expect({{Field::contact_identities, List{{"id", "1"}, {"passport", "2"}}, kFine},
          {Field::contact_identities, List{{"driver_license", "3"}}, kFine},
          {Field::contact_identities, List{{"visa", "4"}}, kIdentities},
          {Field::contact_identities, List{{"id,passport", "4"}}, kIdentities},
          {Field::contact_identities, List{{"ID", "4"}}, kIdentities}});
  EXPECT_THAT(columns_of(row(Field::contact_identities).rule), ElementsAre("type", "number"));
  EXPECT_THAT(columns_of(row(Field::custom_fields).rule), ElementsAre("key", "value"));
  EXPECT_EQ(first_column_choices(row(Field::custom_fields).rule), "");
}

TEST(ValueRule, TakesEveryRandomValueAndSurvivesEveryWrongForm) {
  RandomRecord random(8);
  const Value each_form[] = {true,       whole(-7),   decimal("-7.5"),
                             "\u00E9\n", List{{"x"}}, SealedSecret{"a", ""}};
  for (std::size_t i = 0; i < field_rows().size(); ++i) {
    const auto field = static_cast<Field>(i);
    for (int round = 0; round < 50; ++round) {
      const Value value = random.value(field);
      EXPECT_EQ(verdict(field, value), kFine) << row(field).key << ' ' << describe(value);
    }
    for (const Value& value : each_form)
      EXPECT_TRUE(verdict(field, value) == kFine || verdict(field, value).starts_with("must "));
  }
}

TEST(ValueRule, NeverQuotesTheValue) {
  const Value canary = "CANARY-4111-1111";
  for (const FieldRow& each : field_rows())
    EXPECT_FALSE(find_objection(each.rule, canary).value_or("").contains("CANARY")) << each.key;
}

}  // namespace
}  // namespace patchbay
