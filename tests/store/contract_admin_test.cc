// Principals and references.
#include "store/contract.h"

namespace patchbay::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

PATCHBAY_CONTRACT(Principals);
PATCHBAY_CONTRACT(References);

Principal somebody(std::int64_t id, const std::string& name, std::int64_t home) {
  return {.id = id,
          .name = name,
          .home = {home},
          .roles = {-3, 12},
          .doors = {"flolive"},
          .sources = {"10.0.0.0/8"},
          .password_hash = "$argon2id$…",
          .keys = {{"laptop", std::string("\0\xff\"binary", 9)}, {"", std::string(32, 'h')}},
          .locked = true,
          .deleted = false,
          .version = 4};
}

template <class... Things>
Job saves(Things... admin_objects) {
  return [=](Transaction& transaction) {
    (transaction.save(admin_objects), ...);
    return true;
  };
}

template <class AdminObject>
std::vector<std::int64_t> ids(const std::vector<AdminObject>& admin_objects) {
  std::vector<std::int64_t> out;
  for (const AdminObject& object : admin_objects) out.push_back(object.id);
  return out;
}

TEST_P(Principals, AreFoundByNameAndId) {
  plant();
  const Principal one = somebody(3, "Mr. O'Hara", 2);
  ASSERT_EQ(write(saves(one)), Committed::yes);
  EXPECT_EQ(store_->read()->principal("Mr. O'Hara"), one);
  EXPECT_EQ(store_->read()->principal(std::int64_t{3}), one);
  EXPECT_FALSE(store_->read()->principal("mr. o'hara"));
  Principal gone = one;
  gone.deleted = true;
  gone.keys.clear();
  ASSERT_EQ(write(saves(gone)), Committed::yes);
  EXPECT_FALSE(store_->read()->principal("Mr. O'Hara"));
  EXPECT_EQ(store_->read()->principal(std::int64_t{3}), gone);
}

TEST_P(Principals, AreKnownByTheNamesTheyOnceHad) {
  plant();
  Principal one = somebody(3, "alice", 2);
  ASSERT_EQ(write(saves(one)), Committed::yes);
  one.name = "alice smith";
  ASSERT_EQ(write(saves(one)), Committed::yes);
  Principal other = somebody(4, "alice", 2);
  ASSERT_EQ(write(saves(other)), Committed::yes);
  other.deleted = true;
  ASSERT_EQ(write(saves(other)), Committed::yes);
  EXPECT_THAT(store_->read()->principals_ever_named("alice"), testing::ElementsAre(3, 4));
  EXPECT_THAT(store_->read()->principals_ever_named("alice smith"), testing::ElementsAre(3));
  EXPECT_THAT(store_->read()->principals_ever_named("bob"), testing::IsEmpty());
}

TEST_P(Principals, ShareNoNameWhileTheyLive) {
  plant();
  ASSERT_EQ(write(saves(somebody(3, "x", 2))), Committed::yes);
  EXPECT_EQ(write(saves(somebody(4, "x", 2))), Committed::failed);
  EXPECT_FALSE(store_->read()->principal(std::int64_t{4}));
  Principal gone = somebody(3, "x", 2);
  gone.deleted = true;
  EXPECT_EQ(write(saves(gone, somebody(4, "x", 2))), Committed::yes);
  EXPECT_EQ(store_->read()->principal("x")->id, 4);
}

// A cache must not show: a change is visible in the next read transaction and the next job, a
// change that is rolled back is never visible, and an earlier read transaction keeps its snapshot.
TEST_P(Principals, AreReadAsTheyStand) {
  plant();
  Principal one = somebody(3, "x", 2);
  ASSERT_EQ(write(saves(one)), Committed::yes);
  const auto before = store_->read();
  EXPECT_EQ(before->principal(std::int64_t{3}), one);
  EXPECT_EQ(store_->read()->principal("x"), one);
  Principal changed = one;
  changed.locked = false;
  std::vector<std::future<Committed>> fates;
  {
    Gate gate(*store_);
    fates.push_back(write_later(*store_, [&](Transaction& transaction) {
      transaction.save(changed);
      EXPECT_EQ(transaction.principal("x"), changed);
      return false;
    }));
    fates.push_back(write_later(*store_, [&](Transaction& transaction) {
      EXPECT_EQ(transaction.principal("x"), one);
      transaction.save(changed);
      return true;
    }));
    fates.push_back(write_later(*store_, [&](Transaction& transaction) {
      EXPECT_EQ(transaction.principal(std::int64_t{3}), changed);
      return true;
    }));
  }
  for (auto& fate : fates) fate.wait();
  EXPECT_EQ(store_->read()->principal("x"), changed);
  EXPECT_EQ(before->principal("x"), one);
  EXPECT_EQ(store_->read()->principal(std::int64_t{3}), changed);
}

TEST_P(Principals, AreListedByHome) {
  plant();
  Principal gone = somebody(14, "gone", 2);
  gone.deleted = true;
  ASSERT_EQ(write(saves(somebody(10, "a", 2), somebody(11, "b", 124), somebody(12, "c", 900),
                        somebody(13, "d", 123), gone, somebody(15, "e", 1))),
            Committed::yes);
  const auto reader = store_->read();
  EXPECT_THAT(ids(reader->principals({2}, 0, 10)), ElementsAre(10, 11, 13));
  EXPECT_THAT(ids(reader->principals({2}, 10, 1)), ElementsAre(11));
  EXPECT_THAT(ids(reader->principals({1}, 0, 10)), ElementsAre(10, 11, 12, 13, 15));
  EXPECT_THAT(ids(reader->principals({777}, 0, 10)), IsEmpty());
}

