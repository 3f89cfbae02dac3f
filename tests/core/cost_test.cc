// The cost of an operation does not grow: it is the same with 32 times as many customers.
#include <gtest/gtest.h>

#include "measured_store.h"
#include "record/history/chain.h"
#include "support/world.h"

namespace patchbay {
namespace {

using core::Privilege;
using testing::Cost;
using testing::MeasuredStore;
using testing::set;
using testing::World;

constexpr std::int64_t kFew = 500;
constexpr std::int64_t kMany = 16'000;
constexpr double kGrowthMax = 1.3;
constexpr std::int64_t kFirst = 1000;  // the number of the first customer
constexpr std::int64_t kTimes = 20;    // repetitions of each operation, each with another customer
constexpr int kPage = 50;
constexpr std::int64_t kParent = 2;  // their parent, the caller's home

const core::RequiredPrivilege kWrite{.any_of = Privilege::administrator | Privilege::commerce};
const core::RequiredPrivilege kAdministrator{.any_of = Privilege::administrator};

// Makes sure that the texts of neighbours are not adjacent in indexes.
std::string word_of(std::int64_t number) {
  std::string out;
  for (std::uint64_t left = static_cast<std::uint64_t>(number) * 2654435761U % 4294967296U, i = 0;
       i < 7; ++i, left /= 26)
    out += static_cast<char>('a' + left % 26);
  return out;
}

// A world with so many customers, requests and saved replies.
class Filled {
 public:
  explicit Filled(std::int64_t customers) : count_(customers) {
    for (std::int64_t first = 0; first < customers; first += kTogether) fill(first);
    store().merge_terms();
    (void)me("reseller");
    signed_in_ = std::get<core::Tokens>(*world().ask("reseller", core::SignIn{}));
    const core::UpsertPrincipal key{.id = "reseller", .new_key = "script"};
    key_ = std::get<core::AdminObjects>(*world().ask("owner", key, kAdministrator)).new_key;
    signed_in_ = std::get<core::Tokens>(*world().ask("reseller", core::SignIn{}));
  }
  ~Filled() { std::filesystem::remove_all(folder_); }
  Filled(const Filled&) = delete;
  Filled& operator=(const Filled&) = delete;

  World& world() { return *world_; }
  MeasuredStore& store() { return *store_; }
  // The customer of a turn. Turns spread over all customers, and each has its own.
  [[nodiscard]] std::int64_t customer(std::int64_t turn) const {
    return kFirst + (turn * 17) % count_;
  }
  // The id of one of the requests, which came one after another.
  [[nodiscard]] Uuid request(std::int64_t turn) const {
    return Uuid::first_ordered(started_ms_ + turn);
  }
  [[nodiscard]] const core::Tokens& tokens() const { return signed_in_; }
  [[nodiscard]] const std::string& key() const { return key_; }
  Result<core::Outcome> me(const std::string& name, const std::string& secret = "password!") {
    return core::handle_and_wait(
        *&world().service(), {.caller = World::caller(name, secret), .request = core::WhoAmI{}});
  }

 private:
  static constexpr std::int64_t kTogether = 500;

