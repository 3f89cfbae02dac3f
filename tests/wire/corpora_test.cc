// Third-party collections of documents, each read completely, without a selection of cases.
#include <algorithm>
#include <array>
#include <string>

#include <gtest/gtest.h>

#include "corpus.h"
#include "describe.h"
#include "wire/json.h"
#include "wire/xml.h"
#include "wire/xmlrpc.h"

namespace patchbay::wire {
namespace {

// RFC 8259 lets a reader refuse these, and Patchbay does.
constexpr std::string_view kLegalButRefused[] = {
    "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
    "y_object_escaped_null_in_key.json", "y_string_null_escape.json"};

TEST(JsonTestSuite, AgreesWithEveryVerdict) {
  const auto folder = corpus("JSONTestSuite");
  if (!folder) GTEST_SKIP() << "the corpus JSONTestSuite is not here";
  for (const auto& [name, text] : files_in(*folder / "test_parsing")) {
    const auto answer = json::parse(text);
    if (std::ranges::count(kLegalButRefused, name) != 0) {
      EXPECT_FALSE(answer) << name;
    } else if (name.starts_with("y_")) {
      EXPECT_TRUE(answer) << name << ": " << describe(answer);
    } else if (name.starts_with("n_")) {
      EXPECT_FALSE(answer) << name << ": " << describe(answer);
    }
    if (!answer) continue;
    EXPECT_EQ(json::parse(json::write(*answer)), *answer) << name;
  }
}

TEST(JsonTestSuite, TransformsNoNumberAndNoName) {
  const auto folder = corpus("JSONTestSuite");
  if (!folder) GTEST_SKIP() << "the corpus JSONTestSuite is not here";
  for (auto [name, text] : files_in(*folder / "test_transform")) {
    const auto answer = json::parse(text);
    if (name.starts_with("number_") || name.starts_with("object_key_")) {
      ASSERT_TRUE(answer) << name << ": " << describe(answer);
      std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
      EXPECT_EQ(json::write(*answer), text) << name;
    } else {
      EXPECT_FALSE(answer) << name << ": " << describe(answer);
    }
  }
}

TEST(XmlBombs, RefusesEveryDoctypeAndReadsTheRest) {
  const auto folder = corpus("xml-bombs");
  if (!folder) GTEST_SKIP() << "the corpus xml-bombs is not here";
  for (const auto& [name, text] : files_in(*folder)) {
    if (!name.ends_with(".xml")) continue;
    const auto answer = xml::parse(text);
    if (!text.contains("<!DOCTYPE")) {
      EXPECT_TRUE(answer) << name;
      continue;
    }
    ASSERT_FALSE(answer) << name;
    EXPECT_EQ(answer.error().parse_error.what, "a DOCTYPE") << name;
  }
}

// The pairs of one case of wpt-urlencoded.
form::Pairs pairs_of(const Tree& output) {
  form::Pairs pairs;
  for (const Tree& pair : *output.array())
    pairs.emplace_back(*(*pair.array())[0].text(), *(*pair.array())[1].text());
  return pairs;
}

// Browsers repair these. A server that stores what it reads refuses them.
bool is_repaired(std::string_view input, const form::Pairs& output) {
  const bool repaired = std::ranges::any_of(output, [](const auto& pair) {
    return pair.first.empty() || (pair.first + pair.second).contains("\uFFFD");
  });
  const auto is_hex = [&](std::size_t i) {
    return i < input.size() && std::string_view("0123456789abcdefABCDEF").contains(input[i]);
  };
  for (std::size_t i = 0; i < input.size(); ++i)
    if (input[i] == '%' && !(is_hex(i + 1) && is_hex(i + 2))) return true;
  return repaired;
}

TEST(WptUrlencoded, ReadsEveryFormAsBrowsersDoOrRefusesIt) {
  const auto folder = corpus("wpt-urlencoded");
  if (!folder) GTEST_SKIP() << "the corpus wpt-urlencoded is not here";
  const auto cases = json::parse(contents(*folder / "urlencoded-parser-data.json"));
  ASSERT_TRUE(cases) << describe(cases);
  for (const Tree& one : *cases->array()) {
    std::string input = *one.find("input")->text();
    const form::Pairs output = pairs_of(*one.find("output"));
    const auto answer = form::parse(input, form::Separators::ampersand);
    std::ranges::replace(input, '&', ';');
    const auto semicolons = form::parse(input, form::Separators::ampersand_and_semicolon);
    EXPECT_EQ(describe(answer), describe(semicolons)) << input;
    if (is_repaired(input, output)) {
      EXPECT_FALSE(answer) << input << describe(answer);
    } else {
      EXPECT_EQ(answer, output) << input << describe(answer);
    }
  }
}

TEST(XmlRpcNode, ReadsGoodFood) {
  const auto folder = corpus("xmlrpc-node");
  if (!folder) GTEST_SKIP() << "the corpus xmlrpc-node is not here";
  for (const auto& [name, text] : files_in(*folder / "good_food")) {
    // Types that only users of that library declare.
    const bool known = !name.starts_with("customtype");
    const auto call = xmlrpc::parse_call(text);
    const auto response = xmlrpc::parse_response(text);
    EXPECT_EQ(call.has_value() || response.has_value(), known) << name;
    if (!call) continue;
    EXPECT_EQ(xmlrpc::parse_call(xmlrpc::write_call(*call))->method, call->method) << name;
  }
}

TEST(XmlRpcNode, RefusesBadFood) {
  const auto folder = corpus("xmlrpc-node");
  if (!folder) GTEST_SKIP() << "the corpus xmlrpc-node is not here";
  for (const auto& [name, text] : files_in(*folder / "bad_food")) {
    const auto call = xmlrpc::parse_call(text);
    ASSERT_FALSE(call) << name;
    EXPECT_EQ(call.error().is_well_formed, name != "broken_xml.xml") << name;
    EXPECT_FALSE(xmlrpc::parse_response(text)) << name;
  }
}

}  // namespace
}  // namespace patchbay::wire
