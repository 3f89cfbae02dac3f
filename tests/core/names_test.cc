// Names of principals: what HTTP Basic can send, and one name in every Unicode form.
#include <gtest/gtest.h>

#include "core/administering.h"

namespace patchbay {
namespace {

using core::UpsertPrincipal;
using testing::World;
using Words = std::vector<std::string>;

std::string upsert(World& world, const char* who, const UpsertPrincipal& wanted) {
  return outcome_text(world.ask(who, wanted, kAdministers));
}

bool signs_in(World& world, const char* name) {
  return core::handle_and_wait(world.service(),
                               {.caller = World::caller(name), .request = core::WhoAmI{}})
      .has_value();
}

TEST(Names, HoldNoColonAndNoControls) {
  World world;
  const auto name = [&](const std::string& wanted) {
    return upsert(world, "owner", {.name = wanted, .roles = Words{"user"}});
  };
  for (const char* wanted : {"a:b", ":a", "a:"})
    EXPECT_EQ(name(wanted),
              "invalid: name must not hold a colon, because HTTP Basic cannot send one in a name");
  for (const std::string& wanted : {std::string("a\tb"), std::string("a\nb"), std::string("a\x7f"),
                                    std::string("a\0b", 3), std::string("a\xc2\x85 b")})
    EXPECT_TRUE(name(wanted).starts_with("invalid: name must ")) << wanted;
  EXPECT_EQ(upsert(world, "owner", {.id = "admin", .name = "a:b"}),
            "invalid: name must not hold a colon, because HTTP Basic cannot send one in a name");
}

// "é" as one character and as two is the same name, and so is a name in capitals, when another
// principal is created.
TEST(Names, AreOneInEveryUnicodeFormAndCase) {
  const char* kComposed = "jos\u00e9";
  const char* kApart = "jose\u0301";
  World world;
  UpsertPrincipal jose{.name = kApart, .roles = Words{"user"}};
  jose.password = Secret("password!");
  ASSERT_EQ(upsert(world, "owner", jose), "done");
  EXPECT_TRUE(world.store().read()->principal(kComposed));
  EXPECT_FALSE(world.store().read()->principal(kApart));
  EXPECT_TRUE(signs_in(world, kComposed));
  EXPECT_TRUE(signs_in(world, kApart));
  EXPECT_FALSE(signs_in(world, "JOS\u00c9")) << "signing in minds the case";
  EXPECT_EQ(upsert(world, "owner", {.id = kApart, .locked = true}), "done");
  EXPECT_EQ(upsert(world, "owner", {.name = kApart, .roles = Words{"user"}}),
            "conflict: name is the name of a principal that exists already");
  const auto only_in = [](const std::string& name) {
    return "conflict: name differs from the name of the principal \"" + name +
           "\" only in case or in Unicode form";
  };
  EXPECT_EQ(upsert(world, "owner", {.name = "JOSE\u0301", .roles = Words{"user"}}),
            only_in(kComposed));
  EXPECT_EQ(upsert(world, "owner", {.name = "Admin", .roles = Words{"user"}}), only_in("admin"));
  EXPECT_EQ(upsert(world, "reseller", {.name = "OWNER", .roles = Words{"user"}}),
            "conflict: name is not free: choose another");
  EXPECT_EQ(upsert(world, "owner", {.id = "reader", .name = "ADMIN"}), only_in("admin"));
  EXPECT_EQ(upsert(world, "owner", {.id = "admin", .name = "Admin"}), "done") << "its own";
  EXPECT_EQ(upsert(world, "owner", {.name = "jose", .roles = Words{"user"}}), "done");
  EXPECT_EQ(upsert(world, "owner", {.id = "jose", .deleted = true}), "done");
  EXPECT_EQ(upsert(world, "owner", {.name = "JOSE", .roles = Words{"user"}}), "done");
}

// Names of an older version: unchanged, found as written, and locked out under one name.
TEST(Names, ThatWereKeptInAnotherFormStillSignIn) {
  World world;
  const std::string apart = "jose\u0301";
  ASSERT_EQ(store::write_and_wait(world.store(),
                                  [&](store::Transaction& transaction) {
                                    Principal old = *transaction.principal("reader");
                                    for (const std::string& name : {apart, std::string("a:b")}) {
                                      old.id = transaction.next_principal();
                                      old.name = name;
                                      old.version = 1;
                                      AdminEntry entry = entry_of(nullptr, old);
                                      bind(entry, world.random());
                                      transaction.save(old);
                                      transaction.save(entry);
                                    }
                                    return true;
                                  }),
            store::Committed::yes);
  EXPECT_TRUE(signs_in(world, apart.c_str()));
  EXPECT_TRUE(signs_in(world, "a:b"));
  EXPECT_EQ(upsert(world, "reseller", {.id = apart, .name = apart, .locked = false}), "done");
  EXPECT_EQ(upsert(world, "reseller", {.id = "a:b", .name = "a:b", .locked = false}), "done");
  EXPECT_EQ(upsert(world, "owner", {.name = "JOSE\u0301", .roles = Words{"user"}}).substr(0, 8),
            "conflict");
}

}  // namespace
}  // namespace patchbay
