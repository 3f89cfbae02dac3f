// Calls every member of ReadTransaction and Transaction in every way that leads to another
// statement.
#include "store/tour.h"

#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "record/history/admin_entry.h"
#include "store/audit_sealer.h"
#include "store/support.h"

namespace patchbay::store {
namespace {

constexpr std::int64_t kRoot = 1;
constexpr std::int64_t kReseller = 2;  // has many customers below it
constexpr std::int64_t kFirst = 1000;  // number of the first of them
constexpr std::int64_t kMany = 4200;   // more than kFew of candidates.h and than a small subtree
constexpr std::int64_t kBranch = 10;   // has a few customers below it
constexpr Instant kNow{1'800'000'000'000'000};

void write(Store& store, const std::function<void(Transaction&)>& job) {
  std::string why;
  const Committed end = write_and_wait(store, [&](Transaction& transaction) {
    try {
      job(transaction);
    } catch (const std::exception& error) {
      why = error.what();
      throw;
    }
    return true;
  });
  if (end != Committed::yes && end != Committed::nothing)
    throw std::runtime_error("the tour was not committed: " + why);
}

Record branch(std::int64_t id, std::int64_t parent) {
  Record out = made(id, parent, "branch " + std::to_string(id));
  out.values.set({Field::external_id, {}}, "E" + std::to_string(id));
  out.values.set({Field::account, {}}, "A" + std::to_string(id));
  out.values.set({Field::description, {}}, "of the tour");
  return out;
}

RequestRecord request(std::uint64_t number) {
  return {.id = Uuid::numbered(number),
          .principal = 1,
          .home = {kRoot},
          .customer = {kBranch},
          .version = 1,
          .batch = Uuid::numbered(77),
          .door = "test",
          .time = kNow};
}

Reference reference(std::int64_t id) {
  Reference out;
  out.id = id;
  out.owner = {kRoot};
  out.name = "plan " + std::to_string(id);
  out.version = 1;
  return out;
}

Principal principal(std::int64_t id) {
  Principal out;
  out.id = id;
  out.name = "principal " + std::to_string(id);
  out.home = {kReseller};
  out.version = 1;
  return out;
}

void see_lists(ReadTransaction& reader) {
  using Order = CustomerQuery::Order;
  const Match enterprise{.target = {.lens = Lens::enterprise}, .value = Value{kReseller}};
  for (int i = 0; i < 2 * 2 * 2 * 3 * 4 * 2 * 2 * 2; ++i) {
    int choices = i;
    const auto next = [&](int count) {
      const int out = choices % count;
      choices /= count;
      return out;
    };
    CustomerQuery query;
    query.limit = 2;
    query.below = {next(2) ? kReseller : kBranch};
    query.recursive = next(2);
    query.itself = next(2);
    query.life = std::vector{Life::live, Life::deleted, Life::all}[static_cast<unsigned>(next(3))];
    query.order = std::vector{Order::id, Order::name, Order::account,
                              Order::description}[static_cast<unsigned>(next(4))];
    query.descending = next(2);
    query.count = next(2);
    if (next(2)) query.where.push_back(enterprise);
    (void)reader.customers(query);
    query.after = ListPosition{.key = "m", .id = {kFirst}};
    query.offset = 1;
    (void)reader.customers(query);
  }
}

// Filters of lists, with few and with many matches.
void see_searches(ReadTransaction& reader) {
  const auto see = [&](const std::function<void(CustomerQuery&)>& narrow) {
    for (int i = 0; i < 16; ++i) {
      CustomerQuery query;
      query.below = {kRoot};
      query.recursive = true;
      query.limit = 2;
      query.looks_max = 10;
      query.count = i & 1;
      query.descending = i & 2;
      query.order = i & 4 ? CustomerQuery::Order::name : CustomerQuery::Order::id;
      if (i & 8) query.after = ListPosition{.key = "m", .id = {kFirst}};
      narrow(query);
      (void)reader.customers(query);
    }
  };
  see([](CustomerQuery& query) { query.terms = {"many"}; });
  see([](CustomerQuery& query) { query.terms = {"branch"}; });
  see([](CustomerQuery& query) { query.prefixes = {"man"}; });
  see([](CustomerQuery& query) {
    query.now_or_before = {
        {.prefixes = {"/telephone/0000"},
         .former = {{.text = "/telephone/0000", .is_beginning = true}, {.text = "/name/many 7"}}},
        {.terms = {"many"}, .former = {{.text = "/name/many 8"}}}};
  });
  see([](CustomerQuery& query) { query.name_contains = "an"; });
  see([](CustomerQuery& query) {
    query.where = {{.target = {.lens = Lens::id}, .value = Value{kBranch}}};
  });
  see([](CustomerQuery& query) {
    query.where = {{.target = {.field = Field::external_id}, .value = Value{std::string("E10")}}};
  });
}

void see_customers(ReadTransaction& reader) {
  (void)reader.customer(CustomerId{kBranch});
  (void)reader.customer(Uuid::numbered(kBranch));
  (void)reader.customer_ids({}, 10);
  (void)reader.lineage({kFirst});
  (void)reader.named({kReseller}, "many 1000");
  (void)reader.customer_by_external_id({kReseller}, "E10");
  (void)reader.external_id_clash({kBranch}, {kReseller});
  (void)reader.is_live({kBranch});
  (void)reader.has_live_children({kBranch});
  (void)reader.is_affiliate({kBranch});
  (void)reader.records({}, 10);
  (void)reader.history(CustomerId{kBranch}, 0, 10);
  (void)reader.histories({1}, {kBranch}, 2);
  FeedQuery feed{.below = {kReseller}};
  feed.after.reset();
  const FeedPage now = reader.feed(feed);
  feed.after = FeedPosition{};
  (void)reader.feed(feed);
  feed.from = kNow;
  feed.to = kNow;
  (void)reader.feed(feed);
  feed.request = Uuid::numbered(900'009);
  (void)reader.feed(feed);
  feed.request = {};
  feed.batch = Uuid::numbered(77);
  (void)reader.feed(feed);
  feed = {.below = {kReseller}, .after = now.next};
  (void)reader.feed(feed);
}

void see_things(ReadTransaction& reader) {
  (void)reader.principal("principal 1");
  (void)reader.principal(std::int64_t{1});
  (void)reader.principal(std::int64_t{9999});
  (void)reader.principals({kRoot}, 0, 10);
  (void)reader.principals_ever_named("principal 1");
  (void)reader.alike("PRINCIPAL 1", 2);
  (void)reader.reference(ReferenceKind::plan, std::int64_t{9999});
  (void)reader.references_of({kRoot}, ReferenceKind::plan, "no such plan");
  (void)reader.references_below({kRoot}, ReferenceKind::plan, "no such plan");
  (void)reader.references(ReferenceKind::plan, 0, 10);
  (void)reader.history(AdminObjectId{.kind = ReferenceKind::plan, .id = 1}, 0, 10);
  (void)reader.admin_object_ids(ReferenceKind::plan, 0, 10);
  (void)reader.admin_object_ids(std::nullopt, 0, 10);
  (void)reader.mark("a mark");
  (void)reader.marks();
  (void)reader.entry_hashes(0, 10);
  (void)reader.admin_entry_hashes(0, 10);
  (void)reader.seals(0, 10);
  (void)reader.head();
  (void)reader.request(Uuid::numbered(7));
  (void)reader.requests({.batch = Uuid::numbered(77)});
  (void)reader.requests({.batch = Uuid::numbered(77), .after = Uuid{}});
  (void)reader.requests({.principal = 1, .from = {0}, .to = kNow});
  (void)reader.batches_of(std::vector{Uuid::numbered(900'009), Uuid::numbered(7)});
  (void)reader.batches_of(std::vector{Uuid::numbered(900'009)});
  (void)reader.saved_views(1);
  (void)reader.system_link(1, CustomerId{kBranch});
  (void)reader.system_link_to(1, "7");
  (void)reader.system_links(1, CustomerId{0}, false, 10);
  (void)reader.system_links(1, CustomerId{0}, true, 10);
  (void)reader.destination(1);
  (void)reader.delivery_attempts(1, 5, 10);
  (void)reader.idempotency_record(1, "key");
  (void)reader.token("no such token");
  (void)reader.attempts("name\n");
  (void)reader.attempts("name", 10);
}

void see(ReadTransaction& reader) {
  see_customers(reader);
  see_lists(reader);
  see_searches(reader);
  see_things(reader);
}

// Changes one column of customers after another, then all.
void change_columns(Transaction& transaction) {
  const std::vector<std::pair<Field, Value>> columns = {
      {Field::external_id, std::string("F10")},      {Field::affiliate_customer, kReseller},
      {Field::name, std::string("renamed")},         {Field::account, std::string("B10")},
      {Field::description, std::string("else")},     {Field::notes, std::string("unseen")},
      {Field::fax, std::string("+44 20 7946 0000")}, {Field::fax, std::string("+44 20 7946 1111")}};
  for (const auto& [field, value] : columns)
    save_customer(transaction, with(*transaction.customer(CustomerId{kBranch}), field, value));
  Record all = *transaction.customer(CustomerId{kBranch + 1});
  for (const auto& [field, value] : columns) all.values.set({field, {}}, value);
  ++all.version;
  save_customer(transaction, all);
}

template <class AdminObject>
void save_admin_object(Transaction& transaction, const AdminObject& object) {
  transaction.save(object);
  transaction.save(entry_of(nullptr, object));
}

void change_customers(Transaction& transaction) {
  (void)transaction.next_customer();
  change_columns(transaction);
  save_customer(transaction,
                with(*transaction.customer(CustomerId{kBranch + 1}), Field::parent, kRoot));
  save_customer(transaction,
                with(*transaction.customer(CustomerId{kBranch + 2}), Field::deleted, true));
  transaction.save(request(900'008));
  (void)transaction.request(Uuid::numbered(900'008));
  (void)transaction.history(CustomerId{kBranch}, 0, 3);
}

void change_things(Transaction& transaction) {
  (void)transaction.next_principal();
  (void)transaction.next_reference(ReferenceKind::plan);
  save_admin_object(transaction, reference(2));
  save_admin_object(transaction, principal(2));
  Principal gone = principal(3);
  save_admin_object(transaction, gone);
  gone.deleted = true;
  gone.version = 2;
  transaction.save(gone);
  transaction.save(entry_of(nullptr, gone));
  transaction.save(SavedView{.principal = 1, .name = "a view", .path = "/console/", .time = kNow});
  transaction.remove_view(1, "a view");
  transaction.save(SystemLink{.system = 1, .customer = CustomerId{kBranch}, .there = "7"});
  transaction.remove_system_link(1, CustomerId{kBranch});
  transaction.remove_system_links(1);
  transaction.save(Destination{.id = 1});
  transaction.save(std::vector{DeliveryAttempt{.destination = 1, .number = 1}});
  transaction.remove_destination(1);
  transaction.save(Mark{"a mark", 1});
  transaction.save(IdempotencyRecord{
      .principal = 1, .key = "key", .fingerprint = "f", .reply = "a", .time = kNow});
  (void)transaction.idempotency_records(0, "", 10);
  (void)transaction.erase_personal({kBranch}, 10, [](const Value&) {});
  while (transaction.erase_terms(/*begins=*/false)) continue;
  (void)transaction.erase_terms(/*begins=*/true);
  transaction.save(Token{.hash = "hash", .principal = 1, .pair = "pair", .expires = kNow});
  transaction.remove_token("hash");
  transaction.remove_family("family");
  transaction.save(Attempts{.key = "name\nsource", .failures = 1, .last = kNow});
  transaction.remove_attempts("name\n");
  const Instant old{kNow.us + 1'000'000};
  while (transaction.erase_history(old, kNow)) continue;
}

void sweep(Store& store) {
  // Enough old replies to use delete statements of every size.
  for (std::int64_t number = 1; number <= 2; ++number)
    if (fill(store, number) != Committed::yes) throw std::runtime_error("no answers");
  write(store, [](Transaction& transaction) {
    transaction.save(Destination{.id = 9});
    transaction.save(
        std::vector<DeliveryAttempt>{{.destination = 9, .number = 1, .time = Instant{1}}});
    transaction.sweep({.now = {1000},
                       .attempts_before = {1000},
                       .requests_before = {1000},
                       .answers_before = {1000},
                       .deliveries_before = {1000}});
  });
}

// A job that blocks the write queue of customers until `opened`, once it has begun.
std::future<Committed> held(Store& store, const std::shared_future<void>& opened) {
  const auto entered = std::make_shared<std::promise<void>>();
  const auto once = std::make_shared<std::once_flag>();
  std::future<void> inside = entered->get_future();
  auto end = write_later(
      store,
      [=](Transaction&) {
        std::call_once(*once, [&] { entered->set_value(); });
        opened.wait();
        return true;
      },
      CustomerId{kFirst});
  inside.wait();
  return end;
}

}  // namespace

void fill_for_tour(Store& store) {
  write(store, [](Transaction& transaction) {
    save_customer(transaction, made(kRoot, 0, "root"));
    save_customer(transaction, made(kReseller, kRoot, "reseller"));
    save_customer(transaction, branch(kBranch, kReseller));
    for (std::int64_t id = kBranch + 1; id < kBranch + 4; ++id)
      save_customer(transaction, branch(id, kBranch));
    save_admin_object(transaction, reference(1));
    save_admin_object(transaction, principal(1));
    RequestRecord note = request(900'009);
    const Record one = branch(kBranch + 4, kBranch);
    Entry entry = entry_to(nullptr, one);
    entry.by.request = note.id;
    transaction.save(one, entry);
    note.customer = one.id;
    note.changed = true;
    transaction.save(note);
  });
  constexpr std::int64_t kTogether = 700;
  for (std::int64_t first = kFirst; first < kFirst + kMany; first += kTogether)
    write(store, [&](Transaction& transaction) {
      for (std::int64_t id = first; id < first + kTogether; ++id) {
        const Record one = made(id, kReseller, "many " + std::to_string(id));
        transaction.save(one, entry_to(nullptr, one));
        RequestRecord note = request(static_cast<std::uint64_t>(id));
        note.batch = {};
        transaction.save(note);
      }
    });
}

void tour(Store& store) {
  see(*store.read());
  write(store, change_customers);
  write(store, change_things);
  write(store, [](Transaction& transaction) {
    see_customers(transaction);
    see_things(transaction);
  });
  sweep(store);
  write(store, [](Transaction& transaction) {
    save_customer(transaction, with(*transaction.customer(CustomerId{kBranch}), Field::fax,
                                    std::string("+44 20 7946 2222")));
  });
  if (!seal_unsealed(store, {})) throw std::runtime_error("nothing could be sealed");
  if (const auto wrong = store.read()->index_mismatch()) throw std::runtime_error(*wrong);
}

void tour_together(Store& store) {
  // Enough jobs to use statements of every size, by id and by uuid.
  constexpr std::int64_t kJobs = 127;
  for (const Field field : {Field::notes, Field::name, Field::description}) {
    std::vector<std::future<Committed>> ends;
    std::promise<void> opened;
    ends.push_back(held(store, opened.get_future().share()));
    for (std::int64_t i = 0; i < kJobs; ++i) {
      const CustomerId id{kFirst + i};
      const auto job = [=](Transaction& transaction) {
        const Record before =
            i % 2 ? *transaction.customer(id)
                  : *transaction.customer(Uuid::numbered(static_cast<std::uint64_t>(id.value)));
        const Record after =
            with(before, field, std::string("together ") + std::to_string(i * before.version));
        transaction.save(after, entry_to(&before, after));
        transaction.save(request(static_cast<std::uint64_t>(100'000 * after.version + i)));
        return true;
      };
      const JobSubject about =
          i % 2 ? JobSubject(id) : JobSubject(Uuid::numbered(static_cast<std::uint64_t>(id.value)));
      ends.push_back(write_later(store, job, about));
    }
    opened.set_value();
    for (auto& end : ends)
      if (const Committed how = end.get(); how != Committed::yes && how != Committed::nothing)
        throw std::runtime_error("a job together failed");
  }
}

}  // namespace patchbay::store
