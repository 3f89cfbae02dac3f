// Spellings: what each form reads, refuses and shows, and the law that what is shown can be read
// back.
#include "doors/shared/spelling.h"

#include <limits>

#include <gtest/gtest.h>

namespace patchbay::doors {
namespace {

using Form = ValueFormat::Form;

constexpr std::int64_t kBig = std::numeric_limits<std::int64_t>::max();

constexpr Spelling kText{"t", at(Field::bank_name), format::text(3)};
constexpr Spelling kBytes{"b", at(Field::invoice_text), format::text(3).in_bytes()};
constexpr Spelling kDue{"d", at(Field::invoices_due), format::whole(0, 3650).or_none().or_plan()};
constexpr Spelling kNext{"n", at(Field::next_invoice), format::whole(1, kBig)};
constexpr Spelling kPeer{"p", at(Field::peer), format::reference(1).or_plan()};
constexpr Spelling kMaxmsg{
    "m", at(Field::maxmsg), {.form = Form::plan_whole, .min = 1, .max = 2147483647}};
constexpr Spelling kBalance{"b", at(Field::balance), format::decimal()};
constexpr Spelling kCredit{"c", at(Field::credit), format::decimal_from_zero()};
constexpr Spelling kCalls{"c", at(Field::call_maximum),
                          format::decimal_from_zero().or_none().or_plan()};
constexpr Spelling kFlag{"f", at(Field::locked), format::of(Form::flag).required()};
constexpr Spelling kBoolean{"f", at(Field::locked), format::of(Form::boolean)};
constexpr Spelling kYesNo{"f", at(Field::locked), format::of(Form::yes_no)};
constexpr Spelling kTitle{"t", at(Field::address_title), format::enumerated("DR=dr|PROF=prof")};
constexpr Spelling kLoose{"s", at(Lens::status_word, Field::status),
                          format::enumerated("on=active|off").in_any_case()};
constexpr Spelling kEmail{"e", at(Field::contact_email), format::of(Form::email)};
constexpr Spelling kEmails{"e", at(Field::technical_contact), {.form = Form::emails, .max = 1000}};
constexpr Spelling kTelephone{"t", at(Field::contact_telephone), format::of(Form::telephone)};
constexpr Spelling kMobile{"m", at(Field::contact_mobile), format::of(Form::mobile)};
constexpr Spelling kDate{"d", at(Field::contact_birthdate), format::of(Form::date)};
constexpr Spelling kSite{"s", at(Field::website), format::of(Form::site)};
constexpr Spelling kUrl{"u", at(Field::events_url), format::of(Form::url)};
constexpr Spelling kIp{"i", at(Field::source), format::of(Form::ip)};
constexpr Spelling kCard{"c", at(Field::card_number), format::of(Form::card)};
constexpr Spelling kPassword{"p", at(Field::provision_password), format::text(8)};
constexpr Spelling kCurrency{"c", at(Field::currency), format::of(Form::currency).required()};
constexpr Spelling kTimezone{"z", at(Field::timezone), format::of(Form::timezone)};
constexpr Spelling kCountry{"c", at(Lens::country_code, Field::address_country),
                            format::of(Form::country)};
constexpr Spelling kFixed{"f", at(Field::fax), format::text(32).fixed()};

std::string describe(const core::FieldEdit& field_edit) {
  const auto* value = std::get_if<Value>(&field_edit.edit);
  const bool decimal = value && std::holds_alternative<Decimal>(*value);
  return (decimal ? "decimal " : "") + patchbay::describe(field_edit.edit) +
         (field_edit.objection ? "; " + *field_edit.objection : "");
}

struct Reading {
  const Spelling& spelling;
  std::string_view text;
  std::string_view want;
};

TEST(Spelling, ReadsWhatItTakesAndShowsItTheSame) {
  for (const auto& [spelling, text, want] : std::initializer_list<Reading>{
           {kText, "änß", "\"änß\""},
           {kText, " a ", "\" a \""},
           {kDue, "30", "30"},
           {kDue, "-1", "-1"},
           {kDue, "-2", "-2"},
           {kNext, "9223372036854775807", "9223372036854775807"},
           {kPeer, "7", "7"},
           {kPeer, "-2", "-2"},
           {kMaxmsg, "100", "100"},
           {kMaxmsg, "plan", "-2"},
           {kBalance, "-12.50", "decimal -12.50"},
           {kBalance, "999999999999999999.999999", "decimal 999999999999999999.999999"},
           {kCredit, "0", "decimal 0"},
           {kCalls, "-1", "decimal -1"},
           {kCalls, "-2", "decimal -2"},
           {kFlag, "1", "true"},
           {kFlag, "0", "false"},
           {kBoolean, "true", "true"},
           {kBoolean, "false", "false"},
           {kYesNo, "yes", "true"},
           {kYesNo, "no", "false"},
           {kTitle, "PROF", "\"prof\""},
           {kLoose, "on", "\"active\""},
           {kEmail, "a@b.example", "\"a@b.example\""},
           {kEmails, "a@b.example c@d.example", "\"a@b.example c@d.example\""},
           {kTelephone, "+44 (0) 20-79.46/01", "\"+44 (0) 20-79.46/01\""},
           {kMobile, "+447911123456", "\"+447911123456\""},
           {kDate, "29022024", "\"2024-02-29\""},
           {kSite, "www.example.com", "\"www.example.com\""},
           {kSite, "https://example.com/a", "\"https://example.com/a\""},
           {kUrl, "https://example.com/a?b=c", "\"https://example.com/a?b=c\""},
           {kIp, "2001:db8::1", "\"2001:db8::1\""},
           {kCard, "4111111111111111", "\"4111111111111111\""},
           {kCard, "****1234", "\"****1234\""},
           {kPassword, "****56789", "\"****56789\""},
           {kCurrency, "GBP", "\"GBP\""},
           {kTimezone, "Europe/London", "\"Europe/London\""},
           {kCountry, "GB", "\"GB\""}}) {
    const core::FieldEdit field_edit = parse_edit(spelling, text, "x");
    EXPECT_EQ(describe(field_edit), want) << text;
    ASSERT_TRUE(std::holds_alternative<Value>(field_edit.edit)) << text;
    EXPECT_EQ(to_text(spelling, std::get<Value>(field_edit.edit)), text);
    EXPECT_EQ(field_edit.field, "x");
    EXPECT_EQ(field_edit.target, spelling.target);
  }
}

TEST(Spelling, TakesOtherWaysOfWritingTheSame) {
  for (const auto& [spelling, text, want] : std::initializer_list<Reading>{
           {kDue, "0030", "30"},
           {kFlag, "01", "true"},
           {kCalls, "-1.00", "decimal -1.00"},
           {kLoose, "ON", "\"active\""},
           {kEmails, " a@b.example  c@d.example", "\"a@b.example c@d.example\""},
           {kMobile, "447911123456", "\"+447911123456\""},
           {kCard, "4111 1111-1111 1111", "\"4111111111111111\""},
           {kCountry, "gb", "\"GB\""}})
    EXPECT_EQ(describe(parse_edit(spelling, text, "x")), want) << text;
}

TEST(Spelling, CarriesWhatItDoesNotTakeWithAComplaint) {
  for (const auto& [spelling, text, want] : std::initializer_list<Reading>{
           {kText, "ärgs", "\"ärgs\"; must be at most 3 characters, not 4"},
           {kBytes, "äß", "\"äß\"; must be at most 3 bytes, not 4"},
           {kDue, "3651", "3651; must be a whole number from 0 to 3650, -1 or -2"},
           {kDue, "+1", "\"+1\"; must be a whole number from 0 to 3650, -1 or -2"},
           {kDue, "1e3", "\"1e3\"; must be a whole number from 0 to 3650, -1 or -2"},
           {kNext, "0", "0; must be a whole number from 1 to 9223372036854775807"},
           {kNext, "9223372036854775808",
            "\"9223372036854775808\"; must be a whole number from 1 to 9223372036854775807"},
           {kPeer, "-1", "-1; must be a whole number from 1 to 2147483647 or -2"},
           {kMaxmsg, "-2", "\"-2\"; must be a whole number from 1 to 2147483647 or the word plan"},
           {kMaxmsg, "0", "0; must be a whole number from 1 to 2147483647 or the word plan"},
           {kBalance, "1.2345678",
            "\"1.2345678\"; must be a decimal number of at most 18 digits before and 6 after the "
            "point"},
           {kBalance, ".5",
            "\".5\"; must be a decimal number of at most 18 digits before and 6 after the point"},
           {kCredit, "-1",
            "decimal -1; must be a decimal number from 0, with at most 18 digits before and 6 "
            "after the point"},
           {kCalls, "-1.5",
            "decimal -1.5; must be a decimal number from 0, -1 or -2, with at most 18 digits "
            "before and 6 after the point"},
           {kFlag, "2", "\"2\"; must be 0 or 1"},
           {kFlag, "", "nothing; cannot be empty"},
           {kBoolean, "1", "\"1\"; must be true or false"},
           {kYesNo, "Yes", "\"Yes\"; must be yes or no"},
           {kTitle, "Dr", "\"Dr\"; must be one of DR, PROF"},
           {kLoose, "suspended", "\"suspended\"; must be one of on, off"},
           {kEmail, "nobody", "\"nobody\"; must be one e-mail address"},
           {kEmails, "a@b.example, c",
            "\"a@b.example, c\"; must be e-mail addresses separated by spaces, at most 1000 "
            "characters"},
           {kTelephone, "call me",
            "\"call me\"; must be a telephone number: 3 to 32 digits, spaces and + - ( ) . /"},
           {kMobile, "+12",
            "\"+12\"; must be a mobile number in E.164: 7 to 15 digits after the +"},
           {kDate, "30022024", "\"30022024\"; must be a date as DDMMYYYY"},
           {kDate, "2024-02-29", "[]; must be a date as DDMMYYYY"},
           {kUrl, "ftp://example.com",
            "\"ftp://example.com\"; must be an http or https URL of at most 2000 characters"},
           {kIp, "10.0.0.0/8", "\"10.0.0.0/8\"; must be one IPv4 or IPv6 address"},
           {kCard, "4111111111111112",
            "\"4111111111111112\"; must be a card number: 12 to 19 digits with a right check "
            "digit"},
           {kPassword, "123456789", "\"123456789\"; must be at most 8 characters, not 9"},
           {kCurrency, "gbp", "\"gbp\"; must be an ISO 4217 currency code"},
           {kTimezone, "London", "\"London\"; must be an IANA time zone name"},
           {kCountry, "Ruritania",
            "\"Ruritania\"; must be an ISO 3166-1 country code of two letters"},
           {kFixed, "1", "\"1\"; cannot be changed here"},
           {kFixed, "", "nothing; cannot be changed here"},
           {kText, "", "nothing"}})
    EXPECT_EQ(describe(parse_edit(spelling, text, "x")), want) << text;
}

TEST(Spelling, SaysHowLongATextIs) {
  const std::string tail(2000, 'x');
  EXPECT_EQ(parse_edit(kUrl, "http://a/" + tail, "x").objection,
            "must be at most 2000 characters, not 2009");
  EXPECT_EQ(parse_edit(kSite, "http://a/" + tail, "x").objection,
            "must be at most 255 characters, not 2009");
  EXPECT_EQ(parse_edit(kEmail, tail + "@b.example", "x").objection,
            "must be at most 254 characters, not 2010");
}

TEST(Spelling, AValueOfAnotherKindIsNeverWhatStandsThere) {
  const core::FieldEdit field_edit = wrong_kind(kText, "x", "a string", "an array");
  EXPECT_EQ(field_edit.objection, "must be a string, not an array");
  EXPECT_NE(field_edit.edit, Edit(Clear{}));
  EXPECT_NE(field_edit.edit, Edit(Value(List{})));
}

TEST(Spelling, ShowsWhatOtherDoorsLeft) {
  EXPECT_EQ(to_text(kTitle, Value(std::string("dame"))), "dame");
  EXPECT_EQ(to_text(kDate, Value(std::string("long ago"))), "long ago");
  EXPECT_EQ(to_text(kCard, Value(SealedSecret{"box", "1234"})), "****1234");
  EXPECT_EQ(to_text(kText, Value(List{{"a", "b"}, {"c"}})), "a=b,c");
  // It is also read back as the stored word, so that core sees no change.
  EXPECT_EQ(describe(parse_edit(kTitle, "dame", "x")), "\"dame\"; must be one of DR, PROF");
  // The record's own word is refused if the door spells it differently.
  EXPECT_EQ(describe(parse_edit(kTitle, "prof", "x")), "[]; must be one of DR, PROF");
}

TEST(Spelling, ShowsARecord) {
  Record record;
  EXPECT_EQ(to_text(kDue, record), std::nullopt);
  record.values.set({Field::invoices_due, {}}, Value(std::int64_t{30}));
  EXPECT_EQ(to_text(kDue, record), "30");
}

TEST(Spelling, FindsRowsAndTheNearestName) {
  constexpr Spelling kRows[] = {kText, kDue};
  EXPECT_EQ(find(kRows, "d"), &kRows[1]);
  EXPECT_EQ(find(kRows, "x"), nullptr);
  constexpr std::string_view kNames[] = {"name", "notes"};
  EXPECT_EQ(unknown_field("nmae", kNames).what,
            "is not known here; the nearest known name is name");
  EXPECT_EQ(unknown_field("colour", kNames).what, "is not known here");
  EXPECT_EQ(unknown_field("colour", kNames).field, "colour");
}

}  // namespace
}  // namespace patchbay::doors
