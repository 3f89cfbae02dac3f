// Third-party collections of strings, sent through every format: a string is either refused or
// arrives byte for byte.
#include <algorithm>
#include <charconv>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "corpus.h"
#include "describe.h"
#include "wire/xml.h"
#include "wire/xmlrpc.h"

namespace patchbay::wire {
namespace {

// A line of utf8tests.txt: `num:valid:text`, `num:valid hex:hex` or `num:invalid hex:hex:…`.
struct Sequence {
  std::string line;
  bool valid = false;
  std::string bytes;
};

std::string unhex(std::string_view digits) {
  std::string clean;
  std::ranges::remove_copy(digits, std::back_inserter(clean), ' ');
  std::string bytes;
  for (std::size_t i = 0; i + 1 < clean.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(&clean[i], &clean[i] + 2, byte, 16);
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

std::vector<Sequence> sequences(const std::string& text) {
  std::vector<Sequence> all;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    std::istringstream parts(line);
    std::string number, kind, content;
    std::getline(std::getline(std::getline(parts, number, ':'), kind, ':'), content, ':');
    all.push_back(
        {line, !kind.contains("invalid"), kind.contains("hex") ? unhex(content) : content});
  }
  return all;
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](unsigned char c) { return c < 0x20; });
}
bool has_xml_noncharacter(std::string_view text) {
  return text.contains("\uFFFE") || text.contains("\uFFFF");
}

// Whether XML can carry `text`.
bool is_xml(std::string_view text) {
  return !has_xml_noncharacter(text) && std::ranges::all_of(text, [](unsigned char c) {
    return c >= 0x20 || c == '\t' || c == '\n' || c == '\r';
  });
}

std::optional<std::string> through_json(const std::string& raw) {
  const auto tree = json::parse("\"" + raw + "\"");
  return tree ? std::optional(*tree->text()) : std::nullopt;
}
std::optional<std::string> through_xml(const std::string& raw) {
  const auto root = xml::parse("<a>" + raw + "</a>");
  return root ? std::optional(root->text) : std::nullopt;
}
std::optional<std::string> through_form(const std::string& raw) {
  const auto pairs = form::parse("a=" + raw, form::Separators::ampersand_and_semicolon);
  return pairs ? std::optional(pairs->front().second) : std::nullopt;
}

TEST(Utf8Tests, GivesTheSameVerdictInEveryFormat) {
  const auto folder = corpus("utf8tests");
  if (!folder) GTEST_SKIP() << "the corpus utf8tests is not here";
  const auto all = sequences(contents(*folder / "utf8tests.txt"));
  EXPECT_GT(all.size(), 200u);
  for (const auto& [line, valid, bytes] : all) {
    const auto sent = [&](bool carried) {
      return valid && carried ? std::optional(bytes) : std::nullopt;
    };
    const bool printable = !has_control(bytes);
    EXPECT_EQ(through_json(bytes), sent(printable)) << line;
    EXPECT_EQ(through_xml(bytes), sent(printable && !has_xml_noncharacter(bytes))) << line;
    EXPECT_EQ(through_form(bytes), sent(!bytes.contains('\0'))) << line;
    EXPECT_EQ(through_form(form::encode_component(bytes)), sent(!bytes.contains('\0'))) << line;
  }
}

TEST(NaughtyStrings, ArriveAsTheyWereSent) {
  const auto folder = corpus("blns");
  if (!folder) GTEST_SKIP() << "the corpus blns is not here";
  const auto strings = json::parse(contents(*folder / "blns.json"));
  ASSERT_TRUE(strings) << describe(strings);
  EXPECT_GT(strings->array()->size(), 500u);
  for (const Tree& item : *strings->array()) {
    const std::string& text = *item.text();
    EXPECT_EQ(json::parse(json::quote(text)), item);
    const form::Pairs pairs = {{"k" + text, text}};
    EXPECT_EQ(form::parse(form::write(pairs), form::Separators::ampersand_and_semicolon), pairs);
    const auto call = xmlrpc::parse_call(xmlrpc::write_call({"m", {item}}));
    ASSERT_TRUE(call) << text;
    if (!is_xml(text)) continue;
    EXPECT_EQ(call->params[0], item);
  }
}

}  // namespace
}  // namespace patchbay::wire
