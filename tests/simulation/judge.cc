// Looks up the operation of each entry, and the entry of each change that was told.
#include "simulation/judge.h"

#include <algorithm>
#include <charconv>
#include <climits>
#include <limits>
#include <set>

#include "record/history/chain.h"

namespace patchbay::simulation {
namespace {

constexpr std::size_t kFaultsMax = 20;
constexpr std::string_view kReason = "op ";

// The record at one version, and the paths whose values history no longer holds.
struct State {
  Values values;
  std::set<Path> erased;
};

// An entry, and the change of an operation that made it; null for one of the base.
struct Made {
  const FeedEntry* entry = nullptr;
  const Operation* operation = nullptr;
  const Item* item = nullptr;
};

std::string name_of(const Entry& entry) {
  return "customer " + std::to_string(entry.customer.value) + " version " +
         std::to_string(entry.version);
}
std::string name_of(const Operation& operation) { return "op " + std::to_string(operation.number); }

Tick end_of(const Item& item) {
  return item.acknowledged == 0 ? std::numeric_limits<Tick>::max() : item.acknowledged;
}

class Judgement {
 public:
  Judgement(const History& history, const FinalState& end, Reached& reached)
      : history_(history), end_(end), reached_(reached), faults_(history.faults) {}

  std::vector<std::string> run() {
    if (end_.wrong) fault("verify: " + *end_.wrong);
    for (const FeedEntry& each : end_.entries) visit(each);
    for (const auto& [customer, record] : end_.records) check_record(customer, record);
    for (const Operation& each : history_.operations) check_operation(each);
    check_order();
    check_feed();
    for (const Seen& each : history_.seen) check_seen(each);
    return std::move(faults_);
  }

 private:
  void fault(std::string what) {
    if (faults_.size() < kFaultsMax) faults_.push_back(std::move(what));
  }

  // ---- entries
  void visit(const FeedEntry& feed_entry) {
    const Entry& entry = feed_entry.entry;
    if (feed_entry.position.entry <= last_number_) fault(name_of(entry) + " is out of order");
    last_number_ = feed_entry.position.entry;
    auto& states = states_[entry.customer];
    if (entry.version != static_cast<Version>(states.size()) + 1)
      fault(name_of(entry) + " follows version " + std::to_string(states.size()));
    states.push_back(fold(entry, states.empty() ? State{} : states.back()));
    Made made{.entry = &feed_entry};
    if (const auto number = operation_of(entry.by.reason)) {
      made.operation = &history_.operations.at(*number);
      made.item = item_of(*made.operation, entry);
      check_made(made);
    }
    auto& chain = made_[entry.customer];
    if (!chain.empty() && chain.back().operation && made.operation)
      look_at_pair(chain.back(), made);
    if (!chain.empty() && entry.by.time < chain.back().entry->entry.by.time)
      reached_.note(Rare::clock_back);
    chain.push_back(made);
    order_.push_back(made);
  }

  State fold(const Entry& entry, State state) {
    for (const Difference& each : entry.differences) {
      const Erased gone = erased(each);
      if (gone.before || gone.after) reached_.note(Rare::values_erased);
      const Value* now = state.values.find(each.path);
      const bool same = each.before ? now && *now == *each.before : now == nullptr;
      if (!gone.before && !state.erased.contains(each.path) && !same)
        fault(name_of(entry) + " begins with another " + text(each.path) +
              " than the version before it ended with");
      state.erased.erase(each.path);
      if (gone.after) state.erased.insert(each.path);
      if (each.after)
        state.values.set(each.path, *each.after);
      else
        state.values.clear(each.path);
    }
    return state;
  }

  static const Item* item_of(const Operation& operation, const Entry& entry) {
    for (const Item& each : operation.items)
      if (each.customer == entry.customer) return &each;
    for (const Item& each : operation.items) {
      if (each.customer || entry.version != 1 || !each.values) continue;
      for (const Difference& difference : entry.differences)
        if (difference.path.field == Field::name &&
            (is_erased(difference) || difference.after == each.values->at(Field::name)))
          return &each;
    }
    return nullptr;
  }

