// Plans that are older than the links: nothing is written to another customer, and none is made
// that another node may be making.
#include <gtest/gtest.h>

#include "app/systems/described.h"
#include "app/systems/job_exchange.h"
#include "app/systems/store_links.h"
#include "systems_world.h"

namespace patchbay::app {
namespace {

using reach::Applied;
using reach::Owner;

// A record and a system with one customer, which is made there.
class SystemsSafety : public ::testing::Test {
 protected:
  SystemsSafety() {
    customer_ = record_.make({{"name", "Volvo"}, {"contacts/primary/email", "a@volvo.example"}});
    for (const reach::PlannedChange& each : plan()) EXPECT_TRUE(apply(each));
  }

  std::vector<reach::PlannedChange> plan() {
    std::vector<reach::PlannedChange> out;
    const reach::Comparison found = system_.compare(*record_.records).value();
    for (const reach::Finding& each : found.findings) out.push_back(reach::to_planned(each, {}));
    return out;
  }
  // The only change after the name here was changed.
  reach::PlannedChange planned_name(const std::string& name) {
    edit(record_.world, customer_, "name", name, {.field = Field::name});
    return plan().at(0);
  }
  std::expected<Applied, std::string> apply(const reach::PlannedChange& change) {
    reach::RemoteSystem remote = system_.remote();
    return reach::Application(system_.description, *record_.records, remote, system_.links)
        .apply(change);
  }
  void relink(const Uuid& customer, const std::string& there) {
    ASSERT_TRUE(system_.links.save({.customer = customer, .remote = there}));
  }

  TestRecord record_;
  TestSystem system_{"everlytic",
                     {{"name", Owner::review}, {"contacts/primary/email", Owner::review}}};
  Record customer_;
};

TEST_F(SystemsSafety, APlanForAnotherLinkIsStale) {
  const reach::PlannedChange planned = planned_name("Volvo Cars");
  const int changes = system_.vendor->changes;
  relink(customer_.uuid, "3");
  EXPECT_EQ(apply(planned)->result, Applied::Result::stale);
  relink(customer_.uuid, "");
  EXPECT_EQ(apply(planned)->result, Applied::Result::stale);
  relink(customer_.uuid, planned.remote);
  relink(Uuid::numbered(777), planned.remote);
  EXPECT_EQ(apply(planned)->result, Applied::Result::stale);
  EXPECT_EQ(system_.vendor->changes, changes);
  relink(Uuid::numbered(777), "999");
  EXPECT_EQ(apply(planned)->result, Applied::Result::done);
  EXPECT_EQ(system_.vendor->changes, changes + 1);
}

TEST_F(SystemsSafety, ACustomerThatMayBeMadeElsewhereIsNotMade) {
  const Record saab =
      record_.make({{"name", "Saab"}, {"contacts/primary/email", "a@saab.example"}});
  const reach::PlannedChange planned = plan().at(0);
  ASSERT_TRUE(planned.makes);
  const int requests = system_.vendor->requests;
  ASSERT_TRUE(system_.links.save({.customer = saab.uuid, .remote = {}, .may_be_made_now = true}));
  EXPECT_EQ(apply(planned)->result, Applied::Result::unclear);
  EXPECT_EQ(system_.vendor->requests, requests);
  relink(saab.uuid, "");
  EXPECT_EQ(apply(planned)->result, Applied::Result::made);
}

TEST_F(SystemsSafety, ACustomerThatWouldNotBeRecognisedIsNotMade) {
  const Record same =
      record_.make({{"name", "Volvo"}, {"contacts/primary/email", "a@volvo.example"}});
  const int changes = system_.vendor->changes;
  EXPECT_EQ(apply({.customer = same.uuid, .name = "Volvo", .remote = {}, .makes = true})->result,
            Applied::Result::refused);
  EXPECT_EQ(system_.vendor->changes, changes);
}

// By their numbers each is another one, but the system's copy of one would be mistaken for the
// other.
TEST_F(SystemsSafety, CustomersThatShareOneValueOfMatchAreNotMade) {
  std::vector<Record> smiths;
  for (const char* id : {"1", "2"})
    smiths.push_back(record_.make({{"external_id", id}, {"name", "Smith"}}));
  const reach::Comparison found = system_.compare(*record_.records).value();
  EXPECT_TRUE(found.findings.empty());
  std::size_t not_made = 0;
  for (const reach::Remark& each : found.remarks)
    not_made += each.kind == reach::Remark::Kind::not_made ? 1 : 0;
  EXPECT_EQ(not_made, 2U);
  const int changes = system_.vendor->changes;
  for (const Record& each : smiths)
    EXPECT_EQ(apply({.customer = each.uuid, .name = "Smith", .remote = {}, .makes = true})->result,
              Applied::Result::refused);
  EXPECT_EQ(system_.vendor->changes, changes);
}

// A plan makes no customer that `apply` would refuse to make.
TEST_F(SystemsSafety, ACustomerThatSharesAValueWithALinkedOneIsNotMade) {
  record_.make({{"name", "Volvo"}, {"contacts/primary/email", "other@volvo.example"}});
  for (const reach::PlannedChange& each : plan()) EXPECT_FALSE(each.makes);
}

TEST_F(SystemsSafety, ALinkOfACustomerElsewhereIsNotMatchedAgain) {
  const std::string there = system_.links.all().at(customer_.uuid).remote;
  // The one who is linked stands elsewhere: below customer 1, which the description leaves out.
  TestLinks links;
  ASSERT_TRUE(links.save({.customer = Uuid::numbered(777), .remote = there}));
  system_.links = links;
  for (const reach::PlannedChange& each : plan()) EXPECT_NE(each.remote, there);
}

TEST(SystemDescriptions, NewTakesNoSecretFields) {
  OutsideSystem system;
  system.name = "X";
  system.dialect = "everlytic";
  system.address = "https://x.example/";
  system.username = "u";
  system.match = {"name"};
  system.fields = {{"name", "review"}};
  system.fresh = {{"provision_password", "\"1234\""}};
  const auto found = described(system, Secret("s"));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().front().member, "new") << found.error().front().what;
}

TEST(JobExchanges, SendNothingOnceTheyAreStopped) {
  Vendor vendor;
  const ManualClock clock;
  bool is_current = true;
  bool may_write = true;
  JobExchange exchange(
      vendor, clock,
      [&] { return is_current ? std::optional<Refusal>() : Refusal{"it was deleted"}; },
      [&] { return may_write ? std::optional<Refusal>() : Refusal{"not now", false}; });
  const http::ClientRequest read{.url = http::parse_url("http://vendor.example/").value()};
  http::ClientRequest write = read;
  write.is_sent_once = true;
  may_write = false;
  EXPECT_EQ(exchange.exchange(write).status, 0);
  EXPECT_EQ(vendor.requests, 0);
  EXPECT_NE(exchange.exchange(read).status, 0);
  EXPECT_EQ(vendor.requests, 1);
  is_current = false;
  EXPECT_EQ(exchange.exchange(read).status, 0);
  is_current = true;
  EXPECT_EQ(exchange.exchange(read).problem, "it was deleted");
  EXPECT_EQ(vendor.requests, 1);
}

// Two nodes with one store.
class TwoNodes : public ::testing::Test {
 protected:
  TwoNodes() {
    system_.id = 1;
    system_.version = 1;
    Reference reference = to_reference(system_);
    reference.version = 1;
    EXPECT_EQ(store::write_and_wait(world_.store(),
                                    [&](store::Transaction& transaction) {
                                      transaction.save(reference);
                                      return true;
                                    }),
              store::Committed::yes);
  }
  StoreLinks links() { return {world_.store(), clock_, system_, /*make_seconds=*/60}; }
  std::expected<void, std::string> save(StoreLinks& links, const std::string& there) {
    return links.save({.customer = customer_.uuid, .remote = there});
  }
  void missed() {
    reach::Comparison found;
    found.absent = {customer_.uuid};
    StoreLinks now = links();
    now.note(found, {});
  }
  SystemLink kept() { return *world_.store().read()->system_link(1, customer_.id); }

