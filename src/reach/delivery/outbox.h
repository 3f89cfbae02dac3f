// What is sent next to one destination. Pure decisions: given what is in the journal, the time and
// the results, it says what to send and what to keep.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "reach/delivery/retry.h"
#include "record/admin/destination.h"

namespace patchbay::reach {

// One change to be sent.
struct Sending {
  std::int64_t entry = 0;
  CustomerId customer;
  Version version = 0;
  std::int64_t attempt = 1;
  std::shared_ptr<const FeedEntry> change;  // null: it is to be read from history
};

// Changes of one customer are sent in order, one after another; those of others beside them. A
// change that fails is parked, so that the position goes on. A `now` before an earlier one says
// that the clock was set back: what waits then waits no longer than it was to. Threads: one at a
// time.
class Outbox {
 public:
  // Changes that are read ahead, and attempts under way at the same time.
  static constexpr std::size_t kWindow = 1000;
  static constexpr std::size_t kAtOnce = 32;

  // Goes on where `kept` ended. What was under way then is sent again.
  explicit Outbox(Destination kept);
  // Whether each customer has a separate address. Then one that fails says nothing of the
  // others: it pauses and stops none of them, and is given up after kOwnAttemptsMax attempts.
  void set_own_addresses(bool has_own) { has_own_addresses_ = has_own; }

  // ---- reading the journal
  // Whether a page may be read after read_position().
  [[nodiscard]] bool wants_more(Instant now);
  [[nodiscard]] const FeedPosition& read_position() const { return read_; }
  // Adds the changes of a page that the destination wants, and where the page ended.
  void add(std::vector<FeedEntry> wanted, const FeedPosition& next);

  // ---- sending
  // The next change to send now, which is then under way; nothing if none is due.
  [[nodiscard]] std::optional<Sending> next(Instant now);
  // Records how an attempt that next() gave ended. `time` is when it began. Returns whether the
  // change is given up.
  bool finish(const Sending& sent, const AttemptResult& result, Instant time, Instant now,
              const Uuid& request, Random& random);
  // Takes back what next() gave, without an attempt: it stays due.
  void put_back(const Sending& sent);
  // Drops a change without an attempt, because the destination may not know of it any more.
  void drop(const Sending& sent);
  // When something is due, if nothing else happens.
  [[nodiscard]] std::optional<Instant> due() const;
  [[nodiscard]] bool is_stopped() const { return !kept_.stopped.empty(); }
  [[nodiscard]] std::size_t under_way() const { return under_way_; }
  // Parked changes that are tried again.
  [[nodiscard]] std::size_t waiting() const { return waiting_; }

  // ---- keeping
  [[nodiscard]] bool has_changes() const { return is_changed_; }
  // The state could not be kept, and is to be kept again.
  void touch() { is_changed_ = true; }
  // The state to keep, and the attempts since the last call.
  [[nodiscard]] Destination take_state();
  [[nodiscard]] std::vector<DeliveryAttempt> take_attempts();
  [[nodiscard]] const Destination& kept() const { return kept_; }

 private:
  struct Item {
    CustomerId customer;
    Version version = 0;
    std::int64_t attempts = 0;
    Instant due;
    std::shared_ptr<const FeedEntry> change;
    bool is_parked = false;
    bool is_under_way = false;
    std::string dead{};
  };
  using Items = std::map<std::int64_t, Item>;

  bool has_own_addresses_ = false;

  // Mends what waits, if the clock was set back.
  void look_at_clock(Instant now);
  void insert(std::int64_t entry, Item item);
  // For addresses of customers.
  void make_room();
  void give_up_behind(CustomerId customer, const std::string& why);
  void give_up(std::int64_t entry, CustomerId customer, std::string why);
  // What a failure means for all that goes to the destination.
  void count_failure(Item& item, Verdict verdict, const AttemptResult& result, Instant time,
                     Instant now, Random& random);
  void make_ready(CustomerId customer);
  void leave_queue(std::int64_t entry, const Item& item);
  void forget(Items::iterator item);
  void park(std::int64_t entry, Item& item);
  // Parks what waits behind a parked change of the same customer.
  void park_behind(CustomerId customer);
  void bury(std::int64_t entry, Item& item, std::string why);
  void advance();

  WaitGuard guard_;
  Destination kept_;  // without `parked`, which is in `items_`
  FeedPosition read_;
  Items items_;                     // by entry
  std::deque<FeedPosition> order_;  // of what was read after the position of `kept_`
  std::set<std::int64_t> open_;     // of these, what is neither finished nor parked
  std::map<CustomerId, std::set<std::int64_t>> queues_;  // of each customer, without dead ones
  std::set<std::pair<Instant, std::int64_t>> ready_;     // heads of queues that are not under way
  std::set<std::int64_t> dead_;
  std::size_t waiting_ = 0;  // parked and not dead
  std::size_t under_way_ = 0;
  std::vector<DeliveryAttempt> attempts_;
  bool is_changed_ = false;
};

}  // namespace patchbay::reach
