// Updates per second of a store alone: each reads a customer, sets three fields, and saves the
// record, its history entry and its request record. Usage: store_bench FOLDER [CUSTOMERS]
// [IN_FLIGHT] [SECONDS]
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <thread>

#include "store/open.h"

namespace patchbay::store {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// CPU time of all threads, which is reliable on a shared machine.
double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

Record customer(std::int64_t id) {
  Record out{.id = {id},
             .uuid = Uuid::numbered(static_cast<std::uint64_t>(id)),
             .version = 1,
             .values = {}};
  const auto set = [&](Field field, Value value) { out.values.set({field, {}}, std::move(value)); };
  if (id > 1) set(Field::parent, std::int64_t{1});
  set(Field::name, "Customer number " + std::to_string(id));
  set(Field::status, "active");
  set(Field::currency, "EUR");
  set(Field::timezone, "Europe/London");
  set(Field::website, "https://customer.example/" + std::to_string(id));
  set(Field::plan, std::int64_t{2});
  set(Field::credit, Decimal::parse("100.00").value());
  set(Field::balance, Decimal::parse("12.50").value());
  set(Field::invoices_due, std::int64_t{30});
  set(Field::notes, "A customer like many others, with a note of some length.");
  set(Field::tax_number, "GB123456789");
  set(Field::directory, true);
  const Uuid part = Uuid::numbered(static_cast<std::uint64_t>(id) + 1'000'000'000);
  out.values.set({Field::address_ordinal, part}, std::int64_t{1});
  out.values.set({Field::address_street, part}, "High Street");
  out.values.set({Field::address_city, part}, "London");
  return out;
}

void save(Transaction& transaction, const Record* before, const Record& after) {
  const Uuid request = Uuid::numbered(static_cast<std::uint64_t>(after.id.value * 7919) +
                                      static_cast<std::uint64_t>(after.version) * 1'000'003);
  transaction.save(after, {.customer = after.id,
                           .version = after.version,
                           .action = before ? "amend" : "create",
                           .by = {.time = {1'800'000'000'000'000 + after.version},
                                  .principal = "username",
                                  .door = "flolive",
                                  .source = "127.0.0.1",
                                  .request = request},
                           .differences = diff(before ? before->values : Values{}, after.values)});
  transaction.save(RequestRecord{.id = request,
                                 .principal = 1,
                                 .home = {1},
                                 .customer = after.id,
                                 .version = after.version,
                                 .door = "flolive",
                                 .time = {1'800'000'000'000'000 + after.version}});
}

void update(Transaction& transaction, CustomerId id, std::int64_t turn) {
  const Record before = transaction.customer(id).value();
  Record after = before;
  ++after.version;
  after.values.set({Field::website, {}}, "https://changed.example/" + std::to_string(turn));
  after.values.set({Field::notes, {}}, "changed in turn " + std::to_string(turn));
  after.values.set({Field::invoices_due, {}}, turn % 90);
  save(transaction, &before, after);
}

void fill(Store& store, std::int64_t customers) {
  constexpr std::int64_t kTogether = 1000;
  for (std::int64_t first = 1; first <= customers; first += kTogether)
    write_and_wait(store, [&](Transaction& transaction) {
      for (std::int64_t id = first; id < first + kTogether && id <= customers; ++id)
        save(transaction, nullptr, customer(id));
      return true;
    });
}

void update(Store& store, std::int64_t customers, int in_flight, double seconds) {
  std::mt19937_64 random(1);
  std::atomic<int> waiting = 0;
  std::atomic<std::int64_t> done = 0;
  const auto start = Clock::now();
  const double processor = processor_seconds();
  for (std::int64_t turn = 0; seconds_since(start) < seconds; ++turn) {
    const CustomerId id{
        static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(customers)) + 1};
    ++waiting;
    store.write(
        [id, turn](Transaction& transaction) {
          update(transaction, id, turn);
          return true;
        },
        [&](Committed committed) {
          if (committed != Committed::yes) std::abort();
          ++done;
          if (--waiting == in_flight / 2) waiting.notify_one();
        });
    if (waiting < in_flight) continue;
    for (int now = waiting; now > in_flight / 2; now = waiting) waiting.wait(now);
  }
  store.close();
  const StoreStats stats = store.stats();
  const double took = seconds_since(start);
  std::printf("%.0f updates/s, %.0f in a commit, %.1f us of processor each\n",
              static_cast<double>(done) / took,
              static_cast<double>(stats.jobs) / static_cast<double>(stats.commits),
              (processor_seconds() - processor) / static_cast<double>(done) * 1e6);
}

void read(Store& store, std::int64_t customers, double seconds) {
  std::mt19937_64 random(2);
  std::int64_t done = 0;
  const auto start = Clock::now();
  for (; seconds_since(start) < seconds; ++done)
    if (!store.read()->customer(CustomerId{
            static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(customers)) + 1}))
      std::abort();
  std::printf("%.0f reads/s by one thread\n", static_cast<double>(done) / seconds_since(start));
}

int main_of(int count, char** arguments) {
  if (count < 2)
    return std::fputs("store_bench FOLDER [CUSTOMERS] [IN_FLIGHT] [SECONDS]\n", stderr);
  const std::int64_t customers = count > 2 ? std::atoll(arguments[2]) : 100'000;
  const int in_flight = count > 3 ? std::atoi(arguments[3]) : 1024;
  const double seconds = count > 4 ? std::atof(arguments[4]) : 5;
  const auto opening = Clock::now();
  // With hashes and seals, as in a server.
  const auto random = system_random();
  auto store =
      open_sqlite({.random = *random,
                   .folder = arguments[1],
                   .trust = [](const Opening&) { return Integrity{.key = std::string(32, 'k')}; },
                   .seal_ms = 1000});
  if (!store) return std::fprintf(stderr, "%s\n", store.error().what.c_str());
  std::printf("opened in %.3f s\n", seconds_since(opening));
  if (!(*store)->read()->customer(CustomerId{1})) fill(**store, customers);
  read(**store, customers, seconds / 2);
  update(**store, customers, in_flight, seconds);
  return 0;
}

}  // namespace
}  // namespace patchbay::store

int main(int count, char** arguments) { return patchbay::store::main_of(count, arguments); }