  static std::filesystem::path new_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "patchbay-XXXXXX").string();
    if (!::mkdtemp(name.data())) std::abort();
    return name;
  }
  void fill(std::int64_t first) {
    const Record base = world().customer(11);
    const Instant now = world().clock.now();
    const auto end = store::write_and_wait(*store_, [&](store::Transaction& transaction) {
      for (std::int64_t i = first; i < first + kTogether; ++i) {
        Record one = base;
        one.id = {kFirst + i};
        one.uuid = Uuid::numbered(static_cast<std::uint64_t>(kFirst + i));
        one.values.set({Field::parent, {}}, kParent);
        one.values.set({Field::name, {}}, word_of(i) + ' ' + word_of(i + 1'000'000));
        one.values.set({Field::external_id, {}}, "E" + std::to_string(i));
        Entry entry{.customer = one.id, .version = 1, .action = "create"};
        entry.by.time = now;
        entry.differences = diff({}, one.values);
        transaction.save(one, entry);
        transaction.save(RequestRecord{.id = request(i),
                                       .principal = 1,
                                       .home = {kParent},
                                       .customer = one.id,
                                       .version = 1,
                                       .door = "test",
                                       .time = now});
        transaction.save(IdempotencyRecord{.principal = 1,
                                           .key = "K" + std::to_string(100'000 + i),
                                           .fingerprint = "f",
                                           .reply = "a",
                                           .time = {now.us - 1'000'000 + i}});
      }
      return true;
    });
    if (end != store::Committed::yes) std::abort();
  }

  const std::int64_t count_;
  const std::filesystem::path folder_ = new_folder();
  MeasuredStore* store_ = nullptr;
  std::unique_ptr<World> world_ = [this] {
    auto store = std::make_unique<MeasuredStore>(folder_);
    store_ = store.get();
    return std::make_unique<World>(std::move(store));
  }();
  const std::int64_t started_ms_ = world_->clock.now().us / 1000;
  core::Tokens signed_in_;
  std::string key_;
};

// One operation, and its result, so that a test can see that it was executed.
struct Operation {
  const char* name;
  std::function<bool(Filled&, std::int64_t turn)> act;
  std::int64_t walks = 0;  // rows it may walk along, as a list does for its page
};

bool asked(Filled& at, core::Request request,
           const core::RequiredPrivilege& required_privilege = {},
           const core::CallOptions& options = {}, const std::string& by = "reseller") {
  const auto outcome = at.world().ask(by, std::move(request), required_privilege, options);
  if (!outcome) ADD_FAILURE() << outcome.error().sentence();
  return outcome.has_value();
}

bool changed(Filled& at, core::Request request, const core::CallOptions& options = {}) {
  return asked(at, std::move(request), kWrite, options);
}

std::string text_of(std::int64_t turn) { return word_of(turn + 5'000'000); }

core::CallOptions keyed(std::int64_t turn) {
  core::CallOptions options;
  options.idempotency_key =
      core::IdempotencyKey{.key = text_of(turn),
                           .content = text_of(turn),
                           .field = "Idempotency-Key",
                           .render = [](const core::Outcome&) { return "reply"; }};
  return options;
}

core::ListCustomers list(std::vector<std::string> terms) {
  core::ListCustomers out{.below = core::Oneself{}};
  out.query.recursive = true;
  out.query.limit = kPage;
  out.query.terms = std::move(terms);
  return out;
}

void settle(Filled& at) {
  (void)store::write_and_wait(at.store(), [](store::Transaction&) { return false; });
}

bool swept(Filled& at, const store::Sweep& old) {
  return store::write_and_wait(at.store(), [&](store::Transaction& transaction) {
           transaction.sweep(old);
           return true;
         }) == store::Committed::yes;
}

bool is_me(Filled& at, core::Credentials credentials) {
  return core::handle_and_wait(
             at.world().service(),
             {.caller = {std::move(credentials), "test", "192.0.2.1"}, .request = core::WhoAmI{}})
      .has_value();
}

core::Bulk bulk(Filled& at, std::int64_t turn) {
  std::vector<core::BulkItem> items;
  for (std::int64_t i = 0; i < 10; ++i)
    items.push_back({.change = set(at.customer(turn + 100 + i * 37), Field::notes, text_of(turn))});
  return {.what = std::move(items)};
}

bool fed(Filled& at, std::int64_t turn) {
  FeedQuery query;
  query.limit = kPage;
  const std::int64_t entry = 100 + turn;
  FeedQuery before;
  before.below = {kParent};
  before.limit = static_cast<std::size_t>(entry);
  query.after = at.store().read()->feed(before).next;
  (void)at.store().spent();
  return asked(at, core::ListChanges{.below = core::Oneself{}, .query = query});
}

bool undone(Filled& at, std::int64_t turn) {
  const CustomerId id{at.customer(turn)};
  core::UpdateCustomer undo{.subject = id};
  undo.undo = core::Undo{{at.world().customer(id.value).version}, {}, false};
  undo.action = "undo";
  return changed(at, undo);
}

core::UpdateCustomer moved(Filled& at, std::int64_t turn) {
  core::UpdateCustomer out{.subject = CustomerId{at.customer(turn)}};
  out.move_to = CustomerId{11};
  return out;
}

core::GetCustomer by_external_id(std::int64_t turn) {
  return {.subject = core::CustomerMatching{Match{.target = {.field = Field::external_id},
                                                  .value = Value{"E" + std::to_string(turn)}}}};
}

core::CreateCustomer create(std::int64_t turn) {
  core::CreateCustomer out{.parent = core::Oneself{}};
  out.edits = set(0, Field::name, Value{text_of(turn)}).edits;
  return out;
}

const Operation kOperations[] = {
    {"get by id",
     [](Filled& at, std::int64_t turn) {
       return asked(at, core::GetCustomer{.subject = CustomerId{at.customer(turn)}});
     }},
    {"get by uuid",
     [](Filled& at, std::int64_t turn) {
       return asked(at, core::GetCustomer{.subject = Uuid::numbered(
                                              static_cast<std::uint64_t>(at.customer(turn)))});
     }},
    {"get by name",
     [](Filled& at, std::int64_t turn) {
       const std::int64_t i = turn * 17;
       return asked(at, core::GetCustomer{.subject = core::ChildNamed{word_of(i) + ' ' +
                                                                      word_of(i + 1'000'000)}});
     }},
    {"get by external id",
     [](Filled& at, std::int64_t turn) { return asked(at, by_external_id(turn)); }},
    {"first page of a list", [](Filled& at, std::int64_t) { return asked(at, list({})); },
     kPage + 5},
    {"first page of a list by name",
     [](Filled& at, std::int64_t) {
       core::ListCustomers wanted = list({});
       wanted.query.order = CustomerQuery::Order::name;
       return asked(at, wanted);
     },
     kPage + 5},
    {"search by a word",
     [](Filled& at, std::int64_t turn) { return asked(at, list({word_of(turn)})); }},
    {"update of unsearched fields",
     [](Filled& at, std::int64_t turn) {
       return changed(at, set(at.customer(turn), Field::tax_number, Value{text_of(turn)}));
     }},
    {"update of searched fields",
     [](Filled& at, std::int64_t turn) {
       return changed(at, set(at.customer(turn), Field::name,
                              Value{text_of(turn) + ' ' + text_of(turn + 1'000'000)}));
     }},
    {"history",
     [](Filled& at, std::int64_t turn) {
       return asked(at, core::ListHistory{.subject = CustomerId{at.customer(turn)}});
     }},
    {"page of the feed", fed},
    {"undo", undone},
    {"create", [](Filled& at, std::int64_t turn) { return changed(at, create(turn)); }},
    {"delete",
     [](Filled& at, std::int64_t turn) {
       return changed(at, set(at.customer(turn + 50), Field::deleted, Value{true}));
     }},
    {"move of a leaf",
     [](Filled& at, std::int64_t turn) {
       return asked(at, moved(at, turn + 80), kWrite, {}, "owner");
     }},
    {"bulk of ten", [](Filled& at, std::int64_t turn) { return changed(at, bulk(at, turn)); }},
    {"sign-in by key",
     [](Filled& at, std::int64_t) {
       return is_me(at, core::NameAndSecret{"reseller", Secret(at.key())});
     }},
    {"sign-in by token",
     [](Filled& at, std::int64_t) {
       return is_me(at, core::BearerToken{Secret(at.tokens().token)});
     }},
    {"tokens", [](Filled& at, std::int64_t) { return asked(at, core::SignIn{}); }},
    {"status of a request",
     [](Filled& at, std::int64_t turn) {
       return asked(at, core::RequestStatus{at.request(turn)});
     }},
    {"change under a key",
     [](Filled& at, std::int64_t turn) {
       return changed(at, set(at.customer(turn), Field::notes, Value{text_of(turn + 7)}),
                      keyed(turn));
     }},
    {"answer under a key",
     [](Filled& at, std::int64_t turn) {
       return changed(at, set(at.customer(turn), Field::notes, Value{text_of(turn + 7)}),
                      keyed(turn));
     }},
    {"change of a principal",
     [](Filled& at, std::int64_t turn) {
       return asked(at, core::UpsertPrincipal{.id = "admin", .locked = turn % 2 == 0},
                    kAdministrator);
     }},
    {"change of a role",
     [](Filled& at, std::int64_t turn) {
       return asked(
           at, core::UpsertReference{.kind = ReferenceKind::role, .name = "role " + text_of(turn)},
           kAdministrator);
     }},
    {"sweep with nothing to do",
     [](Filled& at, std::int64_t) {
       at.world().service().sweep();
       settle(at);
       return true;
     }},
    {"sweep of ten answers",
     [](Filled& at, std::int64_t turn) {
       const Instant before{at.world().clock.now().us - 1'000'000 + turn * 10};
       return swept(at, {.answers_before = before});
     }},
};

Cost cost_of(Filled& at, const Operation& operation) {
  Cost out;
  for (std::int64_t turn = 1; turn <= kTimes; ++turn) {
    (void)at.store().spent();
    EXPECT_TRUE(operation.act(at, turn)) << operation.name;
    const Cost one = at.store().spent();
    out.steps += one.steps;
    out.scans += one.scans;
    out.pages += one.pages;
  }
  return out;
}

// In what `large` exceeds its allowed cost.
std::vector<std::string> grown_from(const Cost& small, const Cost& large) {
  std::vector<std::string> out;
  const auto hold = [&](const char* what, std::int64_t from, std::int64_t to) {
    if (static_cast<double>(to) > kGrowthMax * static_cast<double>(from))
      out.push_back(std::to_string(to) + ' ' + what + " in place of " + std::to_string(from));
  };
  hold("steps", small.steps, large.steps);
  hold("steps of scans", small.scans, large.scans);
  hold("pages written", small.pages, large.pages);
  return out;
}

TEST(Cost, DoesNotGrowWithTheNumberOfCustomers) {
  Filled few(kFew);
  Filled many(kMany);
  for (const Operation& each : kOperations) {
    const Cost small = cost_of(few, each);
    Cost large = cost_of(many, each);
    large.scans = std::max(std::int64_t{0}, large.scans - each.walks * kTimes);
    for (const std::string& grown : grown_from(small, large))
      ADD_FAILURE() << each.name << ": " << grown;
  }
}

TEST(Cost, ThatGrowsIsFound) {
  const Cost small{.steps = 1000, .scans = 100, .pages = 100};
  EXPECT_TRUE(grown_from(small, {.steps = 1300, .scans = 130, .pages = 130}).empty());
  EXPECT_EQ(grown_from(small, {.steps = 1301, .scans = 100, .pages = 100}).size(), 1U);
  EXPECT_EQ(grown_from(small, {.steps = 1000, .scans = 131, .pages = 131}).size(), 2U);
  EXPECT_EQ(grown_from({}, {.scans = 1}).size(), 1U);
}

// Proof that the measurement works: a list of rows that SQLite finds with a full scan.
TEST(Cost, OfAScanIsFound) {
  const Operation scan{
      "scan", [](Filled& at, std::int64_t turn) { return at.store().scan(word_of(turn)); }};
  Filled few(kFew);
  Filled twice(kFew * 2);
  EXPECT_EQ(grown_from(cost_of(few, scan), cost_of(twice, scan)).size(), 2U);
}

}  // namespace
}  // namespace patchbay
