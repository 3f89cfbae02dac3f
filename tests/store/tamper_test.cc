// Verification detects every manual change of the database, and no manual change grants access.
#include <array>

#include <gmock/gmock.h>

#include "record/formats/codec.h"
#include "record/history/chain.h"
#include "store/audit_sealer.h"
#include "store/tampered.h"

namespace patchbay::store {

using Case = std::tuple<Engine, Tampering>;
void PrintTo(const Case& one, std::ostream* out) {
  *out << name_of(std::get<0>(one)) << ' ' << std::get<1>(one).name;
}

namespace {

class Tampered : public testing::TestWithParam<Case> {};

TEST_P(Tampered, IsNamed) {
  const auto& [engine, tampering] = GetParam();
  const TamperedStore store(engine);
  store.alter(tampering.sql);
  const VerifyReport verified = store.verified();
  ASSERT_TRUE(verified.difference);
  EXPECT_TRUE(verified.difference->starts_with(tampering.found)) << *verified.difference;
}

INSTANTIATE_TEST_SUITE_P(All, Tampered,
                         testing::Combine(testing::Values(Engine::sqlite, Engine::postgresql),
                                          testing::ValuesIn(tamperings())),
                         [](const auto& instance) {
                           return name_of(std::get<0>(instance.param)) + '_' +
                                  std::get<1>(instance.param).name;
                         });

// SQLite stores values of any type in any column, and comparisons never match a wrong type.
TEST(TamperedTypes, AreNamed) {
  for (const auto& [table, column, where] :
       std::initializer_list<std::array<const char*, 3>>{{"customers", "path", "id = 124"},
                                                         {"customers", "name", "id = 101"},
                                                         {"customers", "doc", "id = 101"},
                                                         {"entries", "principal", "version = 2"},
                                                         {"principals", "name", "id = 1"},
                                                         {"things", "kind", "id = 7"},
                                                         {"thing_entries", "kind", "version = 1"},
                                                         {"counters", "name", "1 = 1"},
                                                         {"heads", "name", "1 = 1"}}) {
    const TamperedStore store(Engine::sqlite);
    store.alter(std::string("UPDATE ") + table + " SET " + column + " = CAST(" + column +
                " AS BLOB) WHERE " + where);
    EXPECT_TRUE(store.verified().difference) << table << '.' << column;
  }
  for (const auto& [table, column] : std::initializer_list<std::array<const char*, 2>>{
           {"principals", "deleted"}, {"principals", "locked"}, {"customers", "deleted"}}) {
    const TamperedStore store(Engine::sqlite);
    store.alter(std::string("UPDATE ") + table + " SET " + column + " = 0.5");
    EXPECT_TRUE(store.verified().difference) << table << '.' << column;
    const TamperedStore empty(Engine::sqlite);
    empty.alter(std::string("UPDATE ") + table + " SET " + column + " = ''");
    EXPECT_TRUE(empty.verified().difference) << table << '.' << column << " of empty text";
  }
}

// FTS5 keeps the index of terms in tables of its own, which anyone can write to.
TEST(TamperedIndex, IsNamed) {
  const char* const kDamaged = "the index of search terms is damaged";
  for (const auto& [sql, found] : std::initializer_list<std::array<const char*, 2>>{
           {"DELETE FROM terms_idx", kDamaged},
           {"UPDATE terms_idx SET pgno = pgno + 2", kDamaged},
           {"UPDATE terms_idx SET term = x'30ff' WHERE segid = (SELECT min(segid) FROM terms_idx)",
            kDamaged},
           {"INSERT INTO terms_idx SELECT segid, x'3061', 99 FROM terms_idx LIMIT 1", kDamaged},
           {"DELETE FROM terms_data", kDamaged},
           {"DELETE FROM terms_data WHERE id > 10", kDamaged},
           {"UPDATE terms_data SET block = substr(block, 1, 9) WHERE id > 10", kDamaged},
           {"UPDATE terms_data SET block = replace(CAST(block AS TEXT), 'volvo', 'saabx')"
            " WHERE id > 10",
            ""}}) {
    const TamperedStore store(Engine::sqlite);
    store.alter(sql);
    const auto wrong = store.verified().difference;
    ASSERT_TRUE(wrong) << sql;
    EXPECT_TRUE(wrong->starts_with(found)) << sql << ": " << *wrong;
  }
}

class TamperedWith : public testing::TestWithParam<Engine> {
 protected:
  const TamperedStore store_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(All, TamperedWith, testing::Values(Engine::sqlite, Engine::postgresql),
                         [](const auto& instance) { return name_of(instance.param); });

TEST_P(TamperedWith, NothingIsWhole) {
  const VerifyReport verified = store_.verified();
  EXPECT_FALSE(verified.difference) << *verified.difference;
  EXPECT_EQ(verified.seals, 3U);
  EXPECT_EQ(verified.unsealed, 1U);
  EXPECT_FALSE(store_.verified({.integrity = {.key = std::nullopt}}).difference)
      << "and so far as can be told without the key";
  EXPECT_TRUE(store_.verified({.integrity = {.key = std::string(32, 'x')}}).difference)
      << "another key is not the key";
}

Entry entry_of(const TamperedStore& store, std::int64_t customer, Version version) {
  Entry out;
  store.read(
      [&](ReadTransaction& reader) { out = reader.history({customer}, version + 1, 1).front(); },
      tamper_key());
  return out;
}

// The attacker knows how hashes are computed, but has no key.
TEST_P(TamperedWith, AChainThatIsHashedAnewWithoutTheKeyIsNamed) {
  std::string previous = chain_start(Uuid::numbered(101));
  std::string sql;
  for (Version version = 1; version <= 4; ++version) {
    Entry entry = entry_of(store_, 101, version);
    if (version == 2) entry.by.principal = "mallory";
    previous = chain_hash(previous, entry);
    sql += "UPDATE entries SET principal = '" + entry.by.principal +
           "', hash = " + store_.bytes(previous) +
           " WHERE customer = 101 AND version = " + std::to_string(version) + ';';
  }
  sql += "UPDATE customers SET last_hash = " + store_.bytes(previous) + " WHERE id = 101";
  store_.alter(sql);
  const auto wrong = store_.verified().difference;
  ASSERT_TRUE(wrong);
  EXPECT_THAT(*wrong, testing::StartsWith("customer 101: the hash of version "));
}

// Erasing needs no key, so anyone with the database can erase values. It is detected for current
// values and for values that are not old enough.
TEST_P(TamperedWith, WhatIsErasedByHandIsNamed) {
  struct Erasing {
    Version version;
    void (*erase)(Difference&);
    const char* found;
  };
  const Erasing cases[] = {
      {4, erase_values, "customer 101: version 4 of history was erased of notes, which still"},
      {4, erase_before, "customer 101: version 4 of history was erased of notes before its time"},
      {3, erase_values, "customer 101: version 3 of history was erased of notes, which still"},
  };
  for (const Erasing& each : cases) {
    const std::string version = std::to_string(each.version);
    const std::string where = " WHERE customer = 101 AND version = " + version;
    const Entry whole = entry_of(store_, 101, each.version);
    Entry erased = whole;
    each.erase(erased.differences.at(0));
    // Sets the current value to something else, as an attacker would want.
    const std::string value = each.version == 4 ? "999 999.00" : "c";
    store_.alter("UPDATE entries SET differences = '" + encode(erased.differences) + "'" + where +
                 ";UPDATE customers SET doc = replace(doc, '\"c\"', '\"" + value +
                 "\"') WHERE id = 101");
    const auto wrong = store_.verified().difference;
    ASSERT_TRUE(wrong);
    EXPECT_THAT(*wrong, testing::StartsWith(each.found));
    store_.alter("UPDATE entries SET differences = '" + encode(whole.differences) + "'" + where +
                 ";UPDATE customers SET doc = replace(doc, '\"" + value +
                 "\"', '\"c\"') WHERE id = 101");
  }
  EXPECT_FALSE(store_.verified().difference);
}

// Each unreadable row is reported, and all others are verified.
TEST_P(TamperedWith, WhatIsDamagedIsNamedAndTheRestLookedAt) {
  store_.alter(
      "UPDATE customers SET doc = replace(doc, '{', '[') WHERE id IN (101, 123);"
      "UPDATE entries SET differences = '[[' WHERE customer = 124 AND version = 1;"
      "UPDATE thing_entries SET differences = '\"' WHERE kind = 'role' AND version = 1;"
      "UPDATE entries SET hash = (SELECT hash FROM old_entries WHERE customer = 123)"
      " WHERE customer = 1");
  const VerifyReport verified = store_.verified();
  EXPECT_THAT(verified.damaged,
              testing::ElementsAre(
                  testing::StartsWith("customer 101: its values cannot be read: "),
                  testing::StartsWith("customer 123: its values cannot be read: "),
                  testing::StartsWith("customer 124: version 1 of its history cannot be read: "),
                  testing::StartsWith("role 7: version 1 of its history cannot be read: ")));
  ASSERT_TRUE(verified.difference);
  EXPECT_THAT(*verified.difference, testing::StartsWith("customer 1: the hash of version 1"));
  EXPECT_FALSE(verified.is_whole());
  store_.read(
      [](ReadTransaction& reader) {
        EXPECT_THROW((void)reader.customer(CustomerId{101}), Damaged);
        EXPECT_THROW((void)reader.customers({.recursive = true, .life = Life::all}), Damaged);
        EXPECT_THROW((void)reader.history(CustomerId{124}, 0, 10), Damaged);
        EXPECT_THROW(
            (void)reader.history(AdminObjectId{.kind = ReferenceKind::role, .id = 7}, 0, 10),
            Damaged);
        EXPECT_TRUE(reader.customer(CustomerId{124}));
      },
      tamper_key());
}

// Columns are compared with the values of all readable rows.
TEST_P(TamperedWith, DamageHidesNothingElse) {
  store_.alter(
      "UPDATE customers SET doc = '{' WHERE id = 101;"
      "UPDATE customers SET name = 'Saab' WHERE id = 124");
  const VerifyReport verified = store_.verified();
  EXPECT_EQ(verified.damaged.size(), 1U);
  ASSERT_TRUE(verified.difference);
  EXPECT_EQ(*verified.difference, "customer 124: is found by other values than it holds");
}

TEST_P(TamperedWith, ADamagedRequestIsNamedWhereItIsAskedFor) {
  store_.alter("UPDATE requests SET batch = 'x' WHERE customer = 101 AND version = 4");
  store_.read(
      [](ReadTransaction& reader) {
        EXPECT_THROW((void)reader.request(Uuid::numbered(101004)), Damaged);
        EXPECT_TRUE(reader.request(Uuid::numbered(101003)));
      },
      tamper_key());
}

TEST_P(TamperedWith, ARowThatFailsLetsNobodyIn) {
  const std::string password = "UPDATE principals SET password_hash = '$argon2id$mine'";
  int alarms = 0;
  Integrity watched = tamper_key();
  watched.alarm = [&](const std::string&) { ++alarms; };
  const auto seen = [&](const auto& look) {
    bool out = false;
    store_.read([&](ReadTransaction& reader) { out = look(reader); }, watched);
    return out;
  };
  const auto alice = [](ReadTransaction& reader) {
    return reader.principal("alice").has_value() && reader.principal(1).has_value() &&
           !reader.principals({1}, 0, 10).empty();
  };
  const auto nobody = [](ReadTransaction& reader) {
    return !reader.principal("alice") && !reader.principal(1) &&
           reader.principals({1}, 0, 10).empty();
  };
  const auto role = [](ReadTransaction& reader) {
    return reader.reference(ReferenceKind::role, 7).has_value() &&
           !reader.references_below({1}, ReferenceKind::role, "clerk").empty() &&
           !reader.references(ReferenceKind::role, 0, 10).empty();
  };
  EXPECT_TRUE(seen(alice));
  EXPECT_TRUE(seen(role));
  EXPECT_TRUE(
      seen([](ReadTransaction& reader) { return reader.token(std::string(32, 'a')).has_value(); }));
  EXPECT_EQ(alarms, 0);
  store_.alter("CREATE TABLE now_principals AS SELECT * FROM principals");
  for (const char* column :
       {"password_hash = 'x'", "api_keys = '[]'", "roles = '[\"1\"]'", "doors = '[\"native\"]'",
        "sources = '[\"::/0\"]'", "home = 101", "locked = 1", "version = 7", "mac = NULL"}) {
    store_.alter("UPDATE principals SET " + std::string(column));
    EXPECT_TRUE(seen(nobody)) << column;
    store_.alter("DELETE FROM principals; INSERT INTO principals SELECT * FROM now_principals");
    EXPECT_TRUE(seen(alice)) << column;
  }
  store_.alter("DELETE FROM principals; INSERT INTO principals SELECT * FROM old_principals");
  EXPECT_TRUE(seen(nobody)) << "an old password, put back";
  store_.alter("UPDATE things SET words = '[\"system\"]' WHERE kind = 'role'");
  EXPECT_FALSE(seen(role));
  store_.alter("DELETE FROM things; INSERT INTO things SELECT * FROM old_things");
  EXPECT_FALSE(seen(role)) << "a role that could do more, put back";
  store_.alter("UPDATE tokens SET principal_version = 2");
  EXPECT_FALSE(
      seen([](ReadTransaction& reader) { return reader.token(std::string(32, 'a')).has_value(); }));
  EXPECT_GT(alarms, 10) << "and it is told";
}

TEST_P(TamperedWith, AMarkThatFailsIsNotReadOver) {
  store_.alter("UPDATE counters SET value = 2 WHERE name = 'mark/demo'");
  const auto store = store_.open();
  EXPECT_THROW((void)store->read()->mark("demo"), Unavailable);
}

// The attacker has the key, or a copy of earlier data. Only anchors kept elsewhere detect the
// change.
TEST_P(TamperedWith, WhatIsRewrittenBeforeAnAnchorIsNamed) {
  std::vector<AuditSeal> anchors;
  store_.read([&](ReadTransaction& reader) { anchors = reader.seals(1, 10); }, tamper_key());
  ASSERT_EQ(anchors.size(), 2U);
  const VerifyOptions both{.integrity = tamper_key(), .anchors = anchors};
  EXPECT_FALSE(store_.verified(both).difference);
  EXPECT_EQ(store_.verified(both).anchors, 2U);
  const TamperedStore other(GetParam());
  EXPECT_FALSE(other.verified(both).difference) << "the same history is the same";
  other.alter(
      "DELETE FROM seals WHERE number > 0; DELETE FROM heads;"
      "UPDATE entries SET principal = 'mallory' WHERE id = 1");
  // Everything is hashed and sealed with the key, as if it had been written this way.
  std::string sql;
  Entry entry = entry_of(other, 1, 1);
  const std::string hash = chain_hash(chain_start(Uuid::numbered(1)), entry, *tamper_key().key);
  const AuditSeal first = first_seal(*tamper_key().key);
  other.alter("UPDATE entries SET hash = " + other.bytes(hash) + " WHERE id = 1;" +
              "UPDATE customers SET last_hash = " + other.bytes(hash) + " WHERE id = 1;" +
              "INSERT INTO heads (name, seal, mac) VALUES ('newest', 0, " +
              other.bytes(head_hash(first, *tamper_key().key)) + ")");
  ASSERT_TRUE(seal_unsealed(*other.open(), *tamper_key().key));
  EXPECT_FALSE(other.verified().difference) << "nothing tells it from what was always so";
  const auto wrong = other.verified(both).difference;
  ASSERT_TRUE(wrong);
  EXPECT_THAT(*wrong, testing::HasSubstr("is not what it was when its anchor was made"));
}

TEST_P(TamperedWith, AnAnchorBeyondTheEndIsNamed) {
  const AuditSeal beyond{.number = 9, .entry = 90, .entries = 90, .hash = std::string(32, 'h')};
  const auto wrong = store_.verified({.integrity = tamper_key(), .anchors = {beyond}}).difference;
  ASSERT_TRUE(wrong);
  EXPECT_THAT(*wrong, testing::HasSubstr("history ends before it"));
}

// After a crash, unsealed entries are sealed when the store is opened next.
TEST_P(TamperedWith, TheRestIsSealedLater) {
  EXPECT_EQ(store_.verified().unsealed, 1U);
  ASSERT_TRUE(seal_unsealed(*store_.open(), *tamper_key().key));
  const VerifyReport verified = store_.verified();
  EXPECT_FALSE(verified.difference) << *verified.difference;
  EXPECT_EQ(verified.unsealed, 0U);
  EXPECT_EQ(verified.seals, 4U);
}

// A store that has lost its seals is neither treated as new nor written to.
TEST_P(TamperedWith, AStoreWithoutItsHeadIsNotOpened) {
  store_.alter("DELETE FROM seals; DELETE FROM heads");
  EXPECT_ANY_THROW((void)store_.open());
}

}  // namespace
}  // namespace patchbay::store
