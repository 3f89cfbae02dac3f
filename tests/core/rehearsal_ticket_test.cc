// A change that must have been rehearsed is made with the ticket of that rehearsal, and with no
// other.
#include "core/change/rehearsal_ticket.h"

#include <tuple>

#include <gtest/gtest.h>

#include "core/access/secret_sealer.h"
#include "support/world.h"

namespace patchbay {
namespace {

using core::CallOptions;
using core::Privilege;
using core::Receipt;
using testing::set;
using testing::World;

const core::RequiredPrivilege kWrites{.any_of = Privilege::administrator | Privilege::commerce};

class RehearsalTicket : public ::testing::Test {
 protected:
  World world_;

  std::string ticket(const std::string& content, const std::string& notes = "new",
                     const std::string& who = "reseller") {
    CallOptions options{.rehearse = true, .rehearsed = core::RehearsedChange{.content = content}};
    const auto outcome =
        world_.ask(who, set(10, Field::notes, Value{notes}), kWrites, std::move(options));
    return outcome ? std::get<Receipt>(*outcome).ticket : outcome.error().sentence();
  }
  // "done", or the kind of fault.
  std::string change(const std::string& content, const std::string& ticket,
                     const std::string& who = "reseller", CallOptions options = {}) {
    options.rehearsed = core::RehearsedChange{.content = content, .ticket = ticket, .field = "id"};
    const auto outcome =
        world_.ask(who, set(10, Field::notes, Value{"new"}), kWrites, std::move(options));
    if (outcome) return "done";
    return std::string(word(outcome.error().kind)) + " at " +
           (outcome.error().problems.empty() ? "" : outcome.error().problems.front().field);
  }
};

TEST_F(RehearsalTicket, LetsTheChangeBeMadeOnce) {
  const std::string id = ticket("notes: new");
  EXPECT_EQ(id.size(), 128U);
  EXPECT_EQ(world_.customer(10).version, 1);
  EXPECT_EQ(change("notes: new", id), "done");
  EXPECT_EQ(world_.customer(10).version, 2);
  EXPECT_EQ(change("notes: new", id).substr(0, 15), "version_differs");
}

TEST_F(RehearsalTicket, IsForOneChangeOfOnePrincipal) {
  const std::string id = ticket("notes: new");
  EXPECT_EQ(change("notes: other", id), "invalid at id");
  EXPECT_EQ(change("notes: new", id, "admin"), "invalid at id");
  std::string altered = id;
  altered[40] = altered[40] == 'A' ? 'B' : 'A';
  for (const std::string& each : {altered, std::string(), id + id, std::string("none")})
    EXPECT_EQ(change("notes: new", each), "invalid at id") << each;
  EXPECT_EQ(world_.customer(10).version, 1);
}

TEST_F(RehearsalTicket, IsForTheVersionThatWasRehearsed) {
  const std::string id = ticket("notes: new");
  ASSERT_TRUE(world_.ask("admin", set(10, Field::website, Value{"a.example"}), kWrites));
  EXPECT_EQ(change("notes: new", id).substr(0, 15), "version_differs");
  EXPECT_EQ(change("notes: new", ticket("notes: new")), "done");
}

TEST_F(RehearsalTicket, TakesNoConditionThatLetsAnotherVersionPass) {
  const std::string id = ticket("notes: new");
  ASSERT_TRUE(world_.ask("admin", set(10, Field::website, Value{"a.example"}), kWrites));
  EXPECT_EQ(change("notes: new", id, "reseller", {.rebase = true}), "invalid at id");
  core::VersionList versions;
  versions.versions = {2};
  EXPECT_EQ(change("notes: new", id, "reseller", {.if_match = versions}), "invalid at id");
  EXPECT_EQ(world_.customer(10).version, 2);
}

TEST_F(RehearsalTicket, LastsTenMinutes) {
  const std::string id = ticket("notes: new");
  world_.clock.advance_seconds(core::RehearsedChange::kSeconds + 1);
  EXPECT_EQ(change("notes: new", id), "invalid at id");
  const std::string again = ticket("notes: new");
  world_.clock.advance_seconds(core::RehearsedChange::kSeconds - 1);
  EXPECT_EQ(change("notes: new", again), "done");
}

TEST_F(RehearsalTicket, IsMadeOnlyWhereSomethingWouldChange) {
  ASSERT_EQ(change("notes: new", ticket("notes: new")), "done");
  EXPECT_EQ(ticket("notes: new"), "");
}

// A node that starts later, with the same key, takes it; one with another key does not.
TEST_F(RehearsalTicket, NeedsNoMemory) {
  const core::SecretSealer here(std::string(32, 'k'), world_.random());
  const core::SecretSealer there(std::string(32, 'x'), world_.random());
  const core::RehearsalTicket made{7, 3, world_.clock.now()};
  const std::string text = core::seal_ticket(here, made, "content");
  EXPECT_EQ(core::open_ticket(here, text, "content"), made);
  EXPECT_EQ(core::open_ticket(there, text, "content"), std::nullopt);
  EXPECT_NE(core::seal_ticket(here, made, "content"), text);
}

// The privilege is asked for whatever the ticket is, so that a ticket reveals nothing.
TEST_F(RehearsalTicket, DoesNotReplaceAPrivilege) {
  core::RequiredPrivilege needed = kWrites;
  needed.all_of = Privilege::assist;
  CallOptions options{
      .rehearsed = core::RehearsedChange{.content = "c", .ticket = ticket("c"), .field = "id"}};
  const auto outcome =
      world_.ask("reseller", set(10, Field::notes, Value{"new"}), needed, std::move(options));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().sentence(), "your roles do not hold the privilege assist");
}

TEST_F(RehearsalTicket, LeavesHistoryTheAgentBeforeTheReason) {
  for (const auto& [agent, reason, want] :
       std::initializer_list<std::tuple<std::string, std::string, std::string>>{
           {"tool of Desk", "asked", "tool of Desk: asked"},
           {"tool of Desk", "", "tool of Desk"},
           {"", "asked", "asked"}}) {
    core::Call call{.caller = World::caller("reseller"),
                    .required_privilege = kWrites,
                    .request = set(10, Field::notes, Value{agent + reason})};
    call.caller.agent = agent;
    call.options.reason = reason;
    ASSERT_TRUE(core::handle_and_wait(world_.service(), std::move(call)));
    const auto read = world_.ask("reseller", core::ListHistory{.subject = CustomerId{10}});
    EXPECT_EQ(std::get<core::HistoryPage>(*read).entries.front().by.reason, want);
  }
}

}  // namespace
}  // namespace patchbay
