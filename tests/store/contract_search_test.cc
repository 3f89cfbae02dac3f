// Search by terms, and reading lists page by page while they change.
#include <map>
#include <random>

#include "base/case_fold.h"
#include "record/search/search_terms.h"
#include "store/contract.h"

namespace patchbay::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Order = CustomerQuery::Order;

PATCHBAY_CONTRACT(Searches);

std::vector<std::int64_t> ids(Store& store, const CustomerQuery& query) {
  std::vector<std::int64_t> out;
  for (const Record& record : store.read()->customers(query).records)
    out.push_back(record.id.value);
  return out;
}

CustomerQuery with_words(std::vector<std::string> words, std::int64_t below = 1) {
  return {.below = {below}, .recursive = true, .terms = std::move(words)};
}

CustomerQuery beginning(std::string prefix, std::int64_t below = 1) {
  return {.below = {below}, .recursive = true, .prefixes = {std::move(prefix)}};
}

TEST_P(Searches, FindByWordsAndBeginnings) {
  plant();
  EXPECT_THAT(ids(*store_, with_words({"example", "telecom"})), ElementsAre(123, 124));
  EXPECT_THAT(ids(*store_, with_words({"example", "branch"})), ElementsAre(124));
  EXPECT_THAT(ids(*store_, with_words({"example", "trading"})), IsEmpty());
  EXPECT_THAT(ids(*store_, beginning("tr")), ElementsAre(101, 102));
  EXPECT_THAT(ids(*store_, beginning("/name/example telecom")), ElementsAre(123, 124));
  EXPECT_THAT(ids(*store_, with_words({"/name/example telecom"})), ElementsAre(123));
  EXPECT_THAT(ids(*store_, beginning("\xEF\xBF\xBF")), IsEmpty());
  EXPECT_THAT(ids(*store_, with_words({"reach"}, 2)), IsEmpty());
  EXPECT_THAT(ids(*store_, with_words({"reach"})), ElementsAre(901));
}

TEST_P(Searches, FollowChanges) {
  plant();
  ASSERT_EQ(amend(*store_, 101, Field::name, "Jos\u00E9 Garc\u00EDa"), Committed::yes);
  EXPECT_THAT(ids(*store_, with_words({"global"})), IsEmpty());
  EXPECT_THAT(ids(*store_, with_words({"jose"})), ElementsAre(101));
  ASSERT_EQ(amend(*store_, 101, Field::description, "jose too"), Committed::yes);
  ASSERT_EQ(amend(*store_, 101, Field::name, "Other"), Committed::yes);
  EXPECT_THAT(ids(*store_, with_words({"jose"})), ElementsAre(101));
  ASSERT_EQ(amend(*store_, 101, Field::description, std::nullopt), Committed::yes);
  EXPECT_THAT(ids(*store_, with_words({"jose"})), IsEmpty());
  ASSERT_EQ(amend(*store_, 101, Field::deleted, true), Committed::yes);
  EXPECT_THAT(ids(*store_, with_words({"other"}, 2)), IsEmpty());
  CustomerQuery deleted = with_words({"other"}, 2);
  deleted.life = Life::deleted;
  EXPECT_THAT(ids(*store_, deleted), ElementsAre(101));
}

std::vector<std::int64_t> ids(ReadTransaction& reader, const CustomerQuery& query) {
  std::vector<std::int64_t> out;
  for (const Record& record : reader.customers(query).records) out.push_back(record.id.value);
  return out;
}

// Within one transaction, a job finds by the words that it and the jobs before it wrote, also if
// one between them is rolled back after it searched.
TEST_P(Searches, FindWhatWasJustWritten) {
  plant();
  std::vector<std::future<Committed>> fates;
  const auto rename = [](Transaction& transaction, std::int64_t id, const char* name) {
    save_customer(transaction,
                  with(transaction.customer(CustomerId{id}).value(), Field::name, name));
  };
  {
    Gate gate(*store_);
    fates.push_back(write_later(*store_, [&](Transaction& transaction) {
      rename(transaction, 101, "first");
      return true;
    }));
    fates.push_back(write_later(*store_, [&](Transaction& transaction) -> bool {
      rename(transaction, 101, "middle");
      rename(transaction, 102, "middle");
      EXPECT_THAT(ids(transaction, with_words({"middle"})), ElementsAre(101, 102));
      EXPECT_THAT(ids(transaction, with_words({"first"})), IsEmpty());
      throw std::runtime_error("on purpose");
    }));
    fates.push_back(write_later(*store_, [&](Transaction& transaction) {
      rename(transaction, 103, "first");
      EXPECT_THAT(ids(transaction, with_words({"first"})), ElementsAre(101, 103));
      rename(transaction, 103, "last");
      rename(transaction, 103, "first");
      rename(transaction, 103, "last");
      return true;
    }));
  }
  EXPECT_EQ(fates[0].get(), Committed::yes);
  EXPECT_EQ(fates[1].get(), Committed::failed);
  EXPECT_EQ(fates[2].get(), Committed::yes);
  EXPECT_THAT(ids(*store_, with_words({"first"})), ElementsAre(101));
  EXPECT_THAT(ids(*store_, with_words({"middle"})), IsEmpty());
  EXPECT_THAT(ids(*store_, with_words({"last"})), ElementsAre(103));
  EXPECT_EQ(store_->read()->index_mismatch(), std::nullopt);
}

