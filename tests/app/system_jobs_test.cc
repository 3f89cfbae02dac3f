// Jobs of outside systems whose store fails in the middle.
#include "app/systems/system_jobs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/failing_store.h"
#include "systems_world.h"

namespace patchbay::app {
namespace {

using ::testing::HasSubstr;

class NoObjections final : public core::Systems {
 public:
  [[nodiscard]] std::vector<Problem> objections_to(const OutsideSystem& /*of*/) const override {
    return {};
  }
  bool use(Job /*job*/, std::function<void(Result<core::Outcome>)> /*done*/) override {
    return false;
  }
};

// A vendor after whose change number `fails_at` the store of the record fails.
class FailingVendor final : public reach::Exchange {
 public:
  explicit FailingVendor(FailingStore& store) : store_(store) {}
  http::ClientReply exchange(http::ClientRequest request) override {
    http::ClientReply reply = vendor.exchange(std::move(request));
    if (fails_at > 0 && vendor.changes >= fails_at) store_.reads_fail = true;
    return reply;
  }
  void pause(int /*seconds*/) override {}

  Vendor vendor;
  int fails_at = 0;

 private:
  FailingStore& store_;
};

// A record and a vendor with the same customers.
class SystemJobs : public ::testing::Test {
 protected:
  SystemJobs() {
    system_.id = 1;
    system_.version = 1;
    system_.name = "Vendor";
    system_.dialect = "everlytic";
    system_.address = "http://vendor.example/";
    system_.plain_http = true;
    system_.username = "reseller";
    system_.below = 2;
    system_.match = {"name"};
    system_.fields = {{"name", "review"}};
    Reference reference = to_reference(system_);
    reference.owner = CustomerId{2};
    reference.version = 1;
    EXPECT_EQ(store::write_and_wait(*store_,
                                    [&](store::Transaction& transaction) {
                                      transaction.save(reference);
                                      return true;
                                    }),
              store::Committed::yes);
  }

  template <class Wanted, class What>
  Wanted done(What what) {
    const core::Systems::Job job{
        .system = system_, .principal = 0, .door = "native", .use = {.id = 1, .what = what}};
    auto outcome = run_system_job({.service = world_.service(),
                                   .store = *store_,
                                   .clock = world_.clock,
                                   .digest_key = std::string(32, 'd'),
                                   .exchange = vendor_},
                                  job, described(system_, Secret("password!")).value());
    EXPECT_TRUE(outcome) << outcome.error().sentence();
    return outcome ? std::get<Wanted>(*std::move(outcome)) : Wanted{};
  }
  core::ApplySystem planned() {
    const auto found = done<core::SystemComparison>(core::CompareSystem{.plans = true});
    core::ApplySystem out{.version = found.version, .changes = {}};
    for (const core::SystemFinding& each : found.findings) {
      core::PlannedSystemChange change{.customer = each.customer,
                                       .name = each.name,
                                       .there = each.there,
                                       .makes = each.makes,
                                       .writes = {},
                                       .conflicts = {}};
      for (const core::SystemWrite& write : each.writes)
        change.writes.push_back(
            {write.field, write.to_system, write.before_digest, write.after_digest});
      out.changes.push_back(std::move(change));
    }
    return out;
  }

  static core::ServiceOptions with(core::Systems& systems) {
    core::ServiceOptions out = testing::World::easy();
    out.systems = &systems;
    return out;
  }

  NoObjections systems_;
  FailingStore* store_ = new FailingStore;  // of the world
  testing::World world_{std::unique_ptr<store::Store>(store_), with(systems_)};
  FailingVendor vendor_{*store_};
  OutsideSystem system_;
};

TEST_F(SystemJobs, WhatWasWrittenIsToldIfTheStoreFails) {
  EXPECT_EQ(done<core::SystemApplied>(planned()).counts.count("linked"), 1U);
  for (const std::int64_t id : {10, 11, 12})
    edit(world_, world_.customer(id), "name", "New " + std::to_string(id), {.field = Field::name});
  const core::ApplySystem plan = planned();
  ASSERT_EQ(plan.changes.size(), 3U);
  vendor_.fails_at = vendor_.vendor.changes + 2;
  const auto applied = done<core::SystemApplied>(plan);
  ASSERT_FALSE(applied.items.empty());
  EXPECT_EQ(applied.items.front().result, "done");
  EXPECT_THAT(applied.stopped, HasSubstr("the store cannot be read or written now"));
  EXPECT_LT(applied.items.size(), 3U);

  vendor_.fails_at = 0;
  store_->reads_fail = false;
  const auto again = done<core::SystemApplied>(plan);
  EXPECT_EQ(again.stopped, "");
  EXPECT_EQ(again.items.size(), 3U);
  EXPECT_EQ(again.items.front().result, "already");
  EXPECT_EQ(planned().changes.size(), 0U);
}

}  // namespace
}  // namespace patchbay::app
