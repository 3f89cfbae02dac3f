// Pages that are written from tables say what the tables say; `patchbay docs NAME` writes them
// anew.
#include "app/serve/generated_docs.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "app/config/config.h"
#include "doors/door.h"

namespace patchbay::app {
namespace {

std::string file(const std::string& name) {
  std::ifstream in(std::string(PATCHBAY_SOURCE_DIR) + '/' + name);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

TEST(Docs, EqualTheTables) {
  for (const Page& each : generated_pages()) EXPECT_EQ(file(std::string(each.file)), each.text());
}

// The page lists every decision that the specification numbers.
TEST(Docs, ListEveryDecision) {
  const std::string page = compatibility_page();
  for (const auto& [letter, last] :
       std::initializer_list<std::pair<char, int>>{{'M', 11}, {'F', 13}, {'E', 11}, {'N', 11}})
    for (int i = 1; i <= last; ++i) {
      const std::string row = std::string("| ") + letter + std::to_string(i) + " |";
      EXPECT_NE(page.find(row), std::string::npos) << row;
    }
}

// Every setting of a door is named by a decision.
TEST(Docs, NameSettingsThatExist) {
  const std::string page = compatibility_page();
  const std::vector<std::string> names = doors::door_names();
  for (const Setting& each : settings()) {
    if (std::ranges::find(names, each.section) == names.end()) continue;
    EXPECT_NE(page.find('`' + each.name() + '`'), std::string::npos)
        << each.name() << " is a setting of a door, but no decision names it";
  }
}

}  // namespace
}  // namespace patchbay::app
