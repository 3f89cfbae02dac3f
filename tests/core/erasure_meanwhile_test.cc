// Erasing when something else happens at the same time, or happened before it is repeated.
#include <functional>
#include <utility>

#include <gtest/gtest.h>

#include "record/history/erasure.h"
#include "support/world.h"

namespace patchbay {
namespace {

using core::Outcome;
using core::Privilege;
using testing::set;
using testing::World;

constexpr const char* kName = "Ada Lovelace";
const core::RequiredPrivilege kWrite{.any_of = Privilege::administrator | Privilege::commerce};
const core::RequiredPrivilege kErase{.any_of = Privilege::erase};

void change(World& world, Field field, const Value& value, const core::CallOptions& options = {}) {
  ASSERT_TRUE(world.ask("owner", set(10, field, value), kWrite, options));
}

Result<Outcome> erase(World& world, core::CallOptions options = {}) {
  options.reason = "asked to be forgotten";
  return world.ask("owner", core::EraseCustomer{.subject = CustomerId{10}}, kErase, options);
}

std::string name_of(World& world) {
  const Record record = world.customer(10);
  const Value* name = record.values.find({Field::name, {}});
  return name ? std::get<std::string>(*name) : "";
}

std::string refusal(const Result<Outcome>& outcome) {
  return outcome ? "" : std::string(word(outcome.error().kind)) + ": " + outcome.error().sentence();
}

// A call whose reply is kept under a key.
core::CallOptions under(const std::string& key, const std::string& reply) {
  core::CallOptions out;
  out.idempotency_key = core::IdempotencyKey{
      .key = key, .content = key, .field = "Idempotency-Key", .render = [reply](const Outcome&) {
        return reply;
      }};
  return out;
}

bool is_kept(World& world, const std::string& key) {
  for (const IdempotencyRecord& each : world.store().read()->idempotency_records(0, "", 10))
    if (each.key == key) return !each.reply.empty();
  return false;
}

class StuckTraffic final : public core::Traffic {
 public:
  core::TrafficPage list(const core::TrafficQuery&, const IsVisible&) override { return {}; }
  std::optional<core::TrafficRecord> find(const Uuid&) override { return {}; }
  std::vector<core::ProblemGroup> problems(const IsVisible&) override { return {}; }
  std::int64_t count(const IsWanted&) override { return 0; }
  bool erase(const IsWanted&) override {
    ++asked;
    if (meanwhile) std::exchange(meanwhile, {})();
    return erases;
  }

  bool erases = false;
  int asked = 0;
  std::function<void()> meanwhile;  // runs once, before an answer
};

TEST(Erasing, RequestsThatCannotBeErasedAreAFaultAndHistoryStays) {
  StuckTraffic traffic;
  core::ServiceOptions options = World::easy();
  options.traffic = &traffic;
  World world(options);
  change(world, Field::name, std::string(kName));
  EXPECT_EQ(refusal(erase(world)),
            "unavailable: replies and recent requests that mention the person may be gone, but not "
            "everything is erased yet; send the same request again to go on");
  EXPECT_EQ(name_of(world), kName);
  traffic.erases = true;
  EXPECT_TRUE(erase(world));
  EXPECT_EQ(name_of(world), kErasedName);
}

TEST(Erasing, ARetryAfterTheRightWasLostErasesNothing) {
  StuckTraffic traffic;
  traffic.erases = true;
  core::ServiceOptions options = World::easy();
  options.traffic = &traffic;
  World world(options);
  const std::string reply = "erased " + world.customer(10).uuid.text();
  ASSERT_TRUE(erase(world, under("first", reply)));
  change(world, Field::notes, std::string("met in Turin"), under("later", reply));
  ASSERT_EQ(store::write_and_wait(world.store(),
                                  [](store::Transaction& transaction) {
                                    Principal owner = *transaction.principal("owner");
                                    owner.roles = transaction.principal("admin")->roles;
                                    ++owner.version;
                                    transaction.save(owner);
                                    return true;
                                  }),
            store::Committed::yes);
  traffic.asked = 0;
  const auto again = erase(world, under("first", ""));
  EXPECT_TRUE(refusal(again).starts_with("role_denied")) << refusal(again);
  EXPECT_EQ(traffic.asked, 0);
  EXPECT_TRUE(is_kept(world, "later"));
}

TEST(Erasing, AChangeAfterItBeganDoesNotStopItHalfway) {
  StuckTraffic traffic;
  traffic.erases = true;
  core::ServiceOptions options = World::easy();
  options.traffic = &traffic;
  World world(options);
  change(world, Field::name, std::string(kName));
  core::CallOptions only_this;
  only_this.if_version = world.customer(10).version;
  traffic.meanwhile = [&] { change(world, Field::name, std::string("Ada King")); };
  const auto erased = erase(world, only_this);
  ASSERT_TRUE(erased) << refusal(erased);
  EXPECT_EQ(name_of(world), kErasedName);
  traffic.asked = 0;
  EXPECT_TRUE(refusal(erase(world, only_this)).starts_with("version_differs"));
  EXPECT_EQ(traffic.asked, 0);
}

}  // namespace
}  // namespace patchbay
