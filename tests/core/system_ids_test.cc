// Callers of a door who name customers by the ids of the system that they moved from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/administering.h"

namespace patchbay {
namespace {

using core::CreateCustomer;
using core::GetCustomer;
using core::ListCustomers;
using core::UpdateCustomer;
using ::testing::ElementsAre;
using testing::World;

constexpr std::int64_t kSystem = 3;
constexpr std::int64_t kOwnFrom = 1'000'000'000;
const core::RequiredPrivilege kWrite{.any_of = core::Privilege::administrator};

core::FieldEdit edit(Field field, const std::string& text) {
  return {.target = {.field = field}, .edit = Value{text}, .field = "given"};
}

class SystemIdsTest : public ::testing::Test {
 protected:
  static core::ServiceOptions options() {
    core::ServiceOptions out = World::easy();
    out.ids_of = {{"test", kSystem}};
    return out;
  }
  void link(std::int64_t customer, const std::string& there, std::int64_t system = kSystem) {
    ASSERT_EQ(store::write_and_wait(world_.store(),
                                    [&](store::Transaction& transaction) {
                                      transaction.save(SystemLink{
                                          .system = system,
                                          .customer = CustomerId{customer},
                                          .uuid = transaction.customer(CustomerId{customer})->uuid,
                                          .there = there,
                                          .turn = 1});
                                      return true;
                                    }),
              store::Committed::yes);
  }
  // The name of the customer that a caller gets, or the fault.
  std::string name_of(core::Subject subject) {
    const auto found = world_.ask("owner", GetCustomer{.subject = std::move(subject)});
    return found ? std::get<core::View>(*found).record.name() : outcome_text(found);
  }
  std::string name_here(std::int64_t id) { return world_.customer(id).name(); }
  core::View view(std::int64_t number) {
    const auto found = world_.ask("owner", GetCustomer{.subject = CustomerId{number}});
    return found ? std::get<core::View>(*found) : core::View{};
  }