TEST_P(Principals, HaveNumbersOfTheirOwn) {
  plant();
  EXPECT_EQ(write([](Transaction& transaction) {
              EXPECT_EQ(transaction.next_principal(), 1);
              transaction.save(somebody(7, "x", 2));
              EXPECT_EQ(transaction.next_principal(), 8);
              return true;
            }),
            Committed::yes);
}

Reference plan(std::int64_t id, const std::string& name) {
  Reference out{.kind = ReferenceKind::plan,
                .id = id,
                .owner = {2},
                .name = name,
                .description = "What it is",
                .settings = {},
                .words = {"affiliate", "recording"},
                .version = 1,
                .deleted = false};
  out.settings.set({Field::invoices_due, {}}, std::int64_t{30});
  return out;
}

TEST_P(References, AreFoundByKindAndId) {
  Reference music = plan(1, "Standard");
  music.kind = ReferenceKind::music;
  ASSERT_EQ(write(saves(plan(1, "Standard"), plan(2, "Twin"), plan(3, "Twin"), music)),
            Committed::yes);
  const auto reader = store_->read();
  EXPECT_EQ(reader->reference(ReferenceKind::plan, 1), plan(1, "Standard"));
  EXPECT_EQ(reader->reference(ReferenceKind::music, 1), music);
  EXPECT_FALSE(reader->reference(ReferenceKind::region, 1));
}

// Lookup by name covers one tree only; references of others with the same name are not found.
TEST_P(References, AreFoundByNameWhereTheyBelong) {
  plant();
  const auto of = [](std::int64_t id, std::int64_t owner, const std::string& name) {
    Reference out = plan(id, name);
    out.owner = {owner};
    return out;
  };
  ASSERT_EQ(write(saves(of(1, 2, "Gold"), of(2, 101, "Gold"), of(3, 1, "Gold"), of(4, 2, "Twin"),
                        of(5, 2, "Twin"), of(6, 2, "Twin"), of(7, 124, "Gold"))),
            Committed::yes);
  const auto reader = store_->read();
  EXPECT_THAT(ids(reader->references_of({2}, ReferenceKind::plan, "Gold")), ElementsAre(1));
  EXPECT_THAT(ids(reader->references_of({101}, ReferenceKind::plan, "Gold")), ElementsAre(2));
  EXPECT_THAT(ids(reader->references_of({2}, ReferenceKind::plan, "Twin")), ElementsAre(4, 5))
      << "two";
  EXPECT_THAT(ids(reader->references_of({2}, ReferenceKind::plan, "gold")), IsEmpty());
  EXPECT_THAT(ids(reader->references_of({2}, ReferenceKind::music, "Gold")), IsEmpty());
  EXPECT_THAT(ids(reader->references_below({101}, ReferenceKind::plan, "Gold")), ElementsAre(2));
  EXPECT_THAT(ids(reader->references_below({2}, ReferenceKind::plan, "Twin")), ElementsAre(4, 5));
  EXPECT_THAT(ids(reader->references_below({77}, ReferenceKind::plan, "Gold")), IsEmpty());
}

// A store from before roles had numbers holds names, which are kept apart from numbers.
TEST_P(Principals, KeepRolesByNameUntilTheyHaveNumbers) {
  plant();
  Principal old = somebody(3, "x", 2);
  old.roles.clear();
  old.role_names = {"administrator", "12", "\"quoted\""};
  ASSERT_EQ(write(saves(old)), Committed::yes);
  EXPECT_EQ(store_->read()->principal(std::int64_t{3}), old);
}

TEST_P(References, DeletedOnesAreFoundByIdOnly) {
  Reference gone = plan(2, "Gone");
  gone.deleted = true;
  ASSERT_EQ(write(saves(plan(1, "a"), plan(2, "Gone"), plan(3, "c"))), Committed::yes);
  ASSERT_EQ(write(saves(gone)), Committed::yes);
  const auto reader = store_->read();
  EXPECT_EQ(reader->reference(ReferenceKind::plan, 2), gone);
  EXPECT_THAT(reader->references_of({2}, ReferenceKind::plan, "Gone"), IsEmpty());
  EXPECT_THAT(ids(reader->references(ReferenceKind::plan, 0, 10)), ElementsAre(1, 3));
  EXPECT_THAT(ids(reader->references(ReferenceKind::plan, 1, 10)), ElementsAre(3));
  EXPECT_THAT(ids(reader->references(ReferenceKind::plan, 0, 1)), ElementsAre(1));
  EXPECT_THAT(ids(reader->references(ReferenceKind::role, 0, 10)), IsEmpty());
}

TEST_P(References, AreNumberedByKind) {
  EXPECT_EQ(write([](Transaction& transaction) {
              transaction.save(plan(5, "x"));
              EXPECT_EQ(transaction.next_reference(ReferenceKind::plan), 6);
              EXPECT_EQ(transaction.next_reference(ReferenceKind::music), 1);
              return true;
            }),
            Committed::yes);
}

}  // namespace
}  // namespace patchbay::store
