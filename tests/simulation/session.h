// One time between the opening and the end of a store: the tasks that use it, and what goes wrong
// meanwhile.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/call/call.h"
#include "simulation/deliverer.h"
#include "simulation/follower.h"
#include "simulation/history.h"
#include "simulation/rare_states.h"
#include "simulation/world.h"

namespace patchbay::simulation {

// A call that can be sent again.
struct Draft {
  std::string principal;
  core::Request request;
  core::RequiredPrivilege required_privilege{};
  core::CallOptions options{};
  bool may_wait = false;
};

// What outlives a session.
struct RunState {
  World& world;
  History history{};
  Reached reached{};
  std::vector<Draft> drafts{};             // of each operation
  std::optional<std::string> position{};   // of the follower of the feed
  std::size_t operations_max = 0;          // of the whole run
  std::optional<std::int64_t> unsealed{};  // the newest entry that an outage left unsealed
  std::unique_ptr<Vendor> vendor{};        // null: there is no outside system in this run
  std::unique_ptr<Receivers> receivers{};  // null: nothing is delivered in this run
};

class Session {
 public:
  explicit Session(RunState& run);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Opens the store, lets clients work until `operations_max` or an outage, and closes the store.
  // Nothing fails if `is_calm`.
  void run(std::size_t operations_max, bool is_calm);
  // Asks what became of operations that nobody knows about, follows the feed to its end, and
  // returns what the store holds. Nothing fails.
  [[nodiscard]] FinalState finish();

 private:
  struct Weather;

  // ---- session.cc
  void plan_weather();
  [[nodiscard]] bool fails(DiskCall call, bool is_log);
  void pause(DiskCall call, bool is_log, Disk::When when);
  void end_outage();
  [[nodiscard]] bool open();
  void look_at_opened();
  [[nodiscard]] bool is_over() const;
  [[nodiscard]] std::optional<Result<core::Outcome>> ask(const Draft& draft, const Uuid& request,
                                                         Send* send);
  void note_commit(const Result<core::Outcome>& outcome);
  void use(std::size_t client);
  void follow();
  bool follow_once();
  void read_long();
  void disturb();
  void start_deliveries(std::vector<std::unique_ptr<Threads::Thread>>& tasks);
  void start_following(std::vector<std::unique_ptr<Threads::Thread>>& tasks);
  void make_deliverer(std::size_t nodes);
  [[nodiscard]] std::optional<Result<core::Outcome>> ask_as_operator(core::Request request);

  // ---- operations.cc
  void act();
  void begin(Operation operation, Draft draft);
  void send(std::size_t number);
  void settle(Operation& operation, const Result<core::Outcome>& outcome, Tick answered);
  void settle(Item& item, const Fault& fault);
  void settle(Operation& operation, const core::Batch& batch, Tick answered);
  void note_made(Item& item, const Record& record, Tick answered);
  void read();
  bool retry();
  void look_up(std::size_t number);

  // ---- requests.cc
  void edit();
  void create();
  void remove_or_restore();
  void adjust();
  void undo();
  void bulk();
  void undo_bulk();
  void rename_plan();
  void move();
  [[nodiscard]] CustomerId any_customer();
  [[nodiscard]] Draft draft(core::Request request);
  [[nodiscard]] core::UpdateCustomer edits_of(Item& item, std::size_t operation);
  [[nodiscard]] core::CreateCustomer creation_of(Item& item, std::size_t operation,
                                                 std::size_t index);
  void add_key(Operation& operation, Draft& draft);
  [[nodiscard]] Operation operation() const;

  RunState& run_;
  World& world_;
  History& history_;
  Dice& dice_;
  const std::unique_ptr<Weather> weather_;
  std::mutex mutex_;  // never contended, because tasks share one thread
  const std::unique_ptr<Threads::Condition> changed_;
  std::size_t operations_end_ = 0;
  int in_commit_ = 0;                // tasks within a sync of the log
  int in_database_sync_ = 0;         // syncs of the database that are at work
  std::set<std::uint64_t> calling_;  // tasks within the service
  std::uint64_t commit_step_ = 0;    // of the tasks, at the last reply to a change
  bool is_opening_ = false;
  bool had_outage_ = false;
  bool is_ending_ = false;
  std::unique_ptr<Deliverer> deliverer_;
  std::unique_ptr<Follower> follower_;
  std::optional<std::size_t> twin_;       // an operation that another client shall send too
  std::map<std::size_t, int> under_way_;  // sends of each operation that have no reply yet
};

}  // namespace patchbay::simulation