  World world_{options()};
};

constexpr const char* kUnknown = "unknown_customer";

TEST_F(SystemIdsTest, AnOldNumberNamesItsCustomerAndNoOther) {
  link(10, "4711");
  EXPECT_EQ(name_of(CustomerId{4711}), name_here(10));
  EXPECT_THAT(name_of(CustomerId{10}), ::testing::HasSubstr(kUnknown)) << "it has another number";
  EXPECT_THAT(name_of(CustomerId{kOwnFrom + 10}), ::testing::HasSubstr(kUnknown));
  EXPECT_THAT(name_of(CustomerId{11}), ::testing::HasSubstr(kUnknown)) << "without its prefix";
  EXPECT_EQ(name_of(CustomerId{kOwnFrom + 11}), name_here(11)) << "it has no number there";
  EXPECT_THAT(name_of(CustomerId{-1}), ::testing::HasSubstr(kUnknown));
  link(11, "10");
  EXPECT_EQ(name_of(CustomerId{10}), name_here(11)) << "the old number wins";
}

TEST_F(SystemIdsTest, RepliesHaveTheNumbersOfTheCaller) {
  link(10, "4711");
  const core::View ten = view(4711);
  EXPECT_EQ(ten.record.id, CustomerId{4711});
  EXPECT_EQ(ten.record.parent(), CustomerId{kOwnFrom + 2});
  EXPECT_EQ(ten.enterprise, CustomerId{kOwnFrom + 2});
  CreateCustomer create{.parent = CustomerId{4711}};
  create.edits = {edit(Field::name, "Young")};
  const auto made = world_.ask("owner", create, kWrite);
  ASSERT_TRUE(made) << outcome_text(made);
  const core::View& young = std::get<core::Receipt>(*made).view;
  EXPECT_EQ(young.record.parent(), CustomerId{4711});
  EXPECT_GT(young.record.id.value, kOwnFrom);
  EXPECT_EQ(name_of(young.record.id), "Young");
  ListCustomers below{.below = CustomerId{4711}};
  const auto listed = world_.ask("owner", below);
  ASSERT_TRUE(listed) << outcome_text(listed);
  std::vector<std::string> names;
  for (const core::View& each : std::get<core::CustomerViewPage>(*listed).views)
    names.push_back(name_of(each.record.id));
  EXPECT_THAT(names, ::testing::Contains("Young"));
}

TEST_F(SystemIdsTest, ValuesThatAreCustomersAreNumbersOfTheCallerToo) {
  link(2, "4711");
  link(3, "12");
  const auto affiliate = [&](std::int64_t number) {
    UpdateCustomer update{.subject = CustomerId{4711}};
    update.edits.push_back({.target = {.field = Field::affiliate_customer},
                            .edit = Value{number},
                            .field = "affiliate"});
    return world_.ask("owner", update, kWrite);
  };
  const auto done = affiliate(12);
  ASSERT_TRUE(done) << outcome_text(done);
  EXPECT_EQ(std::get<core::Receipt>(*done).view.record.whole(Field::affiliate_customer), 12);
  EXPECT_EQ(world_.customer(2).whole(Field::affiliate_customer), 3);
  EXPECT_FALSE(affiliate(3)) << "nobody has this number";
  EXPECT_EQ(world_.customer(2).whole(Field::affiliate_customer), 3);
}

TEST_F(SystemIdsTest, UuidsAndNamesOfTheSystemFindCustomers) {
  const Uuid old = Uuid::numbered(4711);
  const Uuid own = world_.customer(10).uuid;
  link(10, old.text());
  EXPECT_EQ(name_of(old), name_here(10));
  EXPECT_THAT(name_of(own), ::testing::HasSubstr(kUnknown));
  const auto found = world_.ask("owner", GetCustomer{.subject = old});
  ASSERT_TRUE(found);
  EXPECT_EQ(std::get<core::View>(*found).record.uuid, old);
  EXPECT_EQ(name_of(world_.customer(11).uuid), name_here(11));
  link(11, "Old Eleven");
  const auto child = world_.ask("reseller", GetCustomer{.subject = core::ChildNamed{"Old Eleven"}});
  ASSERT_TRUE(child) << outcome_text(child);
  EXPECT_EQ(std::get<core::View>(*child).record.name(), name_here(11));
  EXPECT_FALSE(world_.ask("stranger", GetCustomer{.subject = core::ChildNamed{"Old Eleven"}}))
      << "it stands below another";
}

TEST_F(SystemIdsTest, EditsThatDependOnTheViewSeeTheNumbersOfTheCaller) {
  link(10, "4711");
  std::int64_t seen = 0;
  UpdateCustomer update{.subject = CustomerId{4711}};
  update.from_view = [&seen](const core::View& view) {
    seen = view.record.id.value;
    return core::Edits{.edits = {{.target = {.field = Field::notes},
                                  .edit = Value{std::string("seen")},
                                  .field = "notes"}},
                       .problems = {}};
  };
  const auto done = world_.ask("owner", update, kWrite);
  ASSERT_TRUE(done) << outcome_text(done);
  EXPECT_EQ(seen, 4711);
  EXPECT_EQ(world_.customer(10).text(Field::notes), "seen");
}

TEST_F(SystemIdsTest, AKeptReplyHasTheNumbersOfTheCaller) {
  link(10, "4711");
  core::CallOptions options;
  options.idempotency_key = core::IdempotencyKey{
      .key = "one", .content = "all", .field = "key", .render = [](const core::Outcome& outcome) {
        return std::to_string(std::get<core::Receipt>(outcome).view.record.id.value);
      }};
  UpdateCustomer update{.subject = CustomerId{4711}};
  update.edits.push_back(edit(Field::notes, "once"));
  ASSERT_TRUE(world_.ask("owner", update, kWrite, options));
  const auto again = world_.ask("owner", update, kWrite, options);
  ASSERT_TRUE(again) << outcome_text(again);
  EXPECT_EQ(std::get<core::Replay>(*again).reply, "4711");
}

TEST_F(SystemIdsTest, ARequestNamesItsCustomerByTheNumberOfTheCaller) {
  link(10, "4711");
  UpdateCustomer update{.subject = CustomerId{4711}};
  update.edits.push_back(edit(Field::notes, "asked for"));
  const auto done = world_.ask("owner", update, kWrite);
  ASSERT_TRUE(done) << outcome_text(done);
  const Uuid request = std::get<core::Receipt>(*done).request;
  const auto state = world_.ask("owner", core::RequestStatus{.id = request});
  ASSERT_TRUE(state) << outcome_text(state);
  EXPECT_EQ(std::get<core::RequestState>(*state).request_record.customer, CustomerId{4711});
}

TEST_F(SystemIdsTest, OtherDoorsAndSystemsHaveTheirOwn) {
  link(10, "4711", /*system=*/4);
  EXPECT_THAT(name_of(CustomerId{4711}), ::testing::HasSubstr(kUnknown));
  EXPECT_EQ(name_of(CustomerId{kOwnFrom + 10}), name_here(10));
  core::Call call{.caller = World::caller("owner"),
                  .request = GetCustomer{.subject = CustomerId{10}}};
  call.caller.door = "other";
  const auto found = core::handle_and_wait(world_.service(), std::move(call));
  ASSERT_TRUE(found) << outcome_text(found);
  EXPECT_EQ(std::get<core::View>(*found).record.id, CustomerId{10});
}

}  // namespace
}  // namespace patchbay
