// Further promises of the store in PostgreSQL: many nodes act as one, conflicts are retried, and a
// commit that could be lost is never reported as done.
#include <chrono>
#include <future>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/cluster.h"
#include "store/open.h"
#include "store/postgresql/location.h"
#include "store/support.h"
#include "store/verify.h"
#include "support/store_options.h"

namespace patchbay::store {
namespace {

using testing::HasSubstr;

class Postgresql : public testing::Test {
 protected:
  std::unique_ptr<Store> node() {
    auto store = open_postgresql(postgresql_at(url_));
    if (!store) throw std::runtime_error(store.error());
    return *std::move(store);
  }
  std::string ask(const std::string& sql) { return ask_database(url_, sql); }
  // Drops all data.
  void begin_anew() {
    drop_database(folder_.path().filename());
    (void)database_called(folder_.path().filename());
  }
  // Makes `what` happen to every new history entry, `times` times, even if the transaction is
  // rolled back.
  void plant(const std::string& what, int times, const std::string& when);

  const TempFolder folder_;
  const std::string url_ = database_called(folder_.path().filename());
};

void Postgresql::plant(const std::string& what, int times, const std::string& when) {
  ask("CREATE SEQUENCE planted");
  ask("CREATE FUNCTION plant() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF "
      "nextval('planted') <= " +
      std::to_string(times) + " THEN " + what + "; END IF; RETURN NULL; END $$");
  ask("CREATE CONSTRAINT TRIGGER planted AFTER INSERT ON entries " + when +
      " FOR EACH ROW EXECUTE FUNCTION plant()");
}

constexpr const char* kAtOnce = "NOT DEFERRABLE";
constexpr const char* kAtCommit = "DEFERRABLE INITIALLY DEFERRED";
// serialization_failure and deadlock_detected.
constexpr const char* kConflicts[] = {"40001", "40P01"};

std::string conflict(const std::string& state) {
  return "RAISE EXCEPTION 'planted' USING ERRCODE = '" + state + "'";
}

std::int64_t quota_of(Store& store) {
  return store.read()->customer(CustomerId{1})->whole(Field::email_quota);
}

Committed count_up(Store& store, const JobSubject& about = {}) {
  return write_and_wait(
      store,
      [](Transaction& transaction) {
        const Record before = transaction.customer(CustomerId{1}).value();
        save_customer(transaction,
                      with(before, Field::email_quota, before.whole(Field::email_quota) + 1));
        return true;
      },
      about);
}

// Jobs without a subject lock everything; jobs with one lock values in a write queue.
const JobSubject kAbouts[] = {{}, CustomerId{1}};

TEST_F(Postgresql, NodesLoseNoUpdateToOneAnother) {
  std::vector<std::unique_ptr<Store>> nodes;
  for (int i = 0; i < 3; ++i) nodes.push_back(node());
  ASSERT_EQ(save_customer(*nodes[0], made(1, 0, "root")), Committed::yes);
  std::vector<std::thread> writers;
  for (int i = 0; i < 12; ++i)
    writers.emplace_back([&, i] {
      for (int k = 0; k < 20; ++k)
        EXPECT_EQ(count_up(*nodes[static_cast<std::size_t>(i % 3)]), Committed::yes);
    });
  for (auto& writer : writers) writer.join();
  for (const auto& each : nodes) EXPECT_EQ(quota_of(*each), 240);
  EXPECT_EQ(nodes[0]->read()->customer(CustomerId{1})->version, 241);
  EXPECT_FALSE(verify(*nodes[1]->read()).difference);
  // Entries are numbered in the order of commits: no entry before a visible one appears later.
  EXPECT_EQ(ask("SELECT count(*) FROM entries e JOIN entries p ON p.id = e.previous "
                "WHERE p.id > e.id OR p.version <> e.version - 1"),
            "0");
}

TEST_F(Postgresql, WhatOneNodeRemembersAnotherMayChange) {
  const auto one = node();
  const auto other = node();
  ASSERT_EQ(save_customer(*one, made(1, 0, "root")), Committed::yes);
  Principal principal{.id = 1, .name = "x", .home = {1}, .version = 1};
  for (int turn = 0; turn < 20; ++turn) {
    principal.locked = !principal.locked;
    ++principal.version;
    Store& changes = turn % 2 == 0 ? *one : *other;
    ASSERT_EQ(write_and_wait(changes,
                             [&](Transaction& transaction) {
                               transaction.save(principal);
                               return true;
                             }),
              Committed::yes);
    EXPECT_EQ(one->read()->principal("x"), principal) << turn;
    EXPECT_EQ(other->read()->principal(std::int64_t{1}), principal) << turn;
  }
}

TEST_F(Postgresql, NodesMayStartAtTheSameMoment) {
  for (int round = 0; round < 20; ++round) {
    begin_anew();
    std::vector<std::thread> starting;
    for (int i = 0; i < 6; ++i) starting.emplace_back([&] { EXPECT_NO_THROW((void)node()); });
    for (auto& each : starting) each.join();
  }
}

TEST_F(Postgresql, WhatIsMetIsTriedAgainAndDoneOnce) {
  for (const std::string state : kConflicts)
    for (const char* when : {kAtOnce, kAtCommit})
      for (const JobSubject& about : kAbouts) {
        begin_anew();
        const auto store = node();
        ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
        plant(conflict(state), 3, when);
        EXPECT_EQ(count_up(*store, about), Committed::yes) << state << when;
        EXPECT_EQ(quota_of(*store), 1);
        EXPECT_EQ(ask("SELECT count(*) FROM entries"), "2");
        EXPECT_EQ(ask("SELECT last_value FROM planted"), "4");
      }
}

TEST_F(Postgresql, WhatIsMetForeverIsGivenUp) {
  for (const std::string state : kConflicts)
    for (const JobSubject& about : kAbouts) {
      begin_anew();
      const auto store = node();
      ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
      plant(conflict(state), 1000, kAtOnce);
      EXPECT_EQ(count_up(*store, about), Committed::failed) << state;
      const int tries = std::stoi(ask("SELECT last_value FROM planted"));
      EXPECT_TRUE(tries > 3 && tries < 50) << tries;
      ask("DROP TRIGGER planted ON entries");
      EXPECT_EQ(count_up(*store, about), Committed::yes);
      EXPECT_EQ(quota_of(*store), 1);
    }
}

// Other errors are not retried, so the retries above are due to the conflict.
TEST_F(Postgresql, WhatIsNoConflictIsNotTriedAgain) {
  for (const JobSubject& about : kAbouts) {
    begin_anew();
    const auto store = node();
    ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
    plant(conflict("P0001"), 1, kAtCommit);
    EXPECT_EQ(count_up(*store, about), Committed::unknown);
    EXPECT_EQ(ask("SELECT last_value FROM planted"), "1");
    EXPECT_EQ(quota_of(*store), 0);
  }
}

// An operator's session holds what the writer needs next and waits for what the writer holds. The
// writer waits first, so PostgreSQL ends its transaction.
TEST_F(Postgresql, ADeadlockIsTriedAgainAndDoneOnce) {
  const std::string patient = "%20-cdeadlock_timeout%3D2s";
  PostgresqlOptions options = postgresql_at(url_ + patient);
  options.lock_ms = 60'000;
  const auto store = open_postgresql(options).value();
  ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
  ask("CREATE TABLE other AS SELECT 0 AS n");
  plant("UPDATE other SET n = n + 1", 1000, kAtOnce);
  auto operating = std::async(std::launch::async, [&] {
    return ask(
        "BEGIN; SET LOCAL deadlock_timeout = '1h'; LOCK TABLE other IN EXCLUSIVE MODE;"
        "DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = "
        "'other'::regclass) LOOP PERFORM pg_sleep(0.01); END LOOP; END $$;"
        "SELECT value FROM meta WHERE name = 'numbering' FOR UPDATE; COMMIT");
  });
  while (ask("SELECT count(*) FROM pg_locks WHERE granted AND mode = 'ExclusiveLock' AND relation "
             "= 'other'::regclass") == "0")
    ASSERT_EQ(operating.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  EXPECT_EQ(count_up(*store), Committed::yes);
  EXPECT_NO_THROW((void)operating.get());
  // Retried, several times if the writer was faster than the operator; executed once.
  EXPECT_GE(std::stoi(ask("SELECT last_value FROM planted")), 2);
  EXPECT_EQ(ask("SELECT n FROM other"), "1");
  EXPECT_EQ(quota_of(*store), 1);
  EXPECT_FALSE(verify(*store->read()).difference);
}

// A statement sent without waiting fails after its job has ended. The other jobs are kept.
TEST_F(Postgresql, ALateRefusalIsThatOfItsOwnJob) {
  const auto store = node();
  ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
  ASSERT_EQ(save_customer(*store, made(2, 1, "one")), Committed::yes);
  ASSERT_EQ(save_customer(*store, made(3, 1, "other")), Committed::yes);
  ask("ALTER TABLE customers ADD CHECK (id <> 2 OR version = 1)");
  for (const bool known : {false, true}) {
    std::vector<std::future<Committed>> fates;
    {
      Gate gate(*store);
      for (const std::int64_t id : {3, 1, 2, 3, 1})
        fates.push_back(write_later(
            *store,
            [id, known](Transaction& transaction) {
              const Record before = transaction.customer(CustomerId{id}).value();
              save_customer(transaction,
                            with(before, Field::notes, std::to_string(before.version)));
              return true;
            },
            known ? JobSubject(CustomerId{id}) : JobSubject()));
    }
    for (std::size_t i = 0; i < fates.size(); ++i)
      EXPECT_EQ(fates[i].get(), i == 2 ? Committed::failed : Committed::yes) << i << known;
    EXPECT_FALSE(verify(*store->read()).difference);
  }
}

// The result of COMMIT is read separately, after any number of statements sent without waiting.
TEST_F(Postgresql, ACommitIsKnownAfterAnyNumberOfStatements) {
  const auto store = node();
  for (int count = 200; count < 300; ++count)
    EXPECT_EQ(write_and_wait(*store,
                             [&](Transaction& transaction) {
                               for (int i = 0; i < count; ++i)
                                 transaction.remove_attempts(std::to_string(i) + '\n');
                               return true;
                             }),
              Committed::yes)
        << count;
}

TEST_F(Postgresql, AWarningAtCommitIsNoSuccess) {
  const auto store = node();
  ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
  plant("RAISE WARNING 'planted'", 1, kAtCommit);
  EXPECT_EQ(count_up(*store), Committed::unknown);
  EXPECT_EQ(count_up(*store), Committed::yes);  // on a new connection
  EXPECT_EQ(quota_of(*store), 2);
}

TEST_F(Postgresql, AReaderIsRenewedAfterItsConnectionEnded) {
  const auto store = node();
  ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
  {
    const auto one = store->read(), two = store->read();
  }
  ask("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> "
      "pg_backend_pid() AND backend_type = 'client backend'");
  EXPECT_EQ(store->read()->customer(CustomerId{1})->name(), "root");
  EXPECT_EQ(store->read()->customer(CustomerId{1})->name(), "root");
}

TEST_F(Postgresql, AWriterWhoseConnectionEndedWritesAgain) {
  const auto store = node();
  ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
  EXPECT_EQ(write_and_wait(*store,
                           [&](Transaction& transaction) {
                             save_customer(transaction, made(2, 1, "lost"));
                             ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                 "WHERE state = 'idle in transaction'");
                             (void)transaction.customer(CustomerId{1});
                             return true;
                           }),
            Committed::failed);
  EXPECT_EQ(save_customer(*store, made(3, 1, "kept")), Committed::yes);
  EXPECT_FALSE(store->read()->customer(CustomerId{2}));
}

TEST_F(Postgresql, AServerThatLosesWhatItAcknowledgesIsRefused) {
  for (const std::string setting : {"fsync", "full_page_writes"}) {
    const auto set_to = [&](const std::string& value) {
      ask("ALTER SYSTEM SET " + setting + " = " + value);
      ask("SELECT pg_reload_conf()");
      for (int i = 0; i < 100'000 && ask("SHOW " + setting) != value; ++i) continue;
    };
    set_to("off");
    const auto store = open_postgresql(postgresql_at(url_));
    set_to("on");
    ASSERT_FALSE(store);
    EXPECT_THAT(store.error(), HasSubstr("its setting " + setting + " is off and must be on"));
  }
  EXPECT_NO_THROW((void)node());
}

// A node keeps working while another upgrades the schema, as long as the schema step allows it.
TEST_F(Postgresql, ANodeWorksOnWhileTheSchemaGrows) {
  const auto store = node();
  ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
  const auto take_step = [&](const std::string& sql, const std::string& usable_from) {
    ask("BEGIN; SELECT value FROM meta WHERE name LIKE 'slot/%' ORDER BY name FOR UPDATE;" + sql +
        ";UPDATE meta SET value = value + 1 WHERE name IN ('schema', 'edition');"
        "UPDATE meta SET value = " +
        usable_from + " WHERE name = 'usable from'; COMMIT");
  };
  take_step("ALTER TABLE customers ADD COLUMN later BIGINT NOT NULL DEFAULT 7", "1");
  EXPECT_EQ(count_up(*store), Committed::yes);
  EXPECT_EQ(count_up(*store, CustomerId{1}), Committed::yes);
  EXPECT_EQ(count_up(*node()), Committed::yes) << "one of the old version may start too";
  EXPECT_EQ(quota_of(*store), 3);
  EXPECT_FALSE(verify(*store->read()).difference);

  take_step("ALTER TABLE customers DROP COLUMN later", "99");
  EXPECT_EQ(count_up(*store), Committed::failed);
  EXPECT_EQ(count_up(*store, CustomerId{1}), Committed::failed);
  EXPECT_THROW((void)store->read(), Unavailable);
  const auto refused = open_postgresql(postgresql_at(url_));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error(), HasSubstr("written by a newer version of Patchbay"));
}

// A store of schema 9 has terms of former telephone numbers only.
TEST_F(Postgresql, FormerValuesOfAnOlderStoreAreFound) {
  {
    const auto store = node();
    ASSERT_EQ(save_customer(*store, made(1, 0, "root")), Committed::yes);
    ASSERT_EQ(amend(*store, 1, Field::fax, "+44 20 7946 0000"), Committed::yes);
    ASSERT_EQ(amend(*store, 1, Field::fax, std::nullopt), Committed::yes);
    ASSERT_EQ(amend(*store, 1, Field::name, "trunk"), Committed::yes);
  }
  ask(kBackToSchema10 +
      "DELETE FROM former_terms WHERE term NOT LIKE '/telephone/%';"
      "UPDATE meta SET value = 9 WHERE name IN ('schema', 'usable from')");
  const auto store = node();
  EXPECT_EQ(store->read()->index_mismatch(), std::nullopt);
  CustomerQuery former{.below = {1}, .itself = true};
  former.now_or_before = {{.terms = {"/name/root"}, .former = {{.text = "/name/root"}}}};
  EXPECT_THAT(store->read()->customers(former).former,
              testing::ElementsAre(FormerMatch{.customer = {1}, .condition = 0, .version = 4}));
}

TEST_F(Postgresql, NoPasswordIsShown) {
  EXPECT_EQ(redacted_location("postgresql://me:secret@one,two:5433/records?sslmode=verify-full"),
            "postgresql://one,two/records");
  PostgresqlOptions options = postgresql_at("postgresql://me:secret@%2Fno%2Fsuch/records");
  options.connect_s = 2;
  const auto store = open_postgresql(options);
  ASSERT_FALSE(store);
  EXPECT_THAT(store.error(), testing::Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace patchbay::store
