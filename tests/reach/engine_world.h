// A store in memory, and a network, a clock and a ledger of the test: all of it in one thread.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reach/delivery/engine.h"
#include "reach/webhooks/webhook_messages.h"
#include "store/open.h"

namespace patchbay::reach {
// What stands on disk. Refuses as a store does.
class TestLedger final : public Ledger {
 public:
  std::vector<Webhook> webhooks() override {
    std::vector<Webhook> out;
    for (const auto& [id, each] : configured)
      if (each.enabled && !each.deleted) out.push_back(each);
    return out;
  }
  std::optional<Destination> destination(std::int64_t id) override {
    const auto found = kept.find(id);
    return found == kept.end() ? std::nullopt : std::optional(found->second);
  }
  void take_lease(const Destination& seen, const std::string& node,
                  std::function<void(std::optional<Destination>)> done) override {
    Destination& row = kept.at(seen.id);
    if (row.fence != seen.fence || row.beat != seen.beat) return done(std::nullopt);
    row.holder = node;
    ++row.fence;
    ++row.beat;
    done(row);
  }
  void save(const Destination& state, std::vector<DeliveryAttempt> made,
            std::function<void(Kept)> done) override {
    if (fails) return done(Kept::failed);
    Destination& row = kept.at(state.id);
    if (row.fence != state.fence || row.generation != state.generation) {
      ++refused;
      return done(Kept::refused);
    }
    row = state;
    attempts.insert(attempts.end(), made.begin(), made.end());
    done(Kept::yes);
  }

  std::map<std::int64_t, Webhook> configured;
  std::map<std::int64_t, Destination> kept;
  std::vector<DeliveryAttempt> attempts;
  int refused = 0;
  bool fails = false;
};

// Messages that wait for their answers.
class TestNetwork final : public Network {
 public:
  struct Waiting {
    Message message;
    std::function<void(AttemptResult)> done;
  };
  void send(Message message, std::function<void(AttemptResult)> done) override {
    waiting.push_back({std::move(message), std::move(done)});
  }
  std::deque<Waiting> waiting;
};

// "webhook: customer/version"
inline std::string described(const Message& message) {
  std::string id;
  for (const auto& [name, value] : message.headers)
    if (name == "webhook-id") id = value;
  const std::size_t at = id.rfind('_');
  const auto uuid = id.substr(4, at - 4);
  return message.url.substr(message.url.rfind('/') + 1) + ": " +
         uuid.substr(uuid.find_last_of('-') + 1).substr(10) + '/' + id.substr(at + 1);
}

class EngineTest : public testing::Test {
 protected:
  EngineTest() {
    principal_.id = 7;
    principal_.name = "owner of hooks";
    principal_.home = kRoot;
    store::write_and_wait(*store_, [&](store::Transaction& transaction) {
      transaction.save(principal_);
      return true;
    });
    make(1, 0);
    for (const std::int64_t each : {10, 11, 12}) make(each, 1);
    make(20, 10);
  }
  ~EngineTest() override { store_->close(); }

  Record& make(std::int64_t id, std::int64_t parent) {
    Record out{.id = {id},
               .uuid = Uuid::numbered(static_cast<std::uint64_t>(id)),
               .version = 0,
               .values = {}};
    if (parent != 0) out.values.set({Field::parent, {}}, parent);
    Record& kept = records_[id] = std::move(out);
    amend(id);
    return kept;
  }
  void amend(std::int64_t id, const std::string& door = "test") {
    Record& record = records_.at(id);
    const Values before = record.version == 0 ? Values{} : record.values;
    ++record.version;
    record.values.set({Field::name, {}}, "version " + std::to_string(record.version));
    const Entry entry{.customer = record.id,
                      .version = record.version,
                      .action = record.version == 1 ? "create" : "amend",
                      .by = {.time = clock_.now(), .principal = "tester", .door = door},
                      .differences = diff(before, record.values)};
    store::write_and_wait(*store_, [&](store::Transaction& transaction) {
      transaction.save(record, entry);
      return true;
    });
  }
  // A webhook that begins with what comes next.
  Webhook& hook(std::int64_t id, CustomerId below = kRoot) {
    ledger_.kept[id] = {.id = id, .position = newest()};
    return ledger_.configured[id] = {.id = id,
                                     .name = "hook " + std::to_string(id),
                                     .url = "https://example.com/" + std::to_string(id),
                                     .below = below,
                                     .principal = 7,
                                     .secret = std::string(64, 's')};
  }
  FeedPosition newest() {
    return store_->read()->feed({.below = kRoot, .after = std::nullopt}).next;
  }
  std::unique_ptr<Engine> start(const std::string& node = "a", bool is_alone = true) {
    return Engine::make({.store = *store_,
                         .ledger = ledger_,
                         .clock = clock_,
                         .random = *random_,
                         .network = network_,
                         .messages = messages_,
                         .node = node,
                         .is_alone = is_alone,
                         .notice = [this](const DeliveryNotice& notice) {
                           notices_.push_back(notice.name + ": " + notice.what);
                         }});
  }
  // A few turns, half a second apart.
  void turns(Engine& engine, int count = 3) {
    for (int i = 0; i < count; ++i) {
      engine.step();
      clock_.advance_seconds(1);
    }
  }
  // Answers what waits, and returns it.
  std::vector<std::string> answer(int status = 200) {
    std::vector<std::string> out;
    for (auto waiting = std::exchange(network_.waiting, {}); auto& each : waiting) {
      out.push_back(described(each.message));
      each.done({.status = status});
    }
    return out;
  }
  // Takes everything that comes.
  std::vector<std::string> serve(Engine& engine) {
    std::vector<std::string> out;
    for (int i = 0; i < 12; ++i) {
      turns(engine, 2);
      for (std::string& each : answer()) out.push_back(std::move(each));
    }
    return out;
  }

  ManualClock clock_;
  std::unique_ptr<Random> random_ = seeded_random(5);
  std::unique_ptr<store::Store> store_ = store::open_memory();
  TestLedger ledger_;
  TestNetwork network_;
  WebhookMessages messages_{
      [](std::string_view sealed, std::int64_t) { return std::string(sealed); }};
  Principal principal_;
  std::map<std::int64_t, Record> records_;
  std::vector<std::string> notices_;
};

}  // namespace patchbay::reach
