// Writing JSON, and the law that what is written can be read back.
#include <gtest/gtest.h>

#include "describe.h"
#include "random_tree.h"
#include "wire/json.h"

namespace patchbay::wire::json {
namespace {

const Tree kCustomer(Object{{"id", 7},
                            {"name", "Volvo \"AB\""},
                            {"credit", Number{"-12.50"}},
                            {"closed", false},
                            {"notes", Null{}},
                            {"tags", Array{"a", 1, Array{}}},
                            {"custom", Object{}}});

TEST(JsonWrite, WritesWithoutSpace) {
  EXPECT_EQ(write(kCustomer),
            R"({"id":7,"name":"Volvo \"AB\"","credit":-12.50,"closed":false,"notes":null,)"
            R"("tags":["a",1,[]],"custom":{}})");
}

TEST(JsonWrite, IndentsByTwo) {
  EXPECT_EQ(write_pretty(kCustomer), R"({
  "id": 7,
  "name": "Volvo \"AB\"",
  "credit": -12.50,
  "closed": false,
  "notes": null,
  "tags": [
    "a",
    1,
    []
  ],
  "custom": {}
})");
}

TEST(JsonWrite, EscapesWhatItMustAndNoMore) {
  EXPECT_EQ(quote("\"\\/\b\f\n\r\t\x01\x1F\x7F"), "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7F\"");
  EXPECT_EQ(quote("<a> & 'b' é\u2028\u2029"), "\"<a> & 'b' é\u2028\u2029\"");
  EXPECT_EQ(quote(""), "\"\"");
}

TEST(JsonWrite, ReadsBackAsItWas) {
  TreeMaker maker(20'260'729, {});
  for (int round = 0; round < 2'000; ++round) {
    const Tree tree = maker.tree(5);
    const auto again = parse(write(tree));
    ASSERT_TRUE(again) << describe(again) << "\n" << write(tree);
    EXPECT_EQ(*again, tree);
    EXPECT_EQ(parse(write_pretty(tree)), tree);
  }
}

}  // namespace
}  // namespace patchbay::wire::json
