// Write queues over PostgreSQL: jobs for different customers run in parallel, and the result is as
// if they had run one after another.
#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "store/cluster.h"
#include "store/open.h"
#include "store/support.h"
#include "store/verify.h"
#include "support/store_options.h"

namespace patchbay::store {
namespace {

class Lanes : public testing::Test {
 protected:
  Lanes() {
    for (int i = 0; i < 3; ++i) {
      PostgresqlOptions options = postgresql_at(url_);
      options.first_slot = 2 * i;
      nodes_.push_back(open_postgresql(options).value());
    }
    if (save_customer(*nodes_[0], made(1, 0, "root")) != Committed::yes)
      throw std::runtime_error("no root");
    for (std::int64_t id = 2; id < 12; ++id)
      if (save_customer(*nodes_[0], made(id, 1, "customer")) != Committed::yes)
        throw std::runtime_error("no customer");
  }
  std::string ask(const std::string& sql) { return ask_database(url_, sql); }
  // Whether a session waits for another session's lock.
  bool one_waits() {
    return ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND "
               "datname = current_database()") != "0";
  }
  void until_one_waits() {
    while (!one_waits()) std::this_thread::yield();
  }
  [[nodiscard]] Record customer(std::int64_t id) const {
    return nodes_[0]->read()->customer(CustomerId{id}).value();
  }
  Store& one() { return *nodes_[0]; }
  Store& other() { return *nodes_[1]; }