CustomerQuery ever(std::string_view end, std::int64_t below = 1) {
  const std::string term = telephone_end(end).value();
  return {
      .below = {below},
      .recursive = true,
      .now_or_before = {{.prefixes = {term}, .former = {{.text = term, .is_beginning = true}}}}};
}

CustomerQuery ever(Field field, std::string_view value) {
  const std::string term = key_term(field, value).value();
  return {.below = {1},
          .recursive = true,
          .now_or_before = {{.terms = {term}, .former = {{.text = term}}}}};
}

TEST_P(Searches, FindNumbersByTheirEnds) {
  plant();
  ASSERT_EQ(amend(*store_, 101, Field::fax, "+44 20 7946 0000"), Committed::yes);
  ASSERT_EQ(amend(*store_, 901, Field::fax, "0 46 00 00"), Committed::yes);
  const auto ending = [&](std::string_view end) {
    return ids(*store_, beginning(telephone_end(end).value()));
  };
  EXPECT_THAT(ending("460000"), ElementsAre(101, 901));
  EXPECT_THAT(ending("7946 0000"), ElementsAre(101));
  EXPECT_THAT(ending("+44 20 7946 0000"), ElementsAre(101));
  EXPECT_THAT(ending("+1 44 20 7946 0000"), IsEmpty());
  EXPECT_THAT(ending("442079"), IsEmpty()) << "a beginning is no end";
}

TEST_P(Searches, FindNumbersThatCustomersOnceHad) {
  plant();
  const auto set_fax = [&](std::int64_t id, std::optional<Value> fax) {
    ASSERT_EQ(amend(*store_, id, Field::fax, std::move(fax)), Committed::yes);
  };
  set_fax(101, "+44 20 7946 0000");
  set_fax(101, "+44 20 7946 1111");
  set_fax(901, "+44 20 7946 0000");
  const std::string prefix = telephone_end("7946 0000").value();
  EXPECT_THAT(ids(*store_, beginning(prefix)), ElementsAre(901));
  EXPECT_THAT(ids(*store_, ever("7946 0000")), ElementsAre(101, 901));
  EXPECT_THAT(ids(*store_, ever("7946 0000", 2)), ElementsAre(101));
  EXPECT_THAT(ids(*store_, ever("7946 2222")), IsEmpty());
  const auto former = [&] { return store_->read()->customers(ever("7946 0000")).former; };
  EXPECT_THAT(former(), ElementsAre(FormerMatch{.customer = {101}, .condition = 0, .version = 3}))
      << "901 still has it";
  set_fax(101, "+44 20 7946 0000");
  set_fax(101, std::nullopt);
  EXPECT_THAT(former(), ElementsAre(FormerMatch{.customer = {101}, .condition = 0, .version = 5}))
      << "the newest that took it away";
  EXPECT_EQ(store_->read()->index_mismatch(), std::nullopt);
}

