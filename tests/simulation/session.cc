// Runs the tasks of a session, and decides what fails when.
#include "simulation/session.h"

#include <algorithm>
#include <iterator>

#include "core/call/privilege.h"
#include "store/audit_sealer.h"

namespace patchbay::simulation {
namespace {

constexpr std::size_t kClients = 4;
constexpr std::int64_t kDay = 86'400;

}  // namespace

// What goes wrong in a session, by the number of the call that fails. 0: none.
struct Session::Weather {
  Outage outage = Outage::kill;
  std::uint64_t outage_at = 0;  // of writes and syncs
  std::uint64_t sync_at = 0;
  std::uint64_t write_at = 0;
  std::uint64_t read_at = 0;
  std::uint64_t full_from = 0;   // of writes
  std::uint64_t full_until = 0;  // of writes that were tried
  bool dies_of_sync = false;     // the outage comes soon after a sync that fails
  bool is_calm = false;

  std::uint64_t events = 0;
  std::uint64_t syncs = 0;
  std::uint64_t writes = 0;
  std::uint64_t reads = 0;
  bool had_failure = false;
};

Session::Session(RunState& run)
    : run_(run),
      world_(run.world),
      history_(run.history),
      dice_(run.world.dice),
      weather_(std::make_unique<Weather>()),
      changed_(run.world.scheduler.condition()) {
  world_.disk.fault = [this](DiskCall call, bool is_log) { return fails(call, is_log); };
  world_.disk.pause = [this](DiskCall call, bool is_log, Disk::When when) {
    pause(call, is_log, when);
  };
  world_.disk.sleep = [this](int us) {
    if (world_.disk.is_out()) return;
    run_.reached.note(Rare::reader_in_checkpoint);
    world_.scheduler.sleep_us(us);
  };
}

Session::~Session() {
  world_.disk.fault = {};
  world_.disk.pause = {};
  world_.disk.sleep = {};
}

void Session::plan_weather() {
  Weather& weather = *weather_;
  if (weather.is_calm) return;
  weather.outage = dice_.one_in(2) ? Outage::power : Outage::kill;
  if (!dice_.one_in(6)) weather.outage_at = dice_.below(dice_.one_in(6) ? 12 : 250) + 1;
  // The first calls make a new log.
  if (dice_.one_in(12)) weather.outage_at = dice_.below(2) + 1;
  if (dice_.one_in(4)) weather.sync_at = dice_.below(40) + 1;
  weather.dies_of_sync = dice_.one_in(3);
  if (dice_.one_in(8)) weather.write_at = dice_.below(150) + 1;
  if (dice_.one_in(8)) weather.read_at = dice_.below(120) + 1;
  if (dice_.one_in(5)) {
    weather.full_from = dice_.below(100) + 1;
    weather.full_until = weather.full_from + dice_.below(20) + 1;
  }
}

bool Session::fails(DiskCall call, bool) {
  Weather& weather = *weather_;
  if (weather.is_calm) return false;
  const auto fail = [&](Rare state) {
    run_.reached.note(state);
    weather.had_failure = true;
    return true;
  };
  if (call == DiskCall::sync && ++weather.syncs == weather.sync_at) {
    if (weather.dies_of_sync) weather.outage_at = weather.events + dice_.below(4) + 1;
    return fail(Rare::failed_sync);
  }
  if (call == DiskCall::read && ++weather.reads == weather.read_at) return fail(Rare::failed_read);
  if (call != DiskCall::write) return false;
  ++weather.writes;
  const bool is_full = weather.writes >= weather.full_from && weather.writes < weather.full_until;
  world_.disk.bytes_max = is_full ? 0 : INT64_MAX;
  return weather.writes == weather.write_at && fail(Rare::failed_write);
}

void Session::pause(DiskCall call, bool is_log, Disk::When when) {
  Weather& weather = *weather_;
  if (++weather.events == weather.outage_at) {
    world_.trace.event("outage", static_cast<std::uint64_t>(weather.outage));
    world_.disk.go_out(weather.outage);
    had_outage_ = true;
    run_.reached.note(weather.outage == Outage::kill ? Rare::killed : Rare::power_cut);
    if (in_database_sync_ > 0) run_.reached.note(Rare::cut_while_synced);
    if (is_opening_)
      run_.reached.note(Rare::cut_in_opening);
    else if (!is_log)
      run_.reached.note(Rare::cut_in_checkpoint);
    changed_->notify_all();
    return;
  }
  if (is_opening_ || is_ending_) return;
  if (call == DiskCall::write && !dice_.one_in(8)) return;
  const bool is_commit = is_log && call == DiskCall::sync && when == Disk::When::before;
  if (is_commit && calling_.contains(world_.scheduler.number()))
    run_.reached.note(Rare::written_here);
  const bool is_behind = !is_log && call == DiskCall::sync && when == Disk::When::before;
  if (is_commit && in_database_sync_ > 0) run_.reached.note(Rare::written_while_synced);
  if (is_commit) ++in_commit_;
  if (is_behind) ++in_database_sync_;
  // The database takes longer to sync than the log.
  for (std::uint64_t turns = is_behind ? dice_.below(40) : 0; turns > 0; --turns)
    world_.scheduler.yield();
  world_.scheduler.yield();
  if (is_commit) --in_commit_;
  if (is_behind) --in_database_sync_;
}

bool Session::open() {
  is_opening_ = true;
  auto refused = world_.open();
  is_opening_ = false;
  if (!refused) return true;
  if (!had_outage_ && !weather_->had_failure && world_.disk.bytes_max == INT64_MAX)
    history_.faults.push_back("the store cannot be opened: " + *refused);
  return false;
}

void Session::look_at_opened() try {
  const auto reader = world_.store->read();
  FeedQuery query{.below = kRoot};
  query.after = std::nullopt;
  const std::int64_t newest = reader->feed(query).next.entry;
  history_.heads[history_.era] = newest;
  const std::int64_t sealed = store::newest_seal(*reader, std::string(32, 'i')).entry;
  if (run_.unsealed && sealed >= *run_.unsealed) run_.reached.note(Rare::sealed_after_outage);
  run_.unsealed.reset();
  if (history_.era > 1 && sealed < newest) run_.unsealed = newest;
} catch (const store::Unavailable&) {
  // The outage came first.
}

bool Session::is_over() const {
  return world_.disk.is_out() || history_.operations.size() >= operations_end_;
}

void Session::run(std::size_t operations_max, bool is_calm) {
  ++history_.era;
  operations_end_ = std::min(history_.operations.size() + operations_max, run_.operations_max);
  weather_->is_calm = is_calm;
  plan_weather();
  const std::uint64_t log_starts = world_.disk.log_starts;
  if (open()) {
    look_at_opened();
    std::vector<std::unique_ptr<Threads::Thread>> tasks;
    for (std::size_t i = 0; i < kClients; ++i)
      tasks.push_back(world_.scheduler.start([this, i] { use(i); }));
    tasks.push_back(world_.scheduler.start([this] { follow(); }));
    // Four are one more than may read at once.
    for (int i = dice_.one_in(4) ? 4 : 1; i > 0; --i)
      tasks.push_back(world_.scheduler.start([this] { read_long(); }));
    tasks.push_back(world_.scheduler.start([this] { disturb(); }));
    start_deliveries(tasks);
    start_following(tasks);
    for (const auto& each : tasks) each->join();
    if (follower_) follower_->finish();
    if (!world_.disk.is_out()) {
      run_.reached.note(Rare::clean_stop);
      if (deliverer_) deliverer_->finish();
    }
    if (world_.disk.log_starts > log_starts + 1) run_.reached.note(Rare::log_restarted);
  }
  // A stop may be cut off too.
  is_ending_ = true;
  world_.close();
  deliverer_.reset();
  follower_.reset();
  end_outage();
}

void Session::end_outage() {
  world_.disk.bytes_max = INT64_MAX;
  if (!world_.disk.is_out()) return;
  const Disk::Losses lost = world_.disk.recover();
  if (lost.torn_write) run_.reached.note(Rare::torn_write);
  if (lost.lost_log) run_.reached.note(Rare::lost_log);
  if (weather_->outage == Outage::kill && dice_.one_in(3)) {
    // The power goes before the next process begins.
    world_.disk.go_out(Outage::power);
    if (world_.disk.recover().lost_anything) run_.reached.note(Rare::cut_after_kill);
  }
}

// Sends a call and waits for its reply; nothing if an outage comes first.
std::optional<Result<core::Outcome>> Session::ask(const Draft& draft, const Uuid& request,
                                                  Send* send) {
  struct Reply {
    std::optional<Result<core::Outcome>> outcome;
    Tick answered = 0;
  };
  const auto reply = std::make_shared<Reply>();
  core::Call call{.id = request,
                  .caller = caller(draft.principal),
                  .required_privilege = draft.required_privilege,
                  .request = draft.request,
                  .options = draft.options};
  call.may_wait = draft.may_wait;
  const Tick sent = history_.tick();
  if (send) send->sent = sent;
  const std::uint64_t task = world_.scheduler.number();
  calling_.insert(task);
  world_.service->handle(std::move(call), [this, reply](Result<core::Outcome> outcome) {
    if (world_.disk.is_out()) return;
    reply->outcome = std::move(outcome);
    reply->answered = history_.tick();
    note_commit(*reply->outcome);
    changed_->notify_all();
  });
  calling_.erase(task);
  if (send) send->planned = reply->outcome ? sent : history_.tick();
  std::unique_lock lock(mutex_);
  changed_->wait(lock, [&] { return reply->outcome || world_.disk.is_out(); });
  lock.unlock();
  if (!reply->outcome) return std::nullopt;
  if (send) send->answered = reply->answered;
  world_.trace.text(*reply->outcome ? "done" : reply->outcome->error().sentence());
  return std::move(reply->outcome);
}

// Replies in one step of the tasks come after one commit.
void Session::note_commit(const Result<core::Outcome>& outcome) {
  const auto* receipt = outcome ? std::get_if<core::Receipt>(&*outcome) : nullptr;
  if (!receipt || !receipt->changed || receipt->rehearsed) return;
  const std::uint64_t step = world_.scheduler.step();
  if (step == commit_step_) run_.reached.note(Rare::committed_together);
  commit_step_ = step;
  if (weather_->had_failure) run_.reached.note(Rare::went_on_after_fault);
}

void Session::use(std::size_t client) {
  const std::size_t before = history_.operations.size();
  for (std::size_t i = 0; client == 0 && i < before && !is_over(); ++i) look_up(i);
  while (!is_over()) {
    act();
    if (dice_.one_in(3)) world_.scheduler.sleep_us(dice_.between(100, 30'000));
  }
}

bool Session::follow_once() {
  core::ListChanges changes{.below = kRoot, .query = {}};
  changes.query.limit = static_cast<std::size_t>(dice_.between(2, 60));
  changes.after = run_.position;
  const auto outcome =
      ask({.principal = "owner", .request = std::move(changes)}, Uuid::make(dice_), nullptr);
  if (!outcome || !*outcome) return false;
  auto page = std::get<FeedPage>(**outcome);
  if (page.lost) history_.faults.emplace_back("the feed no longer knows a position that it gave");
  if (world_.planted == Planted::gap_in_feed && page.entries.size() > 1 && dice_.one_in(10))
    page.entries.erase(page.entries.begin());
  if (world_.planted == Planted::swap_in_feed && page.entries.size() > 1 && dice_.one_in(10))
    std::swap(page.entries[0], page.entries[1]);
  for (FeedEntry& each : page.entries) history_.followed.push_back(std::move(each));
  run_.position = page.sealed_position;
  return page.more;
}

void Session::follow() {
  while (!is_over()) {
    if (!follow_once()) world_.scheduler.sleep_us(dice_.between(1'000, 60'000));
  }
}

// A transaction that stays open for a while sees the same all the time.
void Session::read_long() {
  while (!is_over()) {
    world_.scheduler.sleep_us(dice_.between(1'000, 100'000));
    if (is_over()) return;
    try {
      const CustomerId customer = any_customer();
      const auto reader = world_.store->read();
      const auto first = reader->customer(customer);
      world_.scheduler.sleep_us(dice_.between(100, 200'000));
      if (world_.disk.is_out()) return;
      if (reader->customer(customer) != first)
        history_.faults.emplace_back("a snapshot has changed");
    } catch (const store::Unavailable& error) {
      if (std::string_view(error.what()) == "too many are reading")
        run_.reached.note(Rare::refused_reader);
    }
  }
}

// Sets the clock, and has old rows removed.
void Session::disturb() {
  while (!is_over()) {
    world_.scheduler.sleep_us(dice_.between(10'000, 150'000));
    if (is_over()) return;
    if (dice_.one_in(3)) world_.clock.set_by_seconds(dice_.between(-300, 300));
    if (dice_.one_in(6)) world_.clock.set_by_seconds(dice_.between(1, 5) * kDay);
    if (dice_.one_in(2)) world_.service->sweep();
  }
}

void Session::make_deliverer(std::size_t nodes) {
  if (!run_.receivers) return;
  deliverer_ = std::make_unique<Deliverer>(world_, history_, *run_.receivers, run_.reached, nodes);
  try {
    deliverer_->look(/*is_opened=*/true);
  } catch (const store::Unavailable&) {
    // The outage came first.
  }
}

void Session::start_deliveries(std::vector<std::unique_ptr<Threads::Thread>>& tasks) {
  if (!run_.receivers) return;
  const std::size_t nodes = dice_.one_in(3) ? 1 : 2;
  make_deliverer(nodes);
  const auto is_over = [this] { return this->is_over(); };
  for (std::size_t i = 0; i < nodes; ++i)
    tasks.push_back(world_.scheduler.start([=, this] { deliverer_->run(i, is_over); }));
  tasks.push_back(world_.scheduler.start([=, this] { deliverer_->carry(is_over); }));
  tasks.push_back(world_.scheduler.start([=, this] {
    deliverer_->operate(is_over,
                        [this](core::Request request) { return ask_as_operator(request); });
  }));
}

void Session::start_following(std::vector<std::unique_ptr<Threads::Thread>>& tasks) {
  if (!run_.vendor) return;
  follower_ = std::make_unique<Follower>(world_, *run_.vendor);
  const auto is_over = [this] { return this->is_over(); };
  tasks.push_back(world_.scheduler.start([=, this] { follower_->run(is_over); }));
  tasks.push_back(world_.scheduler.start([=, this] { follower_->work_there(is_over); }));
}

std::optional<Result<core::Outcome>> Session::ask_as_operator(core::Request request) {
  return ask({.principal = "owner",
              .request = std::move(request),
              .required_privilege = {.any_of = core::Privilege::administrator}},
             Uuid::make(dice_), nullptr);
}

FinalState Session::finish() {
  ++history_.era;
  weather_->is_calm = true;
  operations_end_ = SIZE_MAX;
  if (!open()) return {};
  look_at_opened();
  for (std::size_t i = 0; i < history_.operations.size(); ++i) look_up(i);
  if (run_.vendor) Follower(world_, *run_.vendor).bring_to_rest();
  while (follow_once()) {
  }
  make_deliverer(1);
  if (deliverer_ && !deliverer_->bring_to_rest(
                        [this](core::Request request) { return ask_as_operator(request); }))
    history_.faults.emplace_back("deliveries do not come to rest");
  FinalState out = world_.read_all();
  if (run_.vendor)
    std::ranges::move(judge(world_, *run_.vendor, out, run_.reached),
                      std::back_inserter(history_.faults));
  is_ending_ = true;
  world_.close();
  return out;
}

}  // namespace patchbay::simulation