  const TempFolder folder_;
  const std::string url_ = database_called(folder_.path().filename());
  std::vector<std::unique_ptr<Store>> nodes_;
};

void count_up(Transaction& transaction, std::int64_t id) {
  const Record before = transaction.customer(CustomerId{id}).value();
  save_customer(transaction,
                with(before, Field::email_quota, before.whole(Field::email_quota) + 1));
}

// Changes `id` in a job that calls `meanwhile` in its first run and ends after it.
Committed count_up_while(Store& store, std::int64_t id, const std::function<void()>& meanwhile,
                         int& ran) {
  ran = 0;
  return write_and_wait(
      store,
      [&, id](Transaction& transaction) {
        const Record before = transaction.customer(CustomerId{id}).value();
        if (++ran == 1) meanwhile();
        save_customer(transaction,
                      with(before, Field::email_quota, before.whole(Field::email_quota) + 1));
        return true;
      },
      CustomerId{id});
}

Committed count_up_about(Store& store, std::int64_t id) {
  return write_and_wait(
      store,
      [id](Transaction& transaction) {
        count_up(transaction, id);
        return true;
      },
      CustomerId{id});
}

TEST_F(Lanes, DifferentCustomersAreChangedSideBySide) {
  int ran = 0;
  EXPECT_EQ(count_up_while(
                one(), 2, [&] { EXPECT_EQ(count_up_about(other(), 3), Committed::yes); }, ran),
            Committed::yes);
  EXPECT_EQ(ran, 1);
  EXPECT_EQ(customer(2).whole(Field::email_quota), 1);
  EXPECT_EQ(customer(3).whole(Field::email_quota), 1);
}

// If the data changed since it was read, the job runs again on the new data.
TEST_F(Lanes, TheSameCustomerLosesNoUpdate) {
  int ran = 0;
  EXPECT_EQ(count_up_while(
                one(), 2, [&] { EXPECT_EQ(count_up_about(other(), 2), Committed::yes); }, ran),
            Committed::yes);
  EXPECT_EQ(ran, 2);
  EXPECT_EQ(customer(2).whole(Field::email_quota), 2);
  EXPECT_EQ(customer(2).version, 3);
  EXPECT_FALSE(verify(*one().read()).difference);
}

TEST_F(Lanes, WhoWritesEverythingKeepsAllOthersOut) {
  std::future<Committed> late;
  int ran = 0;
  EXPECT_EQ(count_up_while(
                one(), 2,
                [&] {
                  late = write_later(other(), [](Transaction& transaction) {
                    count_up(transaction, 2);
                    return true;
                  });
                  until_one_waits();
                },
                ran),
            Committed::yes);
  EXPECT_EQ(late.get(), Committed::yes);
  EXPECT_EQ(ran, 1) << "nobody came between";
  EXPECT_EQ(customer(2).whole(Field::email_quota), 2);

  std::future<Committed> values;
  EXPECT_EQ(write_and_wait(one(),
                           [&](Transaction& transaction) {
                             if (!values.valid()) {
                               values = write_later(
                                   other(),
                                   [](Transaction& lane) {
                                     count_up(lane, 3);
                                     return true;
                                   },
                                   CustomerId{3});
                               until_one_waits();
                             }
                             count_up(transaction, 3);
                             return true;
                           }),
            Committed::yes);
  EXPECT_EQ(values.get(), Committed::yes);
  EXPECT_EQ(customer(3).whole(Field::email_quota), 2);
}

// All kinds of data outside a queue's lock scope, and how often a job that uses them runs.
TEST_F(Lanes, WhatReachesFurtherIsDoneInTheScopeOfEverything) {
  const struct {
    const char* what;
    int runs;
    std::function<void(Transaction&)> act;
  } acts[] = {
      {"a value", 1, [](Transaction& lane) { count_up(lane, 2); }},
      {"a value twice", 1,
       [](Transaction& lane) {
         count_up(lane, 2);
         count_up(lane, 2);
       }},
      {"its lineage", 1,
       [](Transaction& lane) {
         count_up(lane, 2);
         if (lane.lineage(CustomerId{2}).size() != 2) throw 1;
       }},
      {"its history", 1,
       [](Transaction& lane) {
         count_up(lane, 2);
         const auto newest = lane.history(CustomerId{2}, 0, 1);
         if (newest.at(0).version != lane.customer(CustomerId{2})->version) throw 1;
       }},
      {"who stands where", 1,
       [](Transaction& lane) {
         if (!lane.is_live(CustomerId{3}) || lane.has_live_children(CustomerId{3})) throw 1;
         count_up(lane, 2);
       }},
      {"its account and description", 1,
       [](Transaction& lane) {
         Record after = with(lane.customer(CustomerId{2}).value(), Field::account, "a");
         save_customer(lane, after);
         save_customer(lane, with(after, Field::description, "d"));
       }},
      {"its name", 2,
       [](Transaction& lane) {
         save_customer(lane, with(lane.customer(CustomerId{2}).value(), Field::name, "another"));
       }},
      {"its external id, after a value", 3,
       [](Transaction& lane) {
         count_up(lane, 2);
         save_customer(lane, with(lane.customer(CustomerId{2}).value(), Field::external_id, "e"));
       }},
      {"its place", 2,
       [](Transaction& lane) {
         save_customer(lane,
                       with(lane.customer(CustomerId{2}).value(), Field::parent, std::int64_t{3}));
       }},
      {"its end", 2,
       [](Transaction& lane) {
         save_customer(lane, with(lane.customer(CustomerId{2}).value(), Field::deleted, true));
       }},
      {"another customer", 2, [](Transaction& lane) { count_up(lane, 4); }},
      {"another customer besides", 3,
       [](Transaction& lane) {
         count_up(lane, 2);
         count_up(lane, 4);
       }},
      {"a new customer", 2,
       [](Transaction& lane) { save_customer(lane, made(lane.next_customer().value, 1, "new")); }},
      {"a token", 2, [](Transaction& lane) { lane.save(Token{.hash = "t", .pair = "p"}); }},
      {"a request of before", 2,
       [](Transaction& lane) {
         if (lane.request(Uuid::numbered(1))) throw 1;
         count_up(lane, 2);
       }},
      {"a kept answer", 2,
       [](Transaction& lane) {
         if (lane.idempotency_record(1, "key")) throw 1;
         lane.save(IdempotencyRecord{.principal = 1, .key = "key"});
       }},
      {"a principal's number", 2, [](Transaction& lane) { (void)lane.next_principal(); }},
  };
  for (const auto& [what, runs, act] : acts) {
    int ran = 0;
    EXPECT_EQ(write_and_wait(
                  one(),
                  [&](Transaction& lane) {
                    ++ran;
                    act(lane);
                    return true;
                  },
                  CustomerId{2}),
              Committed::yes)
        << what;
    EXPECT_EQ(ran, runs) << what;
    EXPECT_FALSE(verify(*other().read()).difference) << what;
  }
}

// One job changes a customer if another one is live; the other job deletes that one if the first
// did not change. Never both succeed.
TEST_F(Lanes, WhatIsReadOfOthersStaysSo) {
  for (std::int64_t turn = 0; turn < 5; ++turn) {
    const std::int64_t changed = 2 + 2 * turn;
    const std::int64_t deleted = changed + 1;
    auto changing = write_later(
        one(),
        [=](Transaction& lane) {
          const Record before = lane.customer(CustomerId{changed}).value();
          if (!lane.is_live(CustomerId{deleted})) return false;
          save_customer(lane, with(before, Field::notes, "seen alive"));
          return true;
        },
        CustomerId{changed});
    auto deleting = write_later(
        other(),
        [=](Transaction& lane) {
          const Record before = lane.customer(CustomerId{deleted}).value();
          if (!lane.customer(CustomerId{changed})->text(Field::notes).empty()) return false;
          save_customer(lane, with(before, Field::deleted, true));
          return true;
        },
        CustomerId{deleted});
    const int both = int{changing.get() == Committed::yes} + int{deleting.get() == Committed::yes};
    EXPECT_EQ(both, 1) << turn;
  }
}

// The numbering stays locked for the other jobs of the batch after a job that wrote is rolled back.
TEST_F(Lanes, WhoIsTakenBackKeepsTheNumberingLocked) {
  std::promise<void> opened;
  const std::shared_future<void> open = opened.get_future().share();
  std::vector<std::future<Committed>> fates;
  fates.push_back(write_later(
      one(),
      [open](Transaction&) {
        open.wait();
        return true;
      },
      CustomerId{5}));
  fates.push_back(write_later(
      one(),
      [](Transaction& lane) -> bool {
        count_up(lane, 2);
        throw 1;
      },
      CustomerId{2}));
  std::future<Committed> beside;
  fates.push_back(write_later(
      one(),
      [&](Transaction& lane) {
        if (!beside.valid())
          beside = write_later(
              other(),
              [](Transaction& others) {
                count_up(others, 4);
                return true;
              },
              CustomerId{4});
        while (beside.wait_for(std::chrono::seconds(0)) != std::future_status::ready &&
               !one_waits())
          std::this_thread::yield();
        count_up(lane, 3);
        return true;
      },
      CustomerId{3}));
  opened.set_value();
  EXPECT_EQ(fates[0].get(), Committed::nothing);
  EXPECT_EQ(fates[1].get(), Committed::failed);
  EXPECT_EQ(fates[2].get(), Committed::yes);
  EXPECT_EQ(beside.get(), Committed::yes);
  EXPECT_EQ(ask("SELECT string_agg(CAST(customer AS TEXT), ' ' ORDER BY id) FROM entries "
                "WHERE version > 1"),
            "3 4");
  EXPECT_FALSE(verify(*other().read()).difference);
}

// All nodes at once: values of few and of many customers, by id and by uuid, mixed with jobs that
// lock everything.
TEST_F(Lanes, MixedWithEverythingLoseNothing) {
  std::vector<Uuid> uuids(12);
  for (std::int64_t id = 2; id < 12; ++id) uuids[static_cast<std::size_t>(id)] = customer(id).uuid;
  std::array<std::atomic<std::int64_t>, 12> counted{};
  std::vector<std::thread> writers;
  for (int number = 0; number < 12; ++number)
    writers.emplace_back([&, number] {
      Store& node = *nodes_[static_cast<std::size_t>(number % 3)];
      for (int k = 0; k < 25; ++k) {
        const auto at = static_cast<std::size_t>(2 + (number * 7 + k * (number % 4)) % 10);
        const auto id = static_cast<std::int64_t>(at);
        JobSubject about = CustomerId{id};
        if (k % 3 == 1) about = uuids[at];
        if (k % 11 == 10) about = {};
        EXPECT_EQ(write_and_wait(
                      node,
                      [&, id, k](Transaction& lane) {
                        count_up(lane, id);
                        if (k % 8 == 7)
                          save_customer(lane, made(lane.next_customer().value, id, "below"));
                        return true;
                      },
                      about),
                  Committed::yes);
        ++counted[at];
      }
    });
  for (auto& writer : writers) writer.join();
  for (std::int64_t id = 2; id < 12; ++id)
    EXPECT_EQ(customer(id).whole(Field::email_quota), counted[static_cast<std::size_t>(id)]);
  EXPECT_FALSE(verify(*other().read()).difference);
  EXPECT_EQ(ask("SELECT count(*) FROM entries e JOIN entries p ON p.id = e.previous "
                "WHERE p.id > e.id OR p.version <> e.version - 1"),
            "0");
}

}  // namespace
}  // namespace patchbay::store