  testing::World world_;
  ManualClock clock_;
  OutsideSystem system_;
  const Record customer_ = world_.customer(10);
};

TEST_F(TwoNodes, OneWaitsWhileTheOtherMayMakeACustomer) {
  StoreLinks one = links();
  ASSERT_TRUE(save(one, ""));
  EXPECT_FALSE(one.all().at(customer_.uuid).may_be_made_now);
  EXPECT_TRUE(links().all().at(customer_.uuid).may_be_made_now);
  clock_.advance_seconds(61);
  EXPECT_FALSE(links().all().at(customer_.uuid).may_be_made_now);
}

TEST_F(TwoNodes, NobodyWaitsForACustomerThatWasRefused) {
  StoreLinks one = links();
  ASSERT_TRUE(save(one, ""));
  ASSERT_TRUE(one.save({.customer = customer_.uuid, .remote = {}, .was_refused = true}));
  EXPECT_FALSE(links().all().at(customer_.uuid).may_be_made_now);
  ASSERT_TRUE(save(one, "77")) << "and it is made in the end";
}

TEST_F(TwoNodes, ALinkThatWasReleasedAndClaimedIsNotReplaced) {
  StoreLinks one = links();
  ASSERT_TRUE(save(one, "7"));
  StoreLinks other = links();
  clock_.advance_seconds(1);
  SystemLink claimed = kept();
  claimed.there = "8";
  claimed.time = clock_.now();
  ASSERT_EQ(store::write_and_wait(world_.store(),
                                  [&](store::Transaction& transaction) {
                                    transaction.save(claimed);
                                    return true;
                                  }),
            store::Committed::yes);
  EXPECT_FALSE(save(other, "7"));
  EXPECT_EQ(kept().there, "8");
}

TEST_F(TwoNodes, WhatIsAgreedIsKeptForTheSameAccountOnly) {
  StoreLinks one = links();
  const auto describe = [&](Version version, const std::string& address) {
    OutsideSystem changed = system_;
    changed.address = address;
    Reference reference = to_reference(changed);
    reference.version = version;
    ASSERT_EQ(store::write_and_wait(world_.store(),
                                    [&](store::Transaction& transaction) {
                                      transaction.save(reference);
                                      return true;
                                    }),
              store::Committed::yes);
  };
  describe(2, system_.address);
  EXPECT_TRUE(save(one, "7")) << "a write that was under way would look like an edit otherwise";
  describe(3, "https://elsewhere.example/");
  EXPECT_FALSE(save(one, "8"));
}

TEST_F(TwoNodes, LooksAreCountedOnceInAWhile) {
  StoreLinks one = links();
  ASSERT_TRUE(save(one, "7"));
  missed();
  missed();
  EXPECT_EQ(kept().missed, 1);
  clock_.advance_seconds(StoreLinks::kLookSeconds);
  missed();
  EXPECT_EQ(kept().missed, 2);
}

}  // namespace
}  // namespace patchbay::app