  void check_made(const Made& made) {
    const Entry& entry = made.entry->entry;
    const Operation& operation = *made.operation;
    const std::string who = name_of(operation) + ", " + name_of(entry) + ": ";
    check_era(made, who);
    if (operation.is_rehearsed) return fault(who + "was only rehearsed");
    if (!made.item) {
      if (!operation.is_open) fault(who + "did not ask for this customer");
      return;
    }
    const Item& item = *made.item;
    if (!entries_of_[&item].insert(&entry).second || entries_of_[&item].size() > 1)
      return fault(who + "was made twice");
    if (!item.is_made && !item.may_be_made) fault(who + "was refused, and is there");
    if (item.is_made && item.version != 0 && item.version != entry.version)
      fault(who + "was acknowledged as version " + std::to_string(item.version));
    if (item.only_at && *item.only_at + 1 != entry.version)
      fault(who + "was for version " + std::to_string(*item.only_at) + " only");
    check_values(item, entry, who);
  }

  void check_values(const Item& item, const Entry& entry, const std::string& who) {
    for (const Difference& each : entry.differences) {
      if (is_erased(each)) continue;
      if (item.values && entry.version > 1 &&
          (!item.values->contains(each.path.field) ||
           each.after != item.values->at(each.path.field)))
        fault(who + "did not ask for this " + text(each.path));
      if (item.amount && !adds(each, *item.amount)) fault(who + "did not add its amount");
      if (item.undone) check_undone(entry, *item.undone, each, who);
    }
    if (!item.values) return;
    const Values& after = states_[entry.customer].back().values;
    for (const auto& [field, value] : *item.values) {
      const Value* now = after.find({field, {}});
      if ((!now || *now != value) && !states_[entry.customer].back().erased.contains({field, {}}))
        fault(who + "lacks its " + text(Path{field, {}}));
    }
  }

  static bool adds(const Difference& each, const Decimal& amount) {
    const auto* before = each.before ? std::get_if<Decimal>(&*each.before) : nullptr;
    const auto* after = each.after ? std::get_if<Decimal>(&*each.after) : nullptr;
    return each.path.field == Field::balance && after &&
           (before ? *before : Decimal()).plus(amount) == *after;
  }

  void check_undone(const Entry& entry, Version undone, const Difference& each,
                    const std::string& who) {
    for (const Made& made : made_[entry.customer]) {
      if (made.entry->entry.version != undone) continue;
      for (const Difference& old : made.entry->entry.differences)
        if (old.path == each.path && (is_erased(old) || old.before == each.after)) return;
      fault(who + "brings back what version " + std::to_string(undone) + " did not replace");
    }
  }

  // An entry belongs to a time in which its operation was sent: nothing comes back later.
  void check_era(const Made& made, const std::string& who) {
    // The newest entry is not known of a time that began with an outage.
    int first = 0;
    int end = INT_MAX;
    for (const auto& [era, head] : history_.heads) {
      if (head < made.entry->position.entry) first = era;
      if (head >= made.entry->position.entry) end = std::min(end, era);
    }
    for (const Send& each : made.operation->sends)
      if (each.era >= first && each.era < end) return;
    fault(who + "was not sent in the time in which it was made");
  }

  // ---- records, operations, reads
  void check_record(CustomerId customer, const Record& record) {
    const auto& states = states_[customer];
    const std::string who = "customer " + std::to_string(customer.value);
    if (record.version != static_cast<Version>(states.size()))
      return fault(who + " has version " + std::to_string(record.version) + " and " +
                   std::to_string(states.size()) + " entries");
    if (!states.empty() && !is_state(record.values, states.back()))
      fault(who + " is not what its history replays to");
  }

  static bool is_state(Values values, const State& state) {
    Values folded = state.values;
    for (const Path& each : state.erased) {
      values.clear(each);
      folded.clear(each);
    }
    return values == folded;
  }

  void check_operation(const Operation& operation) {
    if (operation.is_admin) return check_admin(operation);
    bool any = false;
    for (const Item& each : operation.items) {
      const bool is_there = entries_of_.contains(&each);
      any = any || is_there;
      if (each.is_made && !is_there)
        fault(name_of(operation) + ", customer " + std::to_string(each.customer.value) +
              " version " + std::to_string(each.version) + ": was acknowledged, and is lost");
      if (each.is_made || !each.may_be_made) continue;
      if (each.is_unknown)
        reached_.note(is_there ? Rare::unknown_made : Rare::unknown_not_made);
      else
        reached_.note(is_there ? Rare::cut_before_reply : Rare::never_made);
    }
    if (operation.looked_up && *operation.looked_up != any && !operation.is_bulk)
      fault(name_of(operation) + ": was looked up, and was " +
            (*operation.looked_up ? "there, and is lost" : "not there, and came later"));
    for (const std::string& each : operation.replies)
      if (each != operation.replies.front())
        fault(name_of(operation) + ": a retry got another reply: " + each + " after " +
              operation.replies.front());
  }