TEST_P(Searches, FindEveryKindOfFormerValue) {
  plant();
  const std::pair<Field, const char*> values[] = {
      {Field::name, "Jos\u00E9 & Co"}, {Field::external_id, "X-17"},
      {Field::account, "A-17"},        {Field::tax_number, "DE17"},
      {Field::bill_ref, "B-17"},       {Field::technical_contact, "old@b.example"}};
  for (const auto& [field, value] : values) {
    ASSERT_EQ(amend(*store_, 102, field, value), Committed::yes);
    EXPECT_THAT(store_->read()->customers(ever(field, value)).former, IsEmpty()) << value;
    ASSERT_EQ(amend(*store_, 102, field,
                    field == Field::name ? std::optional<Value>("New") : std::nullopt),
              Committed::yes);
    EXPECT_THAT(ids(*store_, ever(field, value)), ElementsAre(102)) << value;
    EXPECT_THAT(ids(*store_, ever(field, std::string(value) + "8")), IsEmpty()) << value;
    EXPECT_EQ(store_->read()->customers(ever(field, value)).former.size(), 1U) << value;
  }
  EXPECT_THAT(ids(*store_, ever(Field::name, "jose & CO")), ElementsAre(102));
  CustomerQuery whole = ever(Field::name, "jose");
  EXPECT_THAT(ids(*store_, whole), IsEmpty()) << "a beginning is not the whole";
  whole.now_or_before.front().former.front().is_beginning = true;
  EXPECT_THAT(ids(*store_, whole), ElementsAre(102));
  EXPECT_EQ(store_->read()->index_mismatch(), std::nullopt);
}

// Each condition may be met by a present or by a former value, and no customer is shown twice.
TEST_P(Searches, JoinPresentAndFormerValues) {
  plant();
  ASSERT_EQ(amend(*store_, 101, Field::name, "Volt Power"), Committed::yes);
  ASSERT_EQ(amend(*store_, 103, Field::name, "Volt Trading"), Committed::yes);
  ASSERT_EQ(amend(*store_, 103, Field::account, "V-1"), Committed::yes);
  ASSERT_EQ(amend(*store_, 103, Field::name, "Other"), Committed::yes);
  ASSERT_EQ(amend(*store_, 101, Field::name, "Volt Light"), Committed::yes);
  const NowOrBefore volt{.terms = {},
                         .prefixes = {"volt"},
                         .former = {{.text = "/name/volt", .is_beginning = true},
                                    {.text = "/account/volt", .is_beginning = true}}};
  CustomerQuery query{.below = {1}, .recursive = true, .now_or_before = {volt}};
  EXPECT_THAT(ids(*store_, query), ElementsAre(101, 103));
  EXPECT_THAT(store_->read()->customers(query).former,
              ElementsAre(FormerMatch{.customer = {103}, .condition = 0, .version = 4}))
      << "101 has a name of that beginning, and had one";
  query.descending = true;
  query.limit = 1;
  const CustomerPage first = store_->read()->customers(query);
  EXPECT_TRUE(first.more);
  query.after = first.last;
  EXPECT_THAT(ids(*store_, query), ElementsAre(101));
  query = {.below = {1}, .recursive = true, .now_or_before = {volt}};
  query.now_or_before.push_back(ever(Field::account, "v-1").now_or_before.front());
  EXPECT_THAT(ids(*store_, query), ElementsAre(103));
  query.terms = {"light"};
  EXPECT_THAT(ids(*store_, query), IsEmpty());
}

TEST_P(Searches, ForgetValuesThatWereErasedFromHistory) {
  plant();
  ASSERT_EQ(amend(*store_, 101, Field::name, "Renamed Ltd"), Committed::yes);
  ASSERT_EQ(amend(*store_, 101, Field::name, "Global Trading"), Committed::yes);
  const auto now = [&] { return store_->read()->history({101}, 0, 1).front().by.time; };
  ASSERT_EQ(amend(*store_, 101, Field::fax, "+44 20 7946 0000"), Committed::yes);
  ASSERT_EQ(amend(*store_, 101, Field::fax, std::nullopt), Committed::yes);
  ASSERT_THAT(ids(*store_, ever("7946 0000")), ElementsAre(101));
  ASSERT_THAT(ids(*store_, ever(Field::name, "Renamed Ltd")), ElementsAre(101));
  const Instant after = now().plus_seconds(1);
  ASSERT_EQ(write([&](Transaction& transaction) {
              (void)transaction.erase_history(after, after);
              return true;
            }),
            Committed::yes);
  EXPECT_THAT(ids(*store_, ever("7946 0000")), IsEmpty());
  EXPECT_THAT(ids(*store_, ever(Field::name, "Renamed Ltd")), IsEmpty());
  EXPECT_EQ(store_->read()->index_mismatch(), std::nullopt);
}

