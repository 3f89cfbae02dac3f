// A system that is watched, through the jobs of the server: what is sent, and what is kept.
#include "app/systems/watched_system.h"

#include <gtest/gtest.h>

#include "app/systems/described.h"
#include "app/systems/system_jobs.h"
#include "systems_world.h"

namespace patchbay::app {
namespace {

using Kind = WatchNotice::Kind;

// Does each job at once.
class Jobs final : public core::Systems {
 public:
  std::vector<Problem> objections_to(const OutsideSystem&) const override { return {}; }
  bool use(Job job, std::function<void(Result<core::Outcome>)> done) override {
    if (refuses) return false;
    ++jobs;
    done(run_system_job({.service = world->service(),
                         .store = world->store(),
                         .clock = world->clock,
                         .digest_key = std::string(32, 'd'),
                         .exchange = *vendor},
                        job, described(job.system, Secret("password!")).value()));
    return true;
  }

  testing::World* world = nullptr;
  Vendor* vendor = nullptr;
  bool refuses = false;
  int jobs = 0;
};

core::ServiceOptions options_with(core::Systems& systems) {
  core::ServiceOptions out = testing::World::easy();
  out.systems = &systems;
  return out;
}

class WatchedSystems : public ::testing::Test {
 protected:
  static constexpr std::int64_t kSystem = 1;

  WatchedSystems() {
    jobs_.world = &world_;
    jobs_.vendor = &vendor_;
    system_.id = kSystem;
    system_.name = "Everlytic";
    system_.dialect = "everlytic";
    system_.address = "https://vendor.example/";
    system_.username = "reseller";
    system_.below = 2;
    system_.match = {"name"};
    system_.make = true;
    system_.fields = {{"name", "review"}, {"contacts/primary/email", "review"}};
    system_.secret = "sealed";
    system_.version = 1;
    system_.watch = true;
    keep();
  }

  void keep() {
    write([&](store::Transaction& transaction) { transaction.save(to_reference(system_)); });
  }
  void write(const std::function<void(store::Transaction&)>& what) {
    (void)store::write_and_wait(world_.store(), [&](store::Transaction& transaction) {
      what(transaction);
      return true;
    });
  }
  WatchedSystem watched(std::string node = "one", bool is_alone = true) {
    return WatchedSystem({.store = world_.store(),
                          .clock = world_.clock,
                          .systems = jobs_,
                          .node = std::move(node),
                          .is_alone = is_alone,
                          .is_ending = is_ending_,
                          .notice = [this](const WatchNotice& notice) {
                            notices_.push_back(notice.kind);
                            told_ = notice.what;
                          }});
  }
  Destination state() {
    return world_.store().read()->destination(OutsideSystem::destination(kSystem)).value();
  }
  void rename(std::int64_t customer, const std::string& name) {
    edit(world_, world_.customer(customer), "name", name, {.field = Field::name});
  }
  // Renames the customer of the system that is linked to this one.
  void rename_there(std::int64_t customer, const std::string& name) {
    const auto link = world_.store().read()->system_link(kSystem, CustomerId{customer}).value();
    edit(vendor_.world, vendor_.world.customer(std::stoll(link.there)), "name", name,
         {.field = Field::name});
  }
  // How the system calls the customer that is linked to this one.
  std::string there(std::int64_t customer) {
    const auto link = world_.store().read()->system_link(kSystem, CustomerId{customer});
    if (!link) return "no link";
    return vendor_.world.customer(std::stoll(link->there)).name();
  }
  void pass(std::int64_t seconds) { world_.clock.advance_seconds(seconds); }

