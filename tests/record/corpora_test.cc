// Checks of text against third-party collections, if the machine has them.
#include <algorithm>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "base/corpus.h"
#include "base/json_scanner.h"
#include "base/text.h"
#include "base/uuid.h"
#include "record/field/field.h"
#include "record/field/value_rule.h"
#include "record/lens/lens.h"

namespace patchbay {
namespace {

// Returns the texts after each `"key":` of a JSON text in order; skips numbers and objects.
std::vector<std::string> members(const std::string& json, std::string_view key) {
  const std::string mark = '"' + std::string(key) + '"';
  std::vector<std::string> out;
  for (auto at = json.find(mark); at != std::string::npos; at = json.find(mark, at + 1)) {
    JsonScanner scan(std::string_view(json).substr(at + mark.size()), JsonNul::refused);
    std::string text;
    if (scan.skip(':') && scan.text(text)) out.push_back(text);
  }
  return out;
}

struct Verdict {
  std::string text;
  bool valid;
};

// Returns the cases of a JSON Schema format: `"data": …, "valid": …`. Only texts, because other
// values always pass.
std::vector<Verdict> format(const std::string& json) {
  std::vector<Verdict> out;
  for (auto at = json.find("\"data\""); at != std::string::npos;
       at = json.find("\"data\"", at + 1)) {
    JsonScanner scan(std::string_view(json).substr(at), JsonNul::refused);
    std::string key, text;
    if (!scan.text(key) || !scan.skip(':') || !scan.text(text)) continue;
    if (!scan.skip(',') || !scan.text(key) || !scan.skip(':')) continue;
    out.push_back({text, scan.skip_word("true")});
  }
  return out;
}

template <class Form, class Applies>
void agree(const std::string& name, Form form, Applies applies) {
  const auto json = corpus("json-schema-formats/" + name + ".json");
  if (!json) GTEST_SKIP() << "json-schema-formats is not here";
  int seen = 0;
  for (const auto& [text, valid] : format(*json)) {
    if (!applies(text)) continue;
    EXPECT_EQ(form(text), valid) << name << ": " << testing::PrintToString(text);
    ++seen;
  }
  EXPECT_GT(seen, 10) << name;
}

bool everything(std::string_view) { return true; }

// HTML's rule allows dots anywhere in the local part, but neither quotes nor address literals.
TEST(Corpora, JsonSchemaEmail) {
  agree("email", is_email, [](std::string_view text) {
    const auto local = text.substr(0, text.find('@'));
    return !text.contains('"') && !text.contains('[') && !local.starts_with('.') &&
           !local.ends_with('.') && !local.contains("..");
  });
}

// Registries decide whether an A-label decodes, not customer records. International names and
// underscores are allowed here, and the suite's hostname format forbids them.
TEST(Corpora, JsonSchemaHostName) {
  agree("hostname", is_host_name, [](std::string_view text) {
    return !lower(text).contains("xn--") && !text.contains('_') &&
           std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  });
}

TEST(Corpora, JsonSchemaIpv4) {
  agree("ipv4", is_ip_address, [](std::string_view text) { return !text.contains("::"); });
}

TEST(Corpora, JsonSchemaIpv6) {
  agree("ipv6", is_ip_address, [](std::string_view text) { return text.contains(':'); });
}

TEST(Corpora, JsonSchemaUuid) {
  agree("uuid", [](std::string_view text) { return Uuid::parse(text).has_value(); }, everything);
}

TEST(Corpora, JsonSchemaDate) {
  const ValueRule& date = row(Field::contact_birthdate).rule;
  agree("date", [&](const std::string& text) { return !find_objection(date, text); }, everything);
}

// Other schemes and user info are refused here, and so are numbers that are not addresses, which
// the suite accepts as names. The client that fetches a URL has to check letters beyond ASCII.
TEST(Corpora, JsonSchemaUri) {
  agree("uri", is_http_url, [](std::string_view text) {
    const auto wide = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    return text.starts_with("http") && !text.contains('@') && !text.contains("087.10") &&
           !text.contains("999.999") && std::ranges::none_of(text, wide);
  });
}

std::string between(std::string_view text, std::string_view open, std::string_view close) {
  const auto begin = text.find(open);
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin + open.size(), text.find(close) - begin - open.size()));
}

// The file writes control characters as their symbols, from U+2400.
std::string unescaped(std::string text) {
  for (auto at = text.find("&#x24"); at != std::string::npos; at = text.find("&#x24"))
    text.replace(at, 8, 1, static_cast<char>(std::stoi(text.substr(at + 5, 2), nullptr, 16)));
  for (auto at = text.find("&amp;"); at != std::string::npos; at = text.find("&amp;"))
    text.replace(at, 5, "&");
  return text;
}

