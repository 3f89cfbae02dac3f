// The description of the native API: complete, with no reference to a missing schema.
#include <functional>
#include <set>

#include <gtest/gtest.h>

#include "call_text.h"
#include "doors/native/calls.h"
#include "doors/native/door.h"
#include "doors/native/open_api/open_api.h"
#include "doors/native/open_api/open_api_schemas.h"
#include "wire/json_pointer.h"

namespace patchbay::doors::native {
namespace {

void walk(const wire::Tree& tree, const std::function<void(const wire::Tree&)>& visit) {
  visit(tree);
  if (const auto* items = tree.array())
    for (const wire::Tree& item : *items) walk(item, visit);
  if (const auto* members = tree.object())
    for (const auto& member : *members) walk(member.second, visit);
}

TEST(NativeOpenApi, DescribesEveryRouteOnce) {
  ASSERT_EQ(operations().size(), kDoor.routes.size());
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const Route& route : kDoor.routes) {
    const Operation& described = operation(route.id);
    EXPECT_EQ(described.route, route.id);
    EXPECT_EQ(described.method, route.method);
    EXPECT_EQ(described.path, route.pattern);
    EXPECT_TRUE(seen.emplace(route.method, route.pattern).second) << route.pattern;
  }
}

TEST(NativeOpenApi, PointsOnlyAtWhatThereIs) {
  wire::Tree document = open_api_document();
  int references = 0;
  walk(document, [&](const wire::Tree& node) {
    const wire::Tree* to = node.find("$ref");
    if (!to) return;
    ++references;
    ASSERT_TRUE(to->text());
    const auto pointer = wire::JsonPointer::parse(to->text()->substr(1));
    ASSERT_TRUE(pointer) << *to->text();
    EXPECT_TRUE(wire::find_at(document, *pointer, pointer->steps.size())) << *to->text();
  });
  EXPECT_GT(references, 200);
}

// A schema that is not valid JSON would appear as null.
TEST(NativeOpenApi, HoldsNoSchemaThatCouldNotBeRead) {
  for (const auto& [name, schema] : all_schemas()) EXPECT_TRUE(schema.object()) << name;
  const wire::Tree document = open_api_document();
  for (const auto& [name, part] : *document.find("components")->object())
    EXPECT_TRUE(part.object()) << name;
  EXPECT_TRUE(document.find("tags")->array());
}

TEST(NativeOpenApi, ShowsEveryFieldOfTheTable) {
  const wire::Tree schemas(all_schemas());
  for (const auto& [section, name] :
       std::initializer_list<std::pair<Section, std::string>>{{Section::customer, "Customer"},
                                                              {Section::address, "Address"},
                                                              {Section::contact, "Contact"}})
    for (const char* use : {"", "Patch"})
      for (const FieldRow& each : field_rows(section))
        EXPECT_TRUE(schemas.find(name + use)->find("properties")->find(each.key)) << each.key;
  for (const FieldRow& each : field_rows()) {
    const wire::Tree shown = field_schema(each, SchemaUse::shown);
    EXPECT_TRUE(shown.find("type") || shown.find("anyOf")) << each.key;
    EXPECT_TRUE(shown.find("description")->text()->starts_with(each.meaning)) << each.key;
    EXPECT_EQ(shown.find("readOnly") != nullptr, each.sensitivity == Sensitivity::server)
        << each.key;
  }
}

TEST(NativeOpenApi, IsAnsweredWithoutCore) {
  const DecodedRequest decoded =
      decode_request(kDoor, {.method = "GET", .path = "/openapi.json"}, open_api);
  ASSERT_TRUE(decoded.ready);
  EXPECT_FALSE(decoded.refused);
  EXPECT_EQ(decoded.ready->status, 200);
  const DecodedRequest more = decode_request(kDoor, {.method = "GET", .query = "x=1"}, open_api);
  ASSERT_TRUE(more.refused);
  EXPECT_EQ(more.refused->sentence(), "x is not known here");
}

}  // namespace
}  // namespace patchbay::doors::native
