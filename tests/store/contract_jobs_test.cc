// Jobs and snapshots: order, batches, limits, closing, and what read transactions see.
#include <algorithm>
#include <atomic>
#include <thread>

#include "store/contract.h"

namespace patchbay::store {
namespace {

using testing::ElementsAre;

PATCHBAY_CONTRACT(Jobs);
PATCHBAY_CONTRACT(Moments);

TEST_P(Jobs, SayWhatBecameOfThem) {
  EXPECT_EQ(save_customer(*store_, made(1, 0, "root")), Committed::yes);
  EXPECT_EQ(write([](Transaction&) { return true; }), Committed::nothing);
  EXPECT_EQ(write([](Transaction&) { return false; }), Committed::nothing);
  EXPECT_EQ(write([](Transaction& transaction) {
              save_customer(transaction, made(2, 1, "x"));
              return false;
            }),
            Committed::nothing);
  EXPECT_EQ(write([](Transaction& transaction) -> bool {
              save_customer(transaction, made(3, 1, "x"));
              throw 7;
            }),
            Committed::failed);
  const auto reader = store_->read();
  EXPECT_FALSE(reader->customer(CustomerId{2}));
  EXPECT_FALSE(reader->customer(CustomerId{3}));
}

// Wherever a store executes them, the results are the same.
TEST_P(Jobs, AreExecutedForAThreadThatMayWait) {
  plant();
  const auto here = [&](Job job) {
    std::promise<Committed> result;
    store_->write_here(std::move(job), [&](Committed committed) { result.set_value(committed); },
                       {});
    return result.get_future().get();
  };
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(here([&](Transaction& transaction) {
                save_customer(transaction, with(transaction.customer(CustomerId{101}).value(),
                                                Field::notes, std::to_string(i)));
                return true;
              }),
              Committed::yes);
  EXPECT_EQ(here([](Transaction&) { return false; }), Committed::nothing);
  EXPECT_EQ(here([](Transaction&) -> bool { throw 7; }), Committed::failed);
  EXPECT_EQ(store_->read()->customer(CustomerId{101})->text(Field::notes), "19");
  store_->close();
  EXPECT_EQ(here([](Transaction&) { return true; }), Committed::failed);
}

TEST_P(Jobs, SeeWhatTheyAndThoseBeforeThemWrote) {
  plant();
  Gate gate(*store_);
  auto first = write_later(*store_, [](Transaction& transaction) {
    save_customer(transaction,
                  with(transaction.customer(CustomerId{101}).value(), Field::notes, "1"));
    EXPECT_EQ(transaction.customer(CustomerId{101})->text(Field::notes), "1");
    EXPECT_EQ(transaction.history({101}, 0, 9).size(), 2U);
    return true;
  });
  auto second = write_later(*store_, [](Transaction& transaction) {
    EXPECT_EQ(transaction.customer(CustomerId{101})->text(Field::notes), "1");
    save_customer(transaction,
                  with(transaction.customer(CustomerId{101}).value(), Field::notes, "2"));
    return true;
  });
  gate.open();
  EXPECT_EQ(first.get(), Committed::yes);
  EXPECT_EQ(second.get(), Committed::yes);
  EXPECT_EQ(store_->read()->customer(CustomerId{101})->version, 3);
}

// In a batch of ten, each kind of failure affects only its own job.
TEST_P(Jobs, LeaveTheirNeighboursBe) {
  plant();
  std::vector<std::future<Committed>> fates;
  {
    Gate gate(*store_);
    for (int i = 0; i < 10; ++i)
      fates.push_back(write_later(*store_, [i](Transaction& transaction) {
        save_customer(transaction, made(1000 + i, 2, "one"));
        save_customer(transaction, with(transaction.customer(CustomerId{101}).value(), Field::notes,
                                        std::to_string(i)));
        if (i == 3) throw std::runtime_error("on purpose");
        if (i == 5) transaction.save(made(2, 1, "again"), Entry{});
        return i != 7;
      }));
  }
  for (int i = 0; i < 10; ++i) {
    const Committed want = i == 3 || i == 5 ? Committed::failed
                           : i == 7         ? Committed::nothing
                                            : Committed::yes;
    EXPECT_EQ(fates[static_cast<std::size_t>(i)].get(), want) << i;
    EXPECT_EQ(store_->read()->customer(CustomerId{1000 + i}).has_value(), want == Committed::yes);
  }
  const Record record = store_->read()->customer(CustomerId{101}).value();
  EXPECT_EQ(record.version, 8);
  EXPECT_EQ(record.text(Field::notes), "9");
}

TEST_P(Jobs, RunAndAreAnsweredInOrder) {
  std::vector<int> ran;
  std::vector<int> answered;
  {
    Gate gate(*store_);
    for (int i = 0; i < 50; ++i)
      store_->write(
          [&ran, i](Transaction& transaction) {
            if (i == 0) ran.clear();  // the batch may run again
            ran.push_back(i);
            if (i % 7 == 0) throw 1;
            static_cast<void>(transaction.next_principal());
            return i % 3 != 0;
          },
          [&answered, i](Committed) { answered.push_back(i); });
  }
  store_->close();
  std::vector<int> want(50);
  for (int i = 0; i < 50; ++i) want[static_cast<std::size_t>(i)] = i;
  EXPECT_EQ(ran, want);
  EXPECT_EQ(answered, want);
}

TEST_P(Jobs, NeighboursAreCommittedTogether) {
  plant();
  std::vector<std::future<Committed>> fates;
  const StoreStats before = store_->stats();
  {
    Gate gate(*store_);
    for (int i = 0; i < 100; ++i)
      fates.push_back(write_later(*store_, [i](Transaction& transaction) {
        save_customer(transaction, made(1000 + i, 2, "x"));
        return true;
      }));
    EXPECT_EQ(store_->stats().waiting, 100U);
  }
  for (auto& fate : fates) EXPECT_EQ(fate.get(), Committed::yes);
  const StoreStats after = store_->stats();
  EXPECT_EQ(after.jobs - before.jobs, 101U);      // including the gate's job
  EXPECT_EQ(after.commits - before.commits, 2U);  // the gate's, and one for all others
  EXPECT_EQ(after.jobs_together.counts[7] - before.jobs_together.counts[7], 1U);  // 65 to 128
  EXPECT_EQ(after.jobs_together.count(), after.commits);
  EXPECT_EQ(after.jobs_together.sum, after.jobs);
  EXPECT_EQ(after.commit_us.count(), after.commits);
  EXPECT_EQ(after.commits_failed + after.commits_unknown + after.refused, 0U);
  EXPECT_TRUE(after.usable);
}

TEST_P(Jobs, AreRefusedOverTheBound) {
  Gate gate(*store_);
  std::atomic<int> ran = 0;
  const Job job = [&](Transaction&) {
    ++ran;
    return true;
  };
  for (std::size_t i = 0; i < Store::kQueueMax; ++i) store_->write(job, [](Committed) {});
  Committed fate = Committed::yes;
  store_->write(job, [&](Committed committed) { fate = committed; });
  EXPECT_EQ(fate, Committed::failed);  // at once
  gate.open();
  store_->close();
  EXPECT_EQ(ran, static_cast<int>(Store::kQueueMax));
  EXPECT_EQ(store_->stats().refused, 1U);
}

TEST_P(Jobs, AreFinishedByCloseAndThenRefused) {
  plant();
  std::vector<std::future<Committed>> fates;
  std::thread closing;
  {
    Gate gate(*store_);
    for (int i = 0; i < 20; ++i)
      fates.push_back(write_later(*store_, [i](Transaction& transaction) {
        save_customer(transaction, made(1000 + i, 2, "x"));
        return true;
      }));
    closing = std::thread([&] { store_->close(); });
  }
  store_->close();
  closing.join();
  store_->close();
  for (auto& fate : fates) EXPECT_EQ(fate.get(), Committed::yes);
  EXPECT_EQ(write([](Transaction&) { return true; }), Committed::failed);
  EXPECT_TRUE(store_->read()->customer(CustomerId{1019}));
}

TEST_P(Jobs, CanBeWrittenFromADone) {
  std::promise<Committed> second;
  store_->write([](Transaction&) { return true; },
                [&](Committed) {
                  store_->write(
                      [](Transaction& transaction) {
                        save_customer(transaction, made(1, 0, "root"));
                        return true;
                      },
                      [&](Committed committed) { second.set_value(committed); });
                });
  EXPECT_EQ(second.get_future().get(), Committed::yes);
}

TEST_P(Moments, AReaderSeesOne) {
  plant();
  const auto before = store_->read();  // nothing was read yet
  ASSERT_EQ(amend(*store_, 101, Field::name, "Later"), Committed::yes);
  ASSERT_EQ(save_customer(*store_, made(1000, 2, "Later")), Committed::yes);
  EXPECT_EQ(before->customer(CustomerId{101})->name(), "Global Trading");
  EXPECT_EQ(before->history({101}, 0, 9).size(), 1U);
  EXPECT_FALSE(before->customer(CustomerId{1000}));
  EXPECT_EQ(before->customers({.below = {2}, .count = true}).total, 4U);
  EXPECT_EQ(store_->read()->customers({.below = {2}, .count = true}).total, 5U);
}

TEST_P(Moments, UncommittedWritesAreSeenByNobodyElse) {
  plant();
  EXPECT_EQ(write([&](Transaction& transaction) {
              save_customer(transaction, made(1000, 2, "x"));
              EXPECT_FALSE(store_->read()->customer(CustomerId{1000}));
              return true;
            }),
            Committed::yes);
  EXPECT_TRUE(store_->read()->customer(CustomerId{1000}));
}

TEST_P(Moments, WhatIsAnsweredIsSeen) {
  plant();
  for (int i = 0; i < 50; ++i) {
    std::promise<bool> seen;
    store_->write(
        [i](Transaction& transaction) {
          save_customer(transaction, made(1000 + i, 2, "x"));
          return true;
        },
        [&](Committed) {
          seen.set_value(store_->read()->customer(CustomerId{1000 + i}).has_value());
        });
    EXPECT_TRUE(seen.get_future().get());
  }
}

// Two customers always change together. No read transaction ever sees them differ.
TEST_P(Moments, ReadersNeverSeeHalf) {
  plant();
  std::atomic<bool> over = false;
  std::atomic<int> halves = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      while (!over) {
        const auto reader = store_->read();
        const auto one = reader->customer(CustomerId{101});
        const auto two = reader->customer(CustomerId{102});
        if (one->version != two->version) ++halves;
      }
    });
  for (int i = 0; i < 300; ++i)
    EXPECT_EQ(write([&](Transaction& transaction) {
                for (const std::int64_t id : {101, 102})
                  save_customer(transaction, with(transaction.customer(CustomerId{id}).value(),
                                                  Field::notes, std::to_string(i)));
                return true;
              }),
              Committed::yes);
  over = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(halves, 0);
}

// Eight threads count up one customer, in jobs with its id, its uuid or no subject. No update is
// lost.
TEST_P(Jobs, LoseNoUpdate) {
  plant();
  const JobSubject abouts[] = {
      {}, CustomerId{101}, store_->read()->customer(CustomerId{101})->uuid};
  std::vector<std::thread> writers;
  for (int i = 0; i < 8; ++i)
    writers.emplace_back([&, i] {
      for (int k = 0; k < 25; ++k)
        EXPECT_EQ(write_and_wait(
                      *store_,
                      [](Transaction& transaction) {
                        const Record before = transaction.customer(CustomerId{101}).value();
                        save_customer(transaction, with(before, Field::email_quota,
                                                        before.whole(Field::email_quota) + 1));
                        return true;
                      },
                      abouts[(i + k) % 3]),
                  Committed::yes);
    });
  for (auto& writer : writers) writer.join();
  const Record record = store_->read()->customer(CustomerId{101}).value();
  EXPECT_EQ(record.whole(Field::email_quota), 200);
  EXPECT_EQ(record.version, 201);
}

}  // namespace
}  // namespace patchbay::store
