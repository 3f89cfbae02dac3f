// JSON Pointers: RFC 6901's own examples, invalid pointers, and indices.
#include "wire/json_pointer.h"

#include <gtest/gtest.h>

#include "describe.h"

namespace patchbay::wire {
namespace {

TEST(JsonPointer, FindsWhatTheRfcSays) {
  auto document = json::parse(
      R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8})");
  ASSERT_TRUE(document);
  for (const auto& [text, want] :
       std::initializer_list<std::pair<std::string, std::string>>{{"/foo", R"(["bar","baz"])"},
                                                                  {"/foo/0", R"("bar")"},
                                                                  {"/", "0"},
                                                                  {"/a~1b", "1"},
                                                                  {"/c%d", "2"},
                                                                  {"/e^f", "3"},
                                                                  {"/g|h", "4"},
                                                                  {"/i\\j", "5"},
                                                                  {"/k\"l", "6"},
                                                                  {"/ ", "7"},
                                                                  {"/m~0n", "8"}}) {
    const auto pointer = JsonPointer::parse(text);
    ASSERT_TRUE(pointer) << text;
    EXPECT_EQ(pointer->text(), text);
    const Tree* found = find_at(*document, *pointer, pointer->steps.size());
    ASSERT_NE(found, nullptr) << text;
    EXPECT_EQ(describe(*found), want) << text;
  }
  EXPECT_EQ(find_at(*document, *JsonPointer::parse(""), 0), &*document);
}

TEST(JsonPointer, FindsNothingWhereThereIsNothing) {
  auto document = json::parse(R"({"foo":["bar"],"name":"x"})");
  ASSERT_TRUE(document);
  for (const char* text : {"/fo", "/foo/1", "/foo/-", "/foo/00", "/foo/0/0", "/name/0", "/foo/",
                           "/foo/18446744073709551616", "/foo/+0"}) {
    const auto pointer = JsonPointer::parse(text);
    ASSERT_TRUE(pointer) << text;
    EXPECT_EQ(find_at(*document, *pointer, pointer->steps.size()), nullptr) << text;
  }
}

TEST(JsonPointer, RefusesWhatIsNone) {
  for (const char* text : {"name", "#/name", "/~", "/a~2b", "/a~", " /a"})
    EXPECT_FALSE(JsonPointer::parse(text)) << text;
}

TEST(JsonPointer, KnowsWhatLiesWithinIt) {
  const auto leads = [](const char* outer, const char* inner) {
    return JsonPointer::parse(outer)->leads_to(*JsonPointer::parse(inner));
  };
  EXPECT_TRUE(leads("", "/a"));
  EXPECT_TRUE(leads("/a", "/a"));
  EXPECT_TRUE(leads("/a", "/a/b"));
  EXPECT_FALSE(leads("/a", "/ab"));
  EXPECT_FALSE(leads("/a/b", "/a"));
}

}  // namespace
}  // namespace patchbay::wire
