// Jobs run as tasks, as the server runs them on threads.
#include "simulation/follower.h"

#include <algorithm>

#include "app/systems/described.h"
#include "app/systems/system_jobs.h"
#include "simulation/base.h"

namespace patchbay::simulation {
namespace {

constexpr std::string_view kBroughtHere = "kept in step with ";
const std::string kDigestKey(32, 'd');
constexpr int kRounds = 10;
constexpr std::int64_t kRoundSeconds = 700;

}  // namespace

class Follower::Jobs final : public core::Systems {
 public:
  Jobs(World& world, Vendor& vendor) : world_(world), vendor_(vendor) {}

  [[nodiscard]] std::vector<Problem> objections_to(const OutsideSystem&) const override {
    return {};
  }
  bool use(Job job, std::function<void(Result<core::Outcome>)> done) override {
    finish(/*ended_only=*/true);
    auto has_ended = std::make_shared<bool>(false);
    tasks_.emplace_back(
        world_.scheduler.start([this, job = std::move(job), done = std::move(done), has_ended] {
          done(carry_out(job));
          *has_ended = true;
        }),
        has_ended);
    return true;
  }
  void finish(bool ended_only) {
    std::erase_if(tasks_, [&](const auto& each) {
      if (ended_only && !*each.second) return false;
      each.first->join();
      return true;
    });
  }

 private:
  Result<core::Outcome> carry_out(const Job& job) {
    try {
      return app::run_system_job({.service = *world_.service,
                                  .store = *world_.store,
                                  .clock = world_.clock,
                                  .digest_key = kDigestKey,
                                  .exchange = vendor_,
                                  .threads = world_.scheduler},
                                 job, app::described(job.system, Secret("secret")).value());
    } catch (const std::exception&) {
      return std::unexpected(
          Fault(ErrorKind::unavailable, "the store cannot be read or written now: try again"));
    }
  }

  World& world_;
  Vendor& vendor_;
  std::vector<std::pair<std::unique_ptr<Threads::Thread>, std::shared_ptr<bool>>> tasks_;
};

Follower::Follower(World& world, Vendor& vendor)
    : world_(world),
      vendor_(vendor),
      jobs_(std::make_unique<Jobs>(world, vendor)),
      system_(outside_system()),
      watched_({.store = *world.store,
                .clock = world.clock,
                .systems = *jobs_,
                .node = Uuid::make(world.dice).text(),
                .is_alone = true,
                .is_ending = is_ending_,
                .notice = {},
                .threads = world.scheduler}) {}

Follower::~Follower() = default;

void Follower::step() {
  try {
    (void)watched_.step(system_);
  } catch (const std::exception&) {
    // The server tries again, too.
  }
}

void Follower::run(const std::function<bool()>& is_over) {
  while (!is_over()) {
    step();
    world_.scheduler.sleep_us(world_.dice.between(10'000, 100'000));
  }
  if (world_.disk.is_out()) return;
  is_ending_ = true;
  watched_.give_back();
}

void Follower::work_there(const std::function<bool()>& is_over) {
  while (!is_over()) {
    world_.scheduler.sleep_us(world_.dice.between(10'000, 200'000));
    if (!is_over() && world_.dice.one_in(2)) vendor_.edit();
  }
}

void Follower::finish() { jobs_->finish(/*ended_only=*/false); }

void Follower::bring_to_rest() {
  vendor_.mend();
  for (int round = 0; round < kRounds; ++round) {
    step();
    world_.clock.set_by_seconds(kRoundSeconds);
  }
  finish();
}

namespace {

class SystemJudgement {
 public:
  SystemJudgement(World& world, const Vendor& vendor, const FinalState& end, Reached& reached)
      : world_(world), vendor_(vendor), end_(end), reached_(reached) {}

  std::vector<std::string> run() {
    check_made_once();
    const auto reader = world_.store->read();
    for (const SystemLink& each : reader->system_links(kSystem, {}, /*open_only=*/false, 1000))
      if (!each.there.empty()) check_pair(each);
    check_written_here();
    return std::move(faults_);
  }

