// Synchronous standbys: a cancelled wait for the standby looks like a successful commit.
#include <chrono>

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include "store/cluster.h"
#include "store/open.h"
#include "store/support.h"
#include "support/store_options.h"

namespace patchbay::store {
namespace {

// A cluster whose only synchronous standby never connects, until the end of the scope.
class Standby : public testing::Test {
 protected:
  void SetUp() override {
    PostgresqlOptions options = postgresql_at(url_);
    options.commit_ms = 500;
    store_ = open_postgresql(options).value();
    ASSERT_EQ(save_customer(*store_, made(1, 0, "root")), Committed::yes);
    ask_database(url_, "DROP SCHEMA IF EXISTS other CASCADE");
    ask_database(url_, "CREATE SCHEMA other CREATE TABLE naive (id INT)");
  }
  void TearDown() override { require(""); }

  void require(const std::string& standby) {
    ask_database(url_, "ALTER SYSTEM SET synchronous_standby_names = '" + standby + "'");
    ask_database(url_, "SELECT pg_reload_conf()");
    for (int i = 0; i < 100'000; ++i)
      if (ask_database(url_, "SHOW synchronous_standby_names") == standby) return;
    FAIL() << "the setting was not taken";
  }
  // Cancels the waits for the standby as they occur; returns false if none occurs within 20
  // seconds.
  bool cancel_a_wait() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < end)
      if (!ask_database(url_,
                        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
                        "WHERE wait_event = 'SyncRep'")
               .empty())
        return true;
    return false;
  }

  const TempFolder folder_;
  const std::string url_ = database_called(folder_.path().filename());
  std::unique_ptr<Store> store_;
};

TEST_F(Standby, AWaitHasItsOwnEndAndIsUnknown) {
  require("nobody");
  EXPECT_EQ(amend(*store_, 1, Field::notes, "x"), Committed::unknown);
  EXPECT_FALSE(store_->stats().usable);
  EXPECT_TRUE(store_->read()->customer(CustomerId{1}));  // reads still work
  EXPECT_TRUE(cancel_a_wait());                          // the abandoned session still waits
  require("");
  EXPECT_EQ(amend(*store_, 1, Field::notes, "y"), Committed::yes);
}

TEST_F(Standby, ACancelledWaitIsUnknown) {
  PostgresqlOptions options = postgresql_at(url_);
  options.commit_ms = 60'000;
  auto patient = open_postgresql(options).value();
  require("nobody");
  auto fate = std::async(std::launch::async, [&] { return amend(*patient, 1, Field::notes, "x"); });
  ASSERT_TRUE(cancel_a_wait());
  EXPECT_EQ(fate.get(), Committed::unknown);
}

// A client that checks only the result takes it for success. This shows what the test above
// prevents.
TEST_F(Standby, ANaiveClientIsDeceived) {
  require("nobody");
  auto naive = std::async(std::launch::async, [&] {
    PGconn* connection = PQconnectdb(url_.c_str());
    PQsetNoticeReceiver(connection, [](void*, const PGresult*) {}, nullptr);
    PGresult* answer = PQexec(connection, "INSERT INTO other.naive VALUES (1)");
    const std::string said = PQcmdStatus(answer);
    PQclear(answer);
    PQfinish(connection);
    return said;
  });
  ASSERT_TRUE(cancel_a_wait());
  EXPECT_EQ(naive.get(), "INSERT 0 1");
}

}  // namespace
}  // namespace patchbay::store
