// Links between customers and their copies in outside systems.
#include "record/admin/outside_system.h"
#include "record/history/chain.h"
#include "store/contract.h"

namespace patchbay::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

PATCHBAY_CONTRACT(SystemLinks);

SystemLink link(std::int64_t system, std::int64_t customer, const std::string& there) {
  return {.system = system,
          .customer = {customer},
          .uuid = Uuid::numbered(static_cast<std::uint64_t>(customer)),
          .there = there,
          .turn = 3,
          .missed = 1,
          .time = {77},
          .agreed = {{"name", "aa", "bb"}, {"contacts/primary/email", "", "cc"}},
          .open = {}};
}

std::vector<std::int64_t> customers(const std::vector<SystemLink>& links) {
  std::vector<std::int64_t> out;
  for (const SystemLink& each : links) out.push_back(each.customer.value);
  return out;
}

TEST_P(SystemLinks, AreReadAsTheyWereSaved) {
  SystemLink open = link(1, 101, "7");
  open.open = {{"name", "conflict", "\"said\" nothing"}};
  ASSERT_EQ(write([&](Transaction& transaction) {
              transaction.save(open);
              transaction.save(link(1, 102, "Žofia"));
              transaction.save(link(1, 103, ""));
              transaction.save(link(1, 104, ""));
              transaction.save(link(2, 101, "7"));
              return transaction.system_link(1, CustomerId{101}) == open;
            }),
            Committed::yes);
  const auto reader = store_->read();
  EXPECT_EQ(reader->system_link(1, CustomerId{101}), open);
  EXPECT_EQ(reader->system_link(2, CustomerId{101}), link(2, 101, "7"));
  EXPECT_EQ(reader->system_link(2, CustomerId{102}), std::nullopt);
  EXPECT_EQ(reader->system_link_to(1, "7"), open);
  EXPECT_EQ(reader->system_link_to(1, "Žofia"), link(1, 102, "Žofia"));
  EXPECT_EQ(reader->system_link_to(1, "8"), std::nullopt);
  EXPECT_THAT(customers(reader->system_links(1, CustomerId{0}, false, 10)),
              ElementsAre(101, 102, 103, 104));
  EXPECT_THAT(customers(reader->system_links(1, CustomerId{101}, false, 2)), ElementsAre(102, 103));
  EXPECT_THAT(customers(reader->system_links(1, CustomerId{0}, true, 10)), ElementsAre(101));
  EXPECT_THAT(customers(reader->system_links(1, CustomerId{101}, true, 10)), IsEmpty());
}

TEST_P(SystemLinks, AreReplacedAndRemoved) {
  ASSERT_EQ(write([&](Transaction& transaction) {
              for (const std::int64_t customer : {101, 102}) {
                transaction.save(link(1, customer, std::to_string(customer)));
                transaction.save(link(2, customer, std::to_string(customer)));
              }
              return true;
            }),
            Committed::yes);
  ASSERT_EQ(write([&](Transaction& transaction) {
              transaction.save(link(1, 101, "9"));
              transaction.remove_system_link(1, CustomerId{102});
              transaction.remove_system_link(1, CustomerId{999});
              transaction.remove_system_links(2);
              return true;
            }),
            Committed::yes);
  const auto reader = store_->read();
  EXPECT_THAT(customers(reader->system_links(1, CustomerId{0}, false, 10)), ElementsAre(101));
  EXPECT_EQ(reader->system_link_to(1, "101"), std::nullopt);
  EXPECT_EQ(reader->system_link_to(1, "102"), std::nullopt);
  EXPECT_EQ(reader->system_link_to(1, "9"), link(1, 101, "9"));
  EXPECT_THAT(reader->system_links(2, CustomerId{0}, false, 10), IsEmpty());
}

TEST_P(SystemLinks, StandBesideSystemsWithHistory) {
  plant();
  OutsideSystem system;
  system.name = "billing";
  system.dialect = "enswitch";
  system.address = "https://enswitch.example/api?x=y";
  system.match = {"external_id", "name"};
  system.make = true;
  system.gone_percent = 3;
  system.fields = {{"name", "review"}, {"contacts/primary/email", "record"}};
  system.fresh = {{"plan", "3"}, {"currency", "\"EUR\""}};
  system.id = 1;
  system.principal = 4;
  system.secret = std::string("\0sealed", 7);
  system.version = 1;
  ASSERT_EQ(write([&](Transaction& transaction) {
              const Reference saved = to_reference(system);
              AdminEntry entry = entry_of(nullptr, saved);
              entry.version = 1;
              transaction.save(saved);
              transaction.save(entry);
              return true;
            }),
            Committed::yes);
  const auto reader = store_->read();
  const auto kept = reader->reference(ReferenceKind::system, 1);
  ASSERT_TRUE(kept);
  EXPECT_EQ(to_outside_system(*kept), system);
  const auto history = reader->history(AdminObjectId{ReferenceKind::system, 1}, 0, 10);
  ASSERT_EQ(history.size(), 1U);
  for (const AdminDifference& each : history.front().differences)
    EXPECT_EQ(each.after.find("sealed"), each.member == "secret" ? 2U : std::string::npos)
        << each.member << ": " << each.after;
}

}  // namespace
}  // namespace patchbay::store