  void check_admin(const Operation& operation) {
    const Item& item = operation.items.front();
    const auto count = std::ranges::count(end_.admin_reasons, name_of(operation));
    if (count > 1) fault(name_of(operation) + ": was made twice");
    if (item.is_made && count == 0) fault(name_of(operation) + ": was acknowledged, and is lost");
    if (!item.is_made && !item.may_be_made && count > 0)
      fault(name_of(operation) + ": was refused, and is there");
  }

  // What was acknowledged before something else was sent was also made before it.
  void check_order() {
    Tick latest = 0;
    const Operation* sent_last = nullptr;
    for (const Made& each : order_) {
      if (!each.operation) continue;
      if (each.item && each.item->acknowledged != 0 && each.item->acknowledged < latest)
        fault(name_of(*each.operation) + " was acknowledged before " + name_of(*sent_last) +
              " was sent, and was made after it");
      const Tick sent = each.operation->sends.front().sent;
      if (sent <= latest) continue;
      latest = sent;
      sent_last = each.operation;
    }
  }

  void check_feed() {
    const auto& all = end_.entries;
    const auto& followed = history_.followed;
    for (std::size_t i = 0; i < std::max(all.size(), followed.size()); ++i) {
      if (i >= followed.size()) return fault("the feed lacked " + name_of(all[i].entry));
      if (i >= all.size()) return fault("the feed had " + name_of(followed[i].entry) + " too much");
      if (followed[i].entry.customer == all[i].entry.customer &&
          followed[i].entry.version == all[i].entry.version &&
          followed[i].entry.by.request == all[i].entry.by.request)
        continue;
      return fault("the feed had " + name_of(followed[i].entry) + " in the place of " +
                   name_of(all[i].entry));
    }
  }

  void check_seen(const Seen& seen) {
    const std::string who = "a read of customer " + std::to_string(seen.customer.value) +
                            " gave version " + std::to_string(seen.version);
    if (seen.version < seen.least)
      return fault(who + " after version " + std::to_string(seen.least) + " was known");
    const auto& states = states_[seen.customer];
    if (seen.version < 1 || seen.version > static_cast<Version>(states.size()))
      return fault(who + ", which is lost");
    const auto at = static_cast<std::size_t>(seen.version - 1);
    if (!is_state(seen.values, states[at])) fault(who + " with other values than history says");
    const Made& made = made_[seen.customer][at];
    if (made.operation && made.operation->sends.front().sent > seen.answered)
      fault(who + " before it was sent");
  }

  // ---- rare states
  void look_at_pair(const Made& before, const Made& after) {
    if (before.operation == after.operation || !before.item || !after.item) return;
    const Tick planned = after.operation->sends.back().planned;
    if (!after.operation->is_bulk && planned != 0 && end_of(*before.item) > planned)
      reached_.note(Rare::stale_plan);
    const bool overlap = before.operation->sends.front().sent < end_of(*after.item) &&
                         after.operation->sends.front().sent < end_of(*before.item);
    if (overlap && (before.item->undone || after.item->undone)) reached_.note(Rare::undo_raced);
  }

  const History& history_;
  const FinalState& end_;
  Reached& reached_;
  std::vector<std::string> faults_;
  std::int64_t last_number_ = 0;
  std::map<CustomerId, std::vector<State>> states_;
  std::map<CustomerId, std::vector<Made>> made_;
  std::vector<Made> order_;
  std::map<const Item*, std::set<const Entry*>> entries_of_;
};

}  // namespace

std::optional<std::size_t> operation_of(const std::string& reason) {
  if (!reason.starts_with(kReason)) return std::nullopt;
  std::size_t out = 0;
  const char* end = reason.data() + reason.size();
  const auto parsed = std::from_chars(reason.data() + kReason.size(), end, out);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return out;
}

std::vector<std::string> judge(const History& history, const FinalState& end, Reached& reached) {
  return Judgement(history, end, reached).run();
}

}  // namespace patchbay::simulation