TEST_P(Searches, ByWhatAnEnterpriseHolds) {
  plant();
  const auto of = [](std::int64_t below, std::int64_t enterprise) {
    const Target target{.lens = Lens::enterprise, .field = Field::name, .part = {}};
    return CustomerQuery{.below = {below},
                         .recursive = true,
                         .itself = true,
                         .where = {{target, Value{enterprise}}}};
  };
  EXPECT_THAT(ids(*store_, of(1, 2)), ElementsAre(2, 101, 102, 103, 123, 124));
  EXPECT_THAT(ids(*store_, of(1, 1)), ElementsAre(1));
  EXPECT_THAT(ids(*store_, of(0, 1)), ElementsAre(1));
  EXPECT_THAT(ids(*store_, of(123, 2)), ElementsAre(123, 124));
  EXPECT_THAT(ids(*store_, of(123, 900)), IsEmpty());
  EXPECT_THAT(ids(*store_, of(1, 101)), IsEmpty());
  EXPECT_THAT(ids(*store_, of(1, 77)), IsEmpty());
  CustomerQuery page = of(1, 900);
  page.limit = 1;
  page.count = true;
  const CustomerPage first = store_->read()->customers(page);
  EXPECT_EQ(first.total, 2U);
  EXPECT_TRUE(first.more);
}

TEST_P(Searches, KnowWhichExternalIdsClash) {
  plant();
  for (const auto& [id, external] :
       std::initializer_list<std::pair<int, const char*>>{{124, "a"}, {123, "b"}, {901, "a"}})
    ASSERT_EQ(amend(*store_, id, Field::external_id, external), Committed::yes);
  const auto reader = store_->read();
  EXPECT_EQ(reader->external_id_clash({123}, {900}), CustomerId{124});
  EXPECT_EQ(reader->external_id_clash({123}, {2}), std::nullopt);
  EXPECT_EQ(reader->external_id_clash({124}, {900}),
            std::nullopt);  // the scope is tested elsewhere
  EXPECT_EQ(reader->external_id_clash({900}, {2}), CustomerId{901});
  EXPECT_EQ(reader->external_id_clash({77}, {2}), std::nullopt);
}

// While a list is read, customers are created, renamed, deleted and moved into and out of it. A
// customer that matches throughout and does not change is shown exactly once.
TEST_P(Searches, PagesAreStableUnderWrites) {
  const auto name = [](int number) { return "n" + std::to_string(number * 7919 % 1000); };
  ASSERT_EQ(write([&](Transaction& transaction) {
              save_customer(transaction, made(1, 0, "root"));
              save_customer(transaction, made(2, 1, "elsewhere"));
              for (int i = 0; i < 60; ++i)
                save_customer(transaction, made(100 + i * 10, 1, name(i)));
              return true;
            }),
            Committed::yes);
  std::mt19937 random(3);
  int fresh = 0;
  for (const Order order : {Order::id, Order::name})
    for (const bool descending : {false, true})
      for (const bool search : {false, true}) {
        std::map<std::int64_t, int> shown;
        std::map<std::int64_t, Record> all;
        std::vector<std::int64_t> changed;
        CustomerQuery query{.below = {1}, .order = order, .descending = descending, .limit = 7};
        if (search) query.prefixes = {"n"};
        for (const Record& each : store_->read()->customers({.below = {1}, .limit = 1000}).records)
          if (!search || each.name().starts_with('n')) all.emplace(each.id.value, each);
        for (CustomerPage page;;) {
          page = store_->read()->customers(query);
          for (const Record& each : page.records) ++shown[each.id.value];
          if (!page.more) break;
          query.after = page.last;
          auto victim = all.begin();
          std::advance(victim, random() % all.size());
          const std::int64_t id = victim->first;
          changed.push_back(id);
          const auto lot = random() % 3;
          ASSERT_EQ(lot == 0
                        ? amend(*store_, id, Field::name, name(static_cast<int>(random() % 999)))
                    : lot == 1 ? amend(*store_, id, Field::deleted, true)
                               : amend(*store_, id, Field::parent, std::int64_t{2}),
                    Committed::yes);
          ++fresh;
          ASSERT_EQ(
              save_customer(*store_, made(101 + fresh % 60 * 10 + fresh / 60, 1, name(fresh))),
              Committed::yes);
        }
        for (const std::int64_t id : changed) {
          all.erase(id);
          shown.erase(id);
        }
        for (const auto& [id, record] : all) EXPECT_EQ(shown[id], 1) << id << ' ' << record.name();
        for (const auto& [id, times] : shown) EXPECT_EQ(times, 1) << id;
      }
}

}  // namespace
}  // namespace patchbay::store