// HTML's rule accepts isemail's valid categories, regardless of DNS, and refuses its errors. It
// differs by intent in the dots and the length of the local part, and it has no comments, quotes,
// literals or folding. Cases that only RFC 5322 or 5321 would accept have no expected result.
TEST(Corpora, Isemail) {
  const auto xml = corpus("email-isemail/tests.xml");
  if (!xml) GTEST_SKIP() << "email-isemail is not here";
  int taken = 0, refused = 0;
  for (auto at = xml->find("<test id"); at != std::string::npos;
       at = xml->find("<test id", at + 1)) {
    const std::string_view test = std::string_view(*xml).substr(at, xml->find("</test>", at) - at);
    const std::string address = unescaped(between(test, "<address>", "</address>"));
    const std::string category = between(test, "<category>", "</category>");
    if (category == "ISEMAIL_VALID_CATEGORY" || category == "ISEMAIL_DNSWARN") {
      EXPECT_TRUE(is_email(address)) << address;
      ++taken;
    } else if (category == "ISEMAIL_ERR" && !test.contains("_DOT_START") &&
               !test.contains("_DOT_END") && !test.contains("_CONSECUTIVEDOTS")) {
      EXPECT_FALSE(is_email(address)) << address;
      ++refused;
    }
  }
  EXPECT_GE(taken, 20);
  EXPECT_GE(refused, 40);
}

TEST(Corpora, Cards) {
  const auto json = corpus("own-cards/cases.json");
  if (!json) GTEST_SKIP() << "own-cards is not here";
  const auto valid = members(*json, "pan");
  EXPECT_GE(valid.size(), 18U);
  for (const std::string& number : valid) EXPECT_TRUE(is_card_number(number)) << number;
  JsonScanner scan(std::string_view(*json).substr(json->find("\"invalid\"") + 9), JsonNul::refused);
  ASSERT_TRUE(scan.skip(':') && scan.skip('['));
  std::string number;
  do {
    ASSERT_TRUE(scan.text(number));
    EXPECT_FALSE(is_card_number(number)) << number;
  } while (scan.skip(','));
}

TEST(Corpora, Currencies) {
  const auto json = corpus("iso-codes/iso_4217.json");
  if (!json) GTEST_SKIP() << "iso-codes is not here";
  const auto codes = members(*json, "alpha_3");
  EXPECT_GT(codes.size(), 170U);
  for (const std::string& code : codes) {
    EXPECT_TRUE(is_currency(code)) << code;
    EXPECT_FALSE(is_currency(lower(code))) << code;
  }
}

TEST(Corpora, Countries) {
  const auto json = corpus("iso-codes/iso_3166-1.json");
  if (!json) GTEST_SKIP() << "iso-codes is not here";
  const auto codes = members(*json, "alpha_2");
  const auto longer = members(*json, "alpha_3");
  const auto names = members(*json, "name");
  ASSERT_EQ(codes.size(), 249U);
  ASSERT_EQ(longer.size(), codes.size());
  ASSERT_EQ(names.size(), codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    EXPECT_EQ(country_code(codes[i]), codes[i]);
    EXPECT_EQ(country_code(lower(codes[i])), codes[i]);
    EXPECT_EQ(country_code(longer[i]), codes[i]);
    EXPECT_EQ(country_code(names[i]), codes[i]) << names[i];
    const auto name = country_name(codes[i]);
    ASSERT_TRUE(name) << codes[i];
    EXPECT_EQ(country_code(*name), codes[i]) << *name;
  }
  // No other text of two letters is a country, except UK, which many people write, and Kosovo.
  const std::set<std::string> known(codes.begin(), codes.end());
  for (char a = 'A'; a <= 'Z'; ++a)
    for (char b = 'A'; b <= 'Z'; ++b) {
      const std::string code{a, b};
      EXPECT_EQ(country_code(code).has_value(),
                known.contains(code) || code == "UK" || code == "XK")
          << code;
    }
}

TEST(Corpora, Telephones) {
  const auto table = corpus("phone-e164/e164-examples.tsv");
  if (!table) GTEST_SKIP() << "phone-e164 is not here";
  std::istringstream lines(*table);
  std::string line;
  std::getline(lines, line);
  int seen = 0;
  while (std::getline(lines, line)) {
    const auto columns = split(line, '\t');
    ASSERT_EQ(columns.size(), 5U) << line;
    if (columns[1] != "mobile" && columns[1] != "fixedLine") continue;
    const std::string number(columns[4]);
    EXPECT_TRUE(is_e164(number)) << line;
    EXPECT_TRUE(is_telephone(number)) << line;
    EXPECT_FALSE(is_e164(number.substr(1))) << line;
    EXPECT_FALSE(is_e164(number + std::string(17 - number.size(), '0'))) << line;
    EXPECT_FALSE(is_e164(number.substr(0, 4) + 'x' + number.substr(5))) << line;
    EXPECT_FALSE(is_e164("+\uFF11" + number.substr(2))) << line;
    ++seen;
  }
  EXPECT_GT(seen, 400);
}

// A refusal always has a reason; any other text is acceptable in a text field.
TEST(Corpora, NaughtyStringsAreText) {
  const auto json = corpus("blns/blns.json");
  if (!json) GTEST_SKIP() << "blns is not here";
  JsonScanner scan(*json, JsonNul::refused);
  ASSERT_TRUE(scan.skip('['));
  std::string text;
  do {
    ASSERT_TRUE(scan.text(text));
    const auto refused = find_objection(row(Field::description).rule, text);
    EXPECT_EQ(refused.has_value(), !is_plain_text(text) || utf8::length(text) > 2000) << text;
    for (const FieldRow& each : field_rows()) static_cast<void>(find_objection(each.rule, text));
    static_cast<void>(country_code(text));
  } while (scan.skip(','));
}

}  // namespace
}  // namespace patchbay
