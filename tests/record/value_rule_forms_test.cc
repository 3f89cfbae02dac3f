// Checks of text that several modules share.
#include "record/field/value_rule_forms.h"

#include <gtest/gtest.h>

#include "record/field/value_rule.h"

namespace patchbay {
namespace {

using namespace std::string_literals;

struct Case {
  std::string text;
  bool want;
};

void expect(bool (*form)(std::string_view), std::initializer_list<Case> cases) {
  for (const auto& [text, want] : cases)
    EXPECT_EQ(form(text), want) << testing::PrintToString(text);
}

TEST(Forms, PlainTextIsWhatEveryFormatCanCarry) {
  for (const char* good : {"", "a b", "tab\tline\r\n", "\x7F", "\xEF\xBF\xBD", "\xF0\x9F\x98\x80"})
    EXPECT_TRUE(is_plain_text(good)) << good;
  for (const char* bad : {"\x01",
                          "a\x1B"
                          "b",
                          "\x0B", "\xEF\xBF\xBE", "x\xEF\xBF\xBF"})
    EXPECT_FALSE(is_plain_text(bad)) << bad;
}

TEST(Forms, Email) {
  const std::string label(63, 'a');
  const std::string longest = "a@" + label + '.' + label + '.' + label + '.' + std::string(60, 'a');
  ASSERT_EQ(longest.size(), 254U);
  expect(is_email, {{"a@b", true},
                    {"first.last+tag@mail.example.com", true},
                    {"!#$%&'*+/=?^_`{|}~-@b", true},
                    {".a..b.@b", true},  // HTML's rule allows more than RFC 5321 here
                    {longest, true},
                    {longest + "a", false},
                    {"a@" + label + "a", false},
                    {"", false},
                    {"a", false},
                    {"@b", false},
                    {"a@", false},
                    {"a@b.", false},
                    {"a@.b", false},
                    {"a@-b", false},
                    {"a@b-", false},
                    {"a@b_c", false},
                    {"a@b@c", false},
                    {"a b@c", false},
                    {" a@b", false},
                    {"a@b\n", false},
                    {"a@b\0"s, false},
                    {"\"a\"@b", false},
                    {"a@[127.0.0.1]", false},
                    {"z\u00EB@b", false},
                    {"a@b\u00EB", true},
                    {"post@m\u00FCller.example", true},
                    {"\u00FC@m\u00FCller.example", false},
                    {"a@\u4F8B\u3048.\u30C6\u30B9\u30C8", true},
                    {"a@b\u00EB@c\u00EB", false},
                    {"a@m\u00FC ller.example", false},
                    {"a@m\u00FC_ller.example", false},
                    {"a@-m\u00FCller.example", false},
                    {"a@m\u00FCller..example", false},
                    {"a@\u200Bm\u00FC.example", false},
                    {"a@m\u00FC\u00AD.example", false},
                    {"a@m\u00FC\u2028.example", false},
                    {"a@" + std::string(70, 'a') + "\u00FC", false},
                    {"m\u00FCller.example", false}});
}

TEST(Forms, Telephone) {
  expect(is_telephone, {{"112", true},
                        {"+46 (0)31-12.34/56", true},
                        {std::string(32, '1'), true},
                        {std::string(33, '1'), false},
                        {"12", false},
                        {"", false},
                        {"+-()", false},
                        {"12a", false},
                        {"1\t23", false},
                        {"\uFF11\uFF12\uFF13", false}});
}

TEST(Forms, E164) {
  expect(is_e164, {{"+1234567", true},
                   {"+123456789012345", true},
                   {"+1234567890123456", false},
                   {"+123456", false},
                   {"1234567", false},
                   {"++1234567", false},
                   {"+1234 567", false},
                   {"+12345a7", false},
                   {"", false},
                   {"+\uFF11234567", false}});
}

TEST(Forms, HttpUrl) {
  const std::string stem = "http://a.example/";
  expect(is_http_url, {{"http://a", true},
                       {"HTTPS://Example.COM", true},
                       {"https://a.example:8443/x/y.html?q=1&r=%20#top", true},
                       {"http://a.example?q", true},
                       {"http://a.example#f", true},
                       {"http://192.0.2.1:1", true},
                       {"http://[2001:db8::1]", true},
                       {"http://[2001:db8::1]:65535/", true},
                       {"http://xn--nw2a.xn--j6w193g/", true},
                       {"http://a.example/\u00E9", true},
                       {"http://a.example/@b:c", true},
                       {"https://foo_bar.example.com", true},
                       {"https://_dmarc.example.com/", true},
                       {"http://m\u00FCller.example", true},
                       {"http://m\u00FCller.example:8080/stra\u00DFe", true},
                       {"http://fa\u00DF_bar.example", true},
                       {"http://\u4F8B\u3048.\u30C6\u30B9\u30C8/", true},
                       {"http://\uFF11\uFF12\uFF17.0.0.1", false},
                       {"http://m\u00FCller\uFF20evil.example", false},
                       {"http://m\u00FCller\uFF0Fevil.example", false},
                       {"http://m\u00FCller\uFF1A80", false},
                       {"http://\u0301a.example", false},
                       {"http://-\u00FC.example", false},
                       {"http://\u05D0a.example", false},
                       {"http://" + std::string(64, 'a') + "\u00FC.example", false},
                       {stem + std::string(2000 - stem.size(), 'x'), true},
                       {stem + std::string(2001 - stem.size(), 'x'), false},
                       {"", false},
                       {"a.example", false},
                       {"//a.example", false},
                       {"ftp://a.example", false},
                       {"javascript://a.example", false},
                       {"http:/a.example", false},
                       {"http://", false},
                       {"http:///x", false},
                       {"http://:80", false},
                       {"http://a.example:", false},
                       {"http://a.example:0", false},
                       {"http://a.example:65536", false},
                       {"http://a.example:-1", false},
                       {"http://a.example:+80", false},
                       {"http://a.example:80x", false},
                       {"http://user@a.example", false},
                       {"http://user:password@a.example", false},
                       {"http://a.example@evil.example", false},
                       {"http://a.example\\@evil.example", false},
                       {"http://-a.example", false},
                       {"http://a..example", false},
                       {"http://a.example./", false},
                       {"http://256.1.1.1", false},
                       {"http://127.1", false},
                       {"http://2130706433", false},
                       {"http://[192.0.2.1]", false},
                       {"http://[2001:db8::1", false},
                       {"http://2001:db8::1", false},
                       {"http://[fe80::1%25eth0]", false},
                       {"http://[::1]x", false},
                       {"http://a.example/a b", false},
                       {"http://a.example/\t", false},
                       {" http://a.example", false},
                       {"http://a.example\n", false},
                       {"http://a.example/\0"s, false},
                       {"http://a.example/\u00A0", false},
                       {"http://a.example/\u0085", false},
                       {"http://a.example/\u2028", false},
                       {"http://b\u00FCcher\u200B.example/", false}});
}

TEST(Forms, TellsOfAMissingScheme) {
  for (const char* text :
       {"www.example.com", "www.example.com/a?b", "m\u00FCller.example/", "a:8080/x"})
    EXPECT_TRUE(missing_scheme(text).value_or("").starts_with("must begin with http://")) << text;
  for (const char* text : {"", "https://a", "ftp://a", "not a url", "javascript:alert(1)", "/a/b"})
    EXPECT_FALSE(missing_scheme(text)) << text;
}

TEST(Forms, HostName) {
  const std::string label(63, 'a');
  const std::string longest = label + '.' + label + '.' + label + '.' + std::string(61, 'a');
  ASSERT_EQ(longest.size(), 253U);
  expect(is_host_name, {{"a", true},
                        {"www.Example.com", true},
                        {"3com.example", true},
                        {"a--b.1a", true},
                        {longest, true},
                        {longest + "a", false},
                        {label + "a.example", false},
                        {"", false},
                        {".", false},
                        {"a.", false},
                        {".a", false},
                        {"a..b", false},
                        {"-a", false},
                        {"a-", false},
                        {"a_b", true},
                        {"a b", false},
                        {"192.0.2.1", false},
                        {"a.1", false}});
}

TEST(Forms, IpAddress) {
  expect(is_ip_address, {{"0.0.0.0", true},
                         {"255.255.255.255", true},
                         {"::", true},
                         {"2001:DB8::1", true},
                         {"::ffff:192.0.2.1", true},
                         {"1111:2222:3333:4444:5555:6666:255.255.255.255", true},
                         {"", false},
                         {"1.2.3", false},
                         {"01.2.3.4", false},
                         {"1.2.3.4 ", false},
                         {"1.2.3.4\0"s, false},
                         {"1.2.3.4/24", false},
                         {"0x1.2.3.4", false},
                         {"[::1]", false},
                         {"::1%lo", false},
                         {"1::2::3", false},
                         {std::string(46, ':'), false}});
}

TEST(Forms, CardNumber) {
  expect(is_card_number, {{"4111111111111111", true},
                          {"501800000009", true},
                          {"6304000000000000", true},
                          {"0000000000000000000", true},
                          {"00000000000", false},
                          {"00000000000000000000", false},
                          {"4111111111111112", false},
                          {"4111 1111 1111 1111", false},
                          {"411111111111111X", false},
                          {"", false}});
}

TEST(Forms, Currency) {
  expect(is_currency, {{"EUR", true},
                       {"USD", true},
                       {"XCG", true},
                       {"AED", true},
                       {"ZWL", true},
                       {"eur", false},
                       {"EU", false},
                       {"EURO", false},
                       {"DEM", false},
                       {"AAA", false},
                       {"R EU", false},
                       {"", false}});
}

TEST(Forms, Timezone) {
  expect(is_timezone, {{"UTC", true},
                       {"Europe/Berlin", true},
                       {"Europe/Kyiv", true},
                       {"Europe/Kiev", true},
                       {"Asia/Calcutta", true},
                       {"America/Argentina/Buenos_Aires", true},
                       {"America/Ciudad_Juarez", true},
                       {"Etc/GMT+12", true},
                       {"EST5EDT", true},
                       {"GB", true},
                       {"", false},
                       {"europe/berlin", false},
                       {"Europe/Berlin ", false},
                       {"Europe", false},
                       {"GMT+1", false},
                       {"+01:00", false},
                       {"CEST", false},
                       {"PST", false},
                       {"IST", false},
                       {"SystemV/PST8", false},
                       {"Factory", false},
                       {"Etc/Unknown", false}});
}

}  // namespace
}  // namespace patchbay