  Jobs jobs_;
  testing::World world_{options_with(jobs_)};
  Vendor vendor_;
  OutsideSystem system_;
  std::atomic<bool> is_ending_ = false;
  std::vector<Kind> notices_;
  std::string told_;
};

TEST_F(WatchedSystems, BeginsWithAllAndThenSendsEachChangeOnce) {
  WatchedSystem one = watched();
  one.step(system_);
  EXPECT_EQ(there(10), world_.customer(10).name());
  EXPECT_EQ(there(12), world_.customer(12).name());
  const int changes = vendor_.changes;
  const int jobs = jobs_.jobs;
  one.step(system_);
  EXPECT_EQ(jobs_.jobs, jobs) << "nothing was changed";

  rename(10, "Named here");
  one.step(system_);
  EXPECT_EQ(there(10), "Named here");
  EXPECT_EQ(vendor_.changes, changes + 1);
  EXPECT_EQ(jobs_.jobs, jobs + 2) << "a plan and its apply";
  for (int i = 0; i < 3; ++i) one.step(system_);
  EXPECT_EQ(vendor_.changes, changes + 1);
  EXPECT_EQ(notices_, std::vector{Kind::applied}) << "at first nothing was to be written";
}

TEST_F(WatchedSystems, TakesWhatChangedThereWhenAllAreCompared) {
  WatchedSystem one = watched();
  one.step(system_);
  rename_there(10, "Named there");
  const int changes = vendor_.changes;
  pass(system_.watch_minutes * 60 - 1);
  one.step(system_);
  EXPECT_NE(world_.customer(10).name(), "Named there");
  pass(2);
  one.step(system_);
  EXPECT_EQ(world_.customer(10).name(), "Named there");
  // What was taken over comes by in the journal, and is recognised.
  one.step(system_);
  one.step(system_);
  EXPECT_EQ(vendor_.changes, changes);
}

TEST_F(WatchedSystems, ANewCustomerWaitsForTheNextComparison) {
  WatchedSystem one = watched();
  one.step(system_);
  pass(1);
  core::CreateCustomer create{.parent = CustomerId{2}};
  for (const auto& [name, value] :
       {std::pair("name", "Saab"), std::pair("contacts/primary/email", "a@saab.example")})
    create.edits.push_back(
        {.target = reach::target_of({}, name), .edit = Value(std::string(value)), .field = name});
  const auto made =
      world_.ask("owner", std::move(create), {.any_of = core::Privilege::administrator});
  ASSERT_TRUE(made) << made.error().sentence();
  const CustomerId saab = std::get<core::Receipt>(made.value()).view.record.id;
  one.step(system_);
  EXPECT_EQ(there(saab.value), "no link");
  pass(WatchedSystem::kRestSeconds);
  one.step(system_);
  EXPECT_EQ(there(saab.value), "Saab") << told_;
}

TEST_F(WatchedSystems, AFailureLosesNothingAndWaitsLongerEachTime) {
  WatchedSystem one = watched();
  one.step(system_);
  notices_.clear();
  vendor_.faults = [] { return Vendor::Cut::before; };
  rename(10, "Named here");
  one.step(system_);
  EXPECT_EQ(notices_, std::vector{Kind::failing});
  ASSERT_EQ(state().parked.size(), 1);
  EXPECT_EQ(state().failures, 1);
  const int requests = vendor_.requests;
  pass(WatchedSystem::kPauseSeconds - 1);
  one.step(system_);
  EXPECT_EQ(vendor_.requests, requests) << "it is left alone";
  pass(1);
  one.step(system_);
  EXPECT_GT(vendor_.requests, requests);
  EXPECT_EQ(state().failures, 2);
  vendor_.faults = {};
  pass(2 * WatchedSystem::kPauseSeconds);
  one.step(system_);
  EXPECT_EQ(there(10), "Named here");
  EXPECT_EQ(state().failures, 0);
  EXPECT_TRUE(state().parked.empty());
  EXPECT_EQ(notices_, (std::vector{Kind::failing, Kind::applied, Kind::working}));
}

TEST_F(WatchedSystems, APauseIsNoLongerWhenTheClockIsSetBack) {
  WatchedSystem one = watched();
  one.step(system_);
  vendor_.faults = [] { return Vendor::Cut::before; };
  rename(10, "Named here");
  one.step(system_);
  vendor_.faults = {};
  pass(-40 * 24 * 3600);
  one.step(system_);
  EXPECT_NE(there(10), "Named here") << "the pause still counts";
  pass(WatchedSystem::kPauseSeconds);
  one.step(system_);
  EXPECT_EQ(there(10), "Named here");
  // All are compared again in time too.
  pass(-40 * 24 * 3600);
  one.step(system_);
  rename_there(10, "Named there");
  pass(system_.watch_minutes * 60 + 1);
  one.step(system_);
  EXPECT_EQ(world_.customer(10).name(), "Named there");
}

TEST_F(WatchedSystems, AComparisonThatFailsHoldsUpNoChange) {
  WatchedSystem one = watched();
  one.step(system_);
  // Lists are refused from now on, customers are not.
  ++system_.version;
  keep();
  vendor_.fails = [&](const http::ClientRequest& sent) {
    return sent.url.target.substr(0, sent.url.target.find('?')).ends_with("customers");
  };
  one.step(system_);
  EXPECT_EQ(notices_.back(), Kind::failing);
  rename(10, "Named here");
  one.step(system_);
  EXPECT_EQ(there(10), "Named here");
  EXPECT_GT(state().failures, 0) << "the comparison still fails";
  vendor_.fails = {};
  pass(WatchedSystem::kPauseSecondsMax);
  one.step(system_);
  EXPECT_EQ(state().failures, 0);
}

TEST_F(WatchedSystems, AWebhookWithTheSameNumberKeepsItsDestination) {
  const Destination webhook{.id = kSystem, .position = {.entry = 7, .mark = "12345678"}};
  write([&](store::Transaction& transaction) { transaction.save(webhook); });
  WatchedSystem one = watched();
  one.step(system_);
  rename(10, "Named here");
  one.step(system_);
  one.give_back();
  EXPECT_EQ(world_.store().read()->destination(kSystem), webhook);
}

TEST_F(WatchedSystems, ACustomerThatCannotBeReadDoesNotHoldUpOthers) {
  WatchedSystem one = watched();
  one.step(system_);
  int count = 0;
  vendor_.faults = [&] {
    return ++count <= reach::RemoteSystem::kAttemptsMax ? Vendor::Cut::busy : Vendor::Cut::none;
  };
  rename(10, "First");
  rename(11, "Second");
  one.step(system_);
  EXPECT_NE(there(10), "First");
  EXPECT_EQ(there(11), "Second");
  ASSERT_EQ(state().parked.size(), 1);
  EXPECT_EQ(state().parked[0].customer, CustomerId{10});
  pass(7);
  one.step(system_);
  EXPECT_EQ(there(10), "First");
  EXPECT_TRUE(state().parked.empty());
}

TEST_F(WatchedSystems, OneNodeFollowsAndAnotherTakesOver) {
  WatchedSystem one = watched("one", false);
  WatchedSystem two = watched("two", false);
  one.step(system_);
  EXPECT_EQ(state().holder, "one");
  const int jobs = jobs_.jobs;
  two.step(system_);
  EXPECT_EQ(jobs_.jobs, jobs);
  // The first one is seen no more.
  pass(11);
  two.step(system_);
  EXPECT_EQ(state().holder, "two");
  EXPECT_EQ(notices_.back(), Kind::taken_over);
  // It comes back, and knows that it has lost the lease.
  rename(10, "Named here");
  const int before = jobs_.jobs;
  one.step(system_);
  EXPECT_EQ(jobs_.jobs, before);
  two.step(system_);
  EXPECT_EQ(there(10), "Named here");
  two.give_back();
  one.step(system_);
  EXPECT_EQ(state().holder, "one");
}

TEST_F(WatchedSystems, ALeaseStandsWhenTheClockIsSetBack) {
  WatchedSystem one = watched("one", false);
  WatchedSystem two = watched("two", false);
  const auto both = [&](int times) {
    for (int i = 0; i < times; ++i) {
      one.step(system_);
      two.step(system_);
      pass(1);
    }
  };
  both(5);
  pass(-3600);
  both(20);
  EXPECT_EQ(state().holder, "one") << "a node that lives keeps its lease";
  pass(-3600);
  for (int i = 0; i < 12; ++i) {
    two.step(system_);
    pass(1);
  }
  EXPECT_EQ(state().holder, "two") << "one that is gone is not waited for longer";
}

TEST_F(WatchedSystems, AnotherDescriptionIsComparedAtOnce) {
  WatchedSystem one = watched();
  one.step(system_);
  vendor_.faults = [] { return Vendor::Cut::before; };
  rename(10, "Named here");
  one.step(system_);
  vendor_.faults = {};
  ++system_.version;
  keep();
  one.step(system_);
  EXPECT_EQ(there(10), "Named here") << "the pause is over";
}

TEST_F(WatchedSystems, ADeletedSystemIsFollowedNoMore) {
  WatchedSystem one = watched();
  one.step(system_);
  system_.deleted = true;
  ++system_.version;
  keep();
  write([](store::Transaction& transaction) {
    transaction.remove_destination(OutsideSystem::destination(kSystem));
  });
  const int jobs = jobs_.jobs;
  rename(10, "Named here");
  one.step(system_);
  EXPECT_EQ(jobs_.jobs, jobs);
  EXPECT_FALSE(world_.store().read()->destination(OutsideSystem::destination(kSystem)));
}

}  // namespace
}  // namespace patchbay::app
