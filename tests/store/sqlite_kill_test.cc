// kill -9 under load: no acknowledged change is lost, and none is half written.
#include <algorithm>
#include <array>
#include <atomic>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/open.h"
#include "store/support.h"
#include "support/store_options.h"

namespace patchbay::store {
namespace {

constexpr std::int64_t kCustomers = 20;

// One acknowledged change, as written to a pipe (short enough to be atomic).
struct Told {
  std::int64_t customer;
  std::int64_t version;
};

Job change(std::int64_t id) {
  return [id](Transaction& transaction) {
    const Record before = transaction.customer(CustomerId{id}).value();
    const Record after = with(before, Field::email_quota, before.version);
    save_customer(transaction, after);
    transaction.save(RequestRecord{
        .id = Uuid::numbered(static_cast<std::uint64_t>(id * 1'000'000 + after.version)),
        .customer = after.id,
        .version = after.version,
        .door = "test"});
    return true;
  };
}

// Never returns. Changes customers as fast as possible and reports each change that is on disk.
[[noreturn]] void work_until_killed(const std::filesystem::path& folder, int tell) {
  const auto store =
      open_sqlite({.random = test_random(), .folder = folder, .wal_pages_max = 64}).value();
  std::array<std::atomic<std::int64_t>, kCustomers + 1> versions{};
  for (std::int64_t id = 1; id <= kCustomers; ++id)
    versions[static_cast<std::size_t>(id)] = store->read()->customer(CustomerId{id})->version;
  std::atomic<int> waiting = 0;
  for (std::int64_t turn = 0;; ++turn) {
    const std::int64_t id = turn % kCustomers + 1;
    ++waiting;
    store->write(change(id), [&, id](Committed committed) {
      if (committed != Committed::yes) ::_exit(1);
      const Told told{id, ++versions[static_cast<std::size_t>(id)]};
      if (::write(tell, &told, sizeof told) != sizeof told) ::_exit(2);
      --waiting;
      waiting.notify_one();
    });
    for (int now = waiting; now > 50; now = waiting) waiting.wait(now);
  }
}

// Returns the greatest version reported for each customer by a child that is killed after `enough`
// reports.
std::array<std::int64_t, kCustomers + 1> load_and_kill(const std::filesystem::path& folder,
                                                       int enough) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    work_until_killed(folder, ends[1]);
  }
  ::close(ends[1]);
  std::array<std::int64_t, kCustomers + 1> versions{};
  Told told{};
  for (int count = 0; ::read(ends[0], &told, sizeof told) == sizeof told; ++count) {
    versions[static_cast<std::size_t>(told.customer)] = told.version;
    if (count == enough) ::kill(child, SIGKILL);
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
  return versions;
}

void check(Store& store, std::int64_t id, std::int64_t told) {
  const auto reader = store.read();
  const Record record = reader->customer(CustomerId{id}).value();
  EXPECT_GE(record.version, told) << id;
  auto history = reader->history({id}, 0, 1'000'000);
  std::ranges::reverse(history);
  ASSERT_EQ(std::ssize(history), record.version);
  Values replayed;
  for (const Entry& entry : history) {
    apply(replayed, entry.differences);
    if (entry.version == 1) continue;
    const auto note =
        reader->request(Uuid::numbered(static_cast<std::uint64_t>(id * 1'000'000 + entry.version)));
    ASSERT_TRUE(note) << id << " version " << entry.version;
    EXPECT_EQ(note->version, entry.version);
  }
  EXPECT_EQ(replayed, record.values);
}

TEST(SqliteKill, NothingAcknowledgedIsLost) {
  const TempFolder folder;
  {
    const auto store = open_sqlite({.random = test_random(), .folder = folder.path()}).value();
    for (std::int64_t id = 1; id <= kCustomers; ++id)
      ASSERT_EQ(save_customer(*store, made(id, id == 1 ? 0 : 1, "x")), Committed::yes);
  }
  for (const int enough : {1, 70, 333, 1000}) {
    const auto told = load_and_kill(folder.path(), enough);
    const auto store = open_sqlite({.random = test_random(), .folder = folder.path()}).value();
    for (std::int64_t id = 1; id <= kCustomers; ++id)
      check(*store, id, told[static_cast<std::size_t>(id)]);
  }
}

}  // namespace
}  // namespace patchbay::store
