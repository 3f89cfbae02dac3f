// The time of searches, and the cost of search terms for an update, in a store of many customers.
// Usage: search_bench FOLDER [CUSTOMERS]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>

#include "record/search/search_terms.h"
#include "store/open.h"

namespace patchbay::store {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kFirst[] = {"Ada", "Jos\u00E9", "Mary", "Ole", "Zo\u00EB", "Ian", "Uma"};
constexpr const char* kLast[] = {"Smith", "Garc\u00EDa", "Jones", "Novak", "Meyer", "Rossi"};
constexpr const char* kCity[] = {"London", "Z\u00FCrich", "Lyon", "Oslo", "Porto"};

template <std::size_t n>
const char* pick(const char* const (&words)[n], std::int64_t id) {
  return words[static_cast<std::size_t>(id) % n];
}

// 100 resellers below the root, and customers below them.
Record customer(std::int64_t id) {
  const std::string number = std::to_string(id);
  Record out{.id = {id},
             .uuid = Uuid::numbered(static_cast<std::uint64_t>(id)),
             .version = 1,
             .values = {}};
  const auto set = [&](Field field, Value value, Uuid part = {}) {
    out.values.set({field, part}, std::move(value));
  };
  if (id > 1) set(Field::parent, id <= 101 ? std::int64_t{1} : id % 100 + 2);
  set(Field::name, std::string(pick(kFirst, id)) + ' ' + pick(kLast, id / 7) + ' ' + number);
  set(Field::status, "active");
  set(Field::external_id, "X-" + number);
  set(Field::description, "A customer like many others, with words of some length.");
  set(Field::bill_type, "prepaid");
  const Uuid part = Uuid::numbered(static_cast<std::uint64_t>(id) + 1'000'000'000);
  set(Field::address_ordinal, std::int64_t{1}, part);
  set(Field::address_street, number + " High Street", part);
  set(Field::address_city, pick(kCity, id), part);
  set(Field::contact_ordinal, std::int64_t{1}, part);
  set(Field::contact_primary, true, part);
  set(Field::contact_email, "person." + number + "@customer.example", part);
  set(Field::contact_telephone, "+44 20 " + std::to_string(70'000'000 + id), part);
  return out;
}

void save(Transaction& transaction, const Record* before, const Record& after) {
  transaction.save(after, {.customer = after.id,
                           .version = after.version,
                           .action = before ? "amend" : "create",
                           .by = {},
                           .differences = diff(before ? before->values : Values{}, after.values)});
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

// The median and the worst of some rounds, in microseconds each.
void time(const char* what, int rounds, const std::function<std::size_t()>& work) {
  std::vector<double> took;
  std::size_t found = 0;
  for (int i = 0; i < rounds; ++i) {
    const auto start = Clock::now();
    found = work();
    took.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
  std::ranges::sort(took);
  std::printf("%-46s %6zu found, %9.0f us at best, %9.0f in the middle, %9.0f at worst\n", what,
              found, took.front(), took[took.size() / 2], took.back());
}

void search(Store& store) {
  const auto ask = [&](const char* what, CustomerQuery query) {
    query.recursive = query.itself = true;
    query.looks_max = 10'000;
    time(what, 31, [&] { return store.read()->customers(query).records.size(); });
  };
  const auto email = [](std::int64_t below) {
    return CustomerQuery{.below = {below},
                         .where = {{{.lens = Lens::field,
                                     .field = Field::contact_email,
                                     .part = {.mode = PartRef::Mode::slot_primary}},
                                    Value{"person.5001@customer.example"}}}};
  };
  for (const std::int64_t below : {1, 3}) {
    std::printf("below %s:\n", below == 1 ? "the root" : "a reseller of a hundredth");
    ask("e-mail of the primary contact", email(below));
    ask("external id", {.below = {below}, .terms = {"/external_id/x-5001"}});
    ask("name prefix, narrow", {.below = {below}, .prefixes = {"/name/jose garcia 50"}});
    ask("name prefix, wide", {.below = {below}, .prefixes = {"/name/jose"}});
    ask("a word of a fifth", {.below = {below}, .terms = {"london"}});
    ask("three words and a beginning",
        {.below = {below}, .terms = {"zurich", "smith", "jose"}, .prefixes = {"hi"}});
    ask("a word of a fifth, by name",
        {.below = {below}, .terms = {"london"}, .order = CustomerQuery::Order::name});
    ask("words never found together", {.below = {below}, .terms = {"london", "zurich"}});
    ask("a piece of a name that nobody has", {.below = {below}, .name_contains = "xyzzy"});
  }
}

// CPU time of all threads for a transaction and its commit, so that waiting for the disk does not
// count.
void update(Store& store, std::int64_t customers, const char* what, Field field, const char* value,
            int together) {
  constexpr int kRounds = 15;
  const int transactions = std::max(1, 500 / together);
  static std::int64_t turn = 0;
  std::vector<double> took;
  for (int round = 0; round < kRounds; ++round) {
    const std::clock_t start = std::clock();
    for (int i = 0; i < transactions; ++i)
      write_and_wait(store, [&](Transaction& transaction) {
        for (int k = 0; k < together; ++k) {
          const CustomerId id{++turn * 7919 % customers + 1};
          const Record before = transaction.customer(id).value();
          Record after = before;
          ++after.version;
          after.values.set({field, {}},
                           value + std::to_string(after.version) + std::to_string(turn));
          save(transaction, &before, after);
        }
        return true;
      });
    took.push_back(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC / transactions /
                   together * 1e6);
  }
  std::ranges::sort(took);
  std::printf("%3d at a time, update of %-36s %6.1f us of processor at best, %6.1f in the middle\n",
              together, what, took.front(), took[took.size() / 2]);
}

int main_of(int count, char** arguments) {
  if (count < 2) return std::fputs("search_bench FOLDER [CUSTOMERS]\n", stderr);
  const std::int64_t customers = count > 2 ? std::atoll(arguments[2]) : 100'000;
  const auto random = system_random();
  auto store = open_sqlite({.random = *random, .folder = arguments[1]});
  if (!store) return std::fprintf(stderr, "%s\n", store.error().what.c_str());
  if (!(*store)->read()->customer(CustomerId{1})) {
    const std::clock_t start = std::clock();
    fill(**store, customers);
    std::printf("filled in %.1f s of processor\n",
                static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  search(**store);
  for (const int together : {1, 64}) {
    update(**store, customers, "one field that nobody is found by", Field::invoice_prefix, "p",
           together);
    update(**store, customers, "a note", Field::notes, "turn ", together);
    update(**store, customers, "a name", Field::name, "Jones ", together);
  }
  return 0;
}

}  // namespace
}  // namespace patchbay::store

int main(int count, char** arguments) { return patchbay::store::main_of(count, arguments); }