 private:
  void check_made_once() {
    std::map<std::string, int> emails;
    for (const auto& [id, customer] : vendor_.customers())
      if (++emails[customer.at("email")] == 2)
        faults_.push_back("the system has two customers with the e-mail " + customer.at("email"));
  }

  void check_pair(const SystemLink& link) {
    const std::int64_t id = std::stoll(link.there);
    const auto there = vendor_.customers().find(id);
    const auto here = end_.records.find(link.customer);
    const std::string who =
        "customer " + std::to_string(link.customer.value) + ", " + link.there + " in the system: ";
    if (there == vendor_.customers().end() || here == end_.records.end())
      return faults_.push_back(who + "one of the two does not exist");
    if (vendor_.made_unheard().contains(id)) reached_.note(Rare::made_unheard);
    bool is_open = false;
    for (const OpenField& each : link.open) {
      is_open = is_open || each.name == "name";
      if (each.kind == "conflict") reached_.note(Rare::edited_on_both_sides);
    }
    is_open = is_open || is_altered(link, here->second.name(), there->second.at("name"));
    if (!is_open && !here->second.deleted() && here->second.name() != there->second.at("name"))
      faults_.push_back(who + "it is called " + here->second.name() + " here and " +
                        there->second.at("name") + " there, and that is not listed");
    check_writes(link, id, who);
  }

  // Whether drift lists the name as one that the system keeps in another form. So it does with what
  // somebody wrote there between a write and the look that follows it.
  static bool is_altered(const SystemLink& link, const std::string& here,
                         const std::string& there) {
    return std::ranges::any_of(link.agreed, [&](const AgreedField& each) {
      return each.name == "name" && each.ours == reach::digest(Value(here), kDigestKey) &&
             each.theirs == reach::digest(Value(there), kDigestKey);
    });
  }

  // Whether the entry changed a name or a contact here, and not because that was done there.
  static bool is_kept_in_step(const Entry& entry) {
    const bool is_change = std::ranges::any_of(entry.differences, [](const Difference& each) {
      return each.path.field == Field::name || each.path.part != Uuid{};
    });
    return is_change && entry.by.reason != "base" && !entry.by.reason.starts_with(kBroughtHere);
  }

  // One change here makes one change there at most; and the first one makes the customer.
  void check_writes(const SystemLink& link, std::int64_t id, const std::string& who) {
    std::size_t changes = 1;
    for (const FeedEntry& each : end_.entries)
      if (each.entry.customer == link.customer && is_kept_in_step(each.entry)) ++changes;
    const auto writes = vendor_.writes().find(id);
    if (writes != vendor_.writes().end() && writes->second > changes)
      faults_.push_back(who + "it was written " + std::to_string(writes->second) +
                        " times there, after " + std::to_string(changes) + " changes here");
  }

  // Only what somebody gave a customer there comes here.
  void check_written_here() {
    for (const FeedEntry& each : end_.entries) {
      if (!each.entry.by.reason.starts_with(kBroughtHere)) continue;
      for (const Difference& difference : each.entry.differences) {
        const auto* name =
            difference.after ? std::get_if<std::string>(&*difference.after) : nullptr;
        if (difference.path.field != Field::name || !name) continue;
        reached_.note(Rare::brought_here);
        if (!vendor_.own_names().contains(*name))
          faults_.push_back("customer " + std::to_string(each.entry.customer.value) + " version " +
                            std::to_string(each.entry.version) + " brought the name " + *name +
                            ", which it was never given there");
      }
    }
  }

  World& world_;
  const Vendor& vendor_;
  const FinalState& end_;
  Reached& reached_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> judge(World& world, const Vendor& vendor, const FinalState& end,
                               Reached& reached) try {
  return SystemJudgement(world, vendor, end, reached).run();
} catch (const store::Unavailable& error) {
  return {std::string("links cannot be read: ") + error.what()};
}

}  // namespace patchbay::simulation
