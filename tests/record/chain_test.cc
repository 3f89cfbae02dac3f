// The chain of history: every alteration is detected, and values can be erased.
#include "record/history/chain.h"

#include <gtest/gtest.h>

#include "base/digest.h"

namespace patchbay {
namespace {

Entry entry(Version version = 2) {
  const auto random = seeded_random(static_cast<unsigned>(version));
  Entry out{.customer = {101},
            .version = version,
            .action = "amend",
            .by = {.time = {5},
                   .principal = "alice",
                   .principal_id = 4,
                   .door = "flolive",
                   .source = "192.0.2.1",
                   .request = Uuid::numbered(7),
                   .reason = "asked by phone",
                   .warnings = {"ignored unknown field colour"}},
            .differences = {{{Field::name, {}}, "Volvo", "Volvo AB"},
                            {{Field::notes, {}}, std::nullopt, "n"},
                            {{Field::credit, {}}, *Decimal::parse("1.50"), std::nullopt}}};
  bind(out, *random);
  return out;
}

TEST(Chain, EveryMemberOfAnEntryIsInItsHash) {
  const Entry whole = entry();
  const std::string hash = chain_hash("before", whole);
  EXPECT_EQ(hash.size(), 32U);
  EXPECT_EQ(hash, chain_hash("before", whole));
  EXPECT_NE(hash, chain_hash("other", whole));
  void (*const changes[])(Entry&) = {
      [](Entry& e) { e.customer = {102}; },
      [](Entry& e) { e.version = 3; },
      [](Entry& e) { e.action = "move"; },
      [](Entry& e) { e.by.time = {6}; },
      [](Entry& e) { e.by.principal = "bob"; },
      [](Entry& e) { e.by.principal_id = 5; },
      [](Entry& e) { e.by.principal_id = 0; },
      [](Entry& e) { e.by.door = "native"; },
      [](Entry& e) { e.by.source = ""; },
      [](Entry& e) { e.by.request = Uuid::numbered(8); },
      [](Entry& e) { e.by.reason = ""; },
      [](Entry& e) { e.by.warnings.clear(); },
      [](Entry& e) { e.differences.pop_back(); },
      [](Entry& e) { std::swap(e.differences[0], e.differences[1]); },
      [](Entry& e) { e.differences[0].path.field = Field::notes; },
      [](Entry& e) { e.differences[0].before = "Saab"; },
      [](Entry& e) { e.differences[0].after.reset(); },
      [](Entry& e) { e.differences[1].bond[3] = 'x'; },
      // One member loses a character and the next gains it.
      [](Entry& e) { e.by.principal = "alic", e.by.door = "eflolive"; },
  };
  for (std::size_t i = 0; i < std::size(changes); ++i) {
    Entry changed = whole;
    changes[i](changed);
    EXPECT_NE(chain_hash("before", changed), hash) << "change " << i;
  }
}

// The hashes were computed by the Python of docs/formats.md. History that an earlier version wrote
// has salts of 16 bytes.
TEST(Chain, HashesAreAsTheFormatSays) {
  const auto hash_with = [](std::size_t salt) {
    Entry salted = entry();
    for (Difference& each : salted.differences) each.bond = std::string(salt, 'a');
    return hex(chain_hash("before", salted));
  };
  EXPECT_EQ(hash_with(12), "978563531410e8c783748b2c1bdff25f72b7ef5f2e78697c11fea4ca18eb055c");
  EXPECT_EQ(hash_with(16), "008502e6fe2cfbf3d9353973fe7147005193fee1a6d194efb01de7ebd10bb238");
}

TEST(Chain, HistoryOfAnEarlierVersionHoldsWhenValuesAreErased) {
  Entry whole = entry();
  for (Difference& each : whole.differences) each.bond += "1234";
  for (void (*const erase)(Difference&) : {erase_before, erase_values}) {
    Entry erased = whole;
    for (Difference& each : erased.differences) erase(each);
    EXPECT_EQ(chain_hash("h", erased), chain_hash("h", whole));
    EXPECT_TRUE(is_erased(erased.differences[0]));
    EXPECT_EQ(erased.differences[0].bond.find(whole.differences[0].bond), std::string::npos);
  }
}

// The hash was computed by the Python of docs/formats.md.
TEST(Chain, SaltsFollowFromASeedAsTheFormatSays) {
  Entry made = entry(1);
  for (Difference& each : made.differences) {
    each.before.reset();
    each.after = "a";
  }
  made.seed = "0123456789abcdef";
  bind_from_seed(made);
  EXPECT_EQ(hex(made.differences[0].bond), "d8709f187b92bb8e9fa6c81c");
  EXPECT_EQ(hex(made.differences[2].bond), "9fbdbf675a81c95b15953ecb");
  EXPECT_TRUE(is_seeded(made));
  const std::string hash = chain_hash("h", made);
  erase_values(made.differences[1]);
  EXPECT_FALSE(is_seeded(made));
  EXPECT_EQ(chain_hash("h", made), hash);
}

TEST(Chain, OnlyAnEntryThatSetsValuesHasASeed) {
  EXPECT_TRUE(entry().seed.empty());
  Entry made = entry();
  for (Difference& each : made.differences) {
    each.before.reset();
    each.after = "a";
  }
  const auto random = seeded_random(5);
  bind(made, *random);
  EXPECT_TRUE(is_seeded(made));
  EXPECT_NE(made.differences[0].bond, made.differences[1].bond);
  Entry again = made;
  bind(again, *random);
  EXPECT_NE(again.seed, made.seed);
  made.differences.resize(2);
  bind(made, *random);
  EXPECT_TRUE(made.seed.empty()) << "two salts are no longer than a seed";
}

TEST(Chain, HoldsWhenValuesAreErased) {
  const Entry whole = entry();
  Entry erased = whole;
  erase_values(erased.differences[0]);
  EXPECT_FALSE(erased.differences[0].before || erased.differences[0].after);
  EXPECT_TRUE(is_erased(erased.differences[0]));
  EXPECT_FALSE(is_erased(erased.differences[1]));
  EXPECT_EQ(chain_hash("h", erased), chain_hash("h", whole));
  erase_values(erased.differences[0]);
  EXPECT_EQ(chain_hash("h", erased), chain_hash("h", whole)) << "twice is once";
}

TEST(Chain, ASideThatHeldNothingIsNeverErased) {
  Entry whole = entry();
  for (const std::size_t each : {0U, 1U, 2U}) {
    Entry erased = whole;
    Difference& difference = erased.differences[each];
    const Difference before = difference;
    erase_before(difference);
    EXPECT_EQ(patchbay::erased(difference),
              (Erased{.before = before.before.has_value(), .after = false}));
    EXPECT_EQ(difference.after, before.after);
    EXPECT_EQ(chain_hash("h", erased), chain_hash("h", whole));
    erase_values(difference);
    EXPECT_EQ(patchbay::erased(difference),
              (Erased{.before = before.before.has_value(), .after = before.after.has_value()}));
    EXPECT_EQ(had_value_before(difference), before.before.has_value());
    EXPECT_EQ(has_value_after(difference), before.after.has_value());
    EXPECT_EQ(chain_hash("h", erased), chain_hash("h", whole));
    EXPECT_EQ(difference.bond.find(before.bond), std::string::npos)
        << "what would find the values is gone";
  }
}

TEST(Chain, WhoHasNoKeyMakesNoHash) {
  const std::string key(32, 'k');
  EXPECT_NE(chain_hash("h", entry(), key), chain_hash("h", entry()));
  EXPECT_NE(chain_hash("h", entry(), key), chain_hash("h", entry(), std::string(32, 'l')));
}

TEST(Chain, ASecretOfAPrincipalThatIsExchangedIsAnother) {
  Principal a{.id = 3, .name = "a", .home = {2}, .password_hash = "$argon2id$a"};
  Principal b = a;
  b.password_hash = "$argon2id$b";
  const AdminEntry of_a = entry_of(nullptr, a);
  const AdminEntry of_b = entry_of(nullptr, b);
  EXPECT_NE(chain_hash({}, of_a), chain_hash({}, of_b));
}

TEST(Chain, OneValueHasManyCommitments) {
  Entry a = entry(2);
  Entry b = entry(3);
  for (Entry* each : {&a, &b}) erase_values(each->differences[0]);
  EXPECT_NE(a.differences[0].bond, b.differences[0].bond)
      << "who knows the likely values must not find the erased one by trying them";
}

TEST(Chain, BindsThingsToo) {
  const auto random = seeded_random(1);
  Principal principal{.id = 3, .name = "alice", .home = {2}, .roles = {-2}, .version = 1};
  AdminEntry made = entry_of(nullptr, principal);
  bind(made, *random);
  const std::string hash = chain_hash({}, made);
  Principal renamed = principal;
  renamed.name = "bob";
  renamed.version = 2;
  AdminEntry changed = entry_of(&principal, renamed);
  ASSERT_EQ(changed.differences.size(), 1U);
  EXPECT_EQ(changed.differences[0].before, "\"alice\"");
  EXPECT_EQ(changed.differences[0].after, "\"bob\"");
  bind(changed, *random);
  EXPECT_NE(chain_hash(hash, changed), chain_hash({}, changed));
  made.differences[0].after += " ";
  EXPECT_NE(chain_hash({}, made), hash);
}

TEST(Chain, SecretsOfPrincipalsAreNeverInHistory) {
  Principal before{.id = 3, .name = "a", .home = {2}, .password_hash = "$argon2id$old"};
  Principal after = before;
  after.password_hash = "$argon2id$new";
  after.keys = {{"laptop", "HASH"}};
  for (const AdminDifference& each : diff(&before, after)) {
    EXPECT_EQ((each.before + each.after).find("argon"), std::string::npos);
    EXPECT_EQ((each.before + each.after).find("HASH"), std::string::npos);
  }
  EXPECT_EQ(diff(&before, after).size(), 2U) << "that they changed is told";
}

}  // namespace
}  // namespace patchbay
