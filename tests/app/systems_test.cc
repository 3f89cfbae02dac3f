// Customers in outside systems: found, made, written and read back, over a network that lies.
#include <gtest/gtest.h>

#include "reach/systems/field_name.h"
#include "systems_world.h"

namespace patchbay::app {
namespace {

using reach::Applied;
using reach::Owner;

std::vector<reach::FieldPolicy> fields_of(std::string_view door, Owner owner = Owner::review) {
  if (door == "m2mportal") return {{"website", owner}, {"notes", owner}};
  std::vector<reach::FieldPolicy> out = {
      {"name", owner}, {"contacts/primary/email", owner}, {"contacts/primary/telephone", owner}};
  if (door == "everlytic")
    out.push_back({"website", owner});
  else
    out.push_back({"tax_number", owner});
  return out;
}

constexpr std::string_view kReadable[] = {"enswitch", "everlytic", "flolive"};

Record volvo(TestRecord& record) {
  return record.make({{"name", "Volvo"},
                      {"contacts/primary/email", "a@volvo.example"},
                      {"contacts/primary/telephone", "+46 31 1"},
                      {"website", "https://volvo.example"},
                      {"tax_number", "SE1"}});
}

// Plans and applies everything; returns the words of the results.
std::string synced(TestSystem& system, TestRecord& record) {
  const auto comparison = system.compare(*record.records);
  if (!comparison) return comparison.error().sentence();
  reach::RemoteSystem remote = system.remote();
  reach::Application application(system.description, *record.records, remote, system.links);
  std::string out;
  for (const reach::Finding& each : comparison->findings) {
    const auto applied =
        application.apply(reach::to_planned(each, system.description.policy.digest_key));
    out += (out.empty() ? "" : " ") + std::string(word(applied.value().result));
  }
  return out;
}

// The customer in the world of the vendor.
Record copy_of(TestSystem& system, const Record& customer) {
  const auto known = system.links.all().find(customer.uuid);
  if (known == system.links.all().end()) return {};
  const auto subject = reach::parse_subject(known->second.remote, false);
  const auto reader = system.vendor->world.store().read();
  if (const auto* id = std::get_if<CustomerId>(&subject))
    return reader->customer(*id).value_or(Record{});
  if (const auto* uuid = std::get_if<Uuid>(&subject))
    return reader->customer(*uuid).value_or(Record{});
  return {};
}

std::size_t count_named(TestSystem& system, std::string_view name) {
  return system.vendor->world.store().read()->named(CustomerId{2}, name).size();
}

std::string text_at(const Record& record, std::string_view name) {
  const auto value = value_at(record, *reach::find_target(name));
  return value ? std::get<std::string>(*value) : std::string();
}

std::string remarks(TestSystem& system, TestRecord& record) {
  std::string out;
  const auto comparison = system.compare(*record.records).value();
  for (const reach::Remark& each : comparison.remarks)
    out += std::string(word(each.kind)) + ' ' + each.name + '\n';
  return out;
}

TEST(Systems, ACustomerIsMadeThenKeptInStepBothWays) {
  for (const std::string_view door : kReadable) {
    TestRecord record;
    TestSystem system(door, fields_of(door));
    const Record customer = volvo(record);
    // The two customers that both worlds begin with differ in nothing.
    EXPECT_NE(synced(system, record).find("made"), std::string::npos) << door;
    EXPECT_EQ(synced(system, record), "") << door;
    const int changes = system.vendor->changes;
    edit(record.world, customer, "name", "Volvo Cars", *reach::find_target("name"));
    EXPECT_EQ(synced(system, record), "done") << door;
    EXPECT_EQ(system.vendor->changes, changes + 1) << door;
    const Record there = copy_of(system, customer);
    EXPECT_EQ(there.name(), "Volvo Cars") << door;
    edit(system.vendor->world, there, "contacts/primary/email", "b@volvo.example",
         *reach::find_target("contacts/primary/email"));
    EXPECT_EQ(synced(system, record), "done") << door;
    EXPECT_EQ(value_at(record.world.customer(customer.id.value),
                       *reach::find_target("contacts/primary/email")),
              Value(std::string("b@volvo.example")))
        << door;
    EXPECT_EQ(system.vendor->changes, changes + 1) << door;
    EXPECT_EQ(synced(system, record), "") << door;
  }
}

// Every single failure of every request: nothing is made twice, and all arrives.
TEST(Systems, WhatTheNetworkLosesIsReadBack) {
  using Cut = Vendor::Cut;
  for (const std::string_view door : kReadable)
    for (const Cut cut : {Cut::before, Cut::after, Cut::busy, Cut::unreadable})
      for (int at = 1; at <= 12; ++at) {
        TestRecord record;
        TestSystem system(door, fields_of(door));
        const Record customer = volvo(record);
        int count = 0;
        system.vendor->faults = [&] { return ++count == at ? cut : Cut::none; };
        for (int round = 0; round < 3; ++round) synced(system, record);
        edit(record.world, customer, "name", "Volvo Cars", *reach::find_target("name"));
        const int changes = system.vendor->changes;
        count = 0;
        for (int round = 0; round < 3; ++round) synced(system, record);
        const std::string which = std::string(door) + ' ' + std::to_string(at);
        EXPECT_EQ(system.vendor->changes, changes + 1) << which;
        EXPECT_EQ(count_named(system, "Volvo Cars"), 1U) << which;
        EXPECT_EQ(count_named(system, "Volvo"), 0U) << which;
        EXPECT_EQ(copy_of(system, customer).name(), "Volvo Cars") << which;
      }
}

// A kill before and after each request and each write of the links.
TEST(Systems, AKillAtAnyStepNeitherMakesTwiceNorLosesAnything) {
  int kills = 0;
  for (const std::string_view door : kReadable)
    for (int kind = 0; kind < 4; ++kind)
      for (int at = 1; at <= 16; ++at) {
        TestRecord record;
        TestSystem system(door, fields_of(door));
        const Record customer = volvo(record);
        int* const points[] = {&system.vendor->kill_at, &system.vendor->kill_after,
                               &system.links.kill_at, &system.links.kill_after};
        for (const std::string_view name : {"Volvo", "Volvo Cars", "Saab", "Saab Cars"}) {
          if (name != "Volvo")
            edit(record.world, customer, "name", std::string(name), *reach::find_target("name"));
          *points[kind] = at;
          try {
            synced(system, record);
          } catch (const Killed&) {
            ++kills;
          }
          *points[kind] = 0;
          synced(system, record);
          const std::string which =
              std::string(door) + ' ' + std::to_string(kind) + ' ' + std::to_string(at);
          EXPECT_EQ(count_named(system, name), 1U) << which;
          EXPECT_EQ(copy_of(system, customer).name(), name) << which;
          EXPECT_EQ(record.world.customer(customer.id.value).name(), name) << which;
        }
        EXPECT_EQ(synced(system, record), "");
      }
  EXPECT_GE(kills, 200);
}

TEST(Systems, ComparingSendsNothingThatWrites) {
  for (const std::string_view door : kReadable) {
    TestRecord record;
    TestSystem system(door, fields_of(door));
    volvo(record);
    ASSERT_TRUE(system.compare(*record.records));
    EXPECT_GT(system.vendor->requests, 0);
    EXPECT_EQ(system.vendor->changes, 0) << door;
  }
}

TEST(Systems, BothChangedIsForAPersonUnlessAFieldHasAnOwner) {
  for (const Owner owner : {Owner::review, Owner::record, Owner::system}) {
    TestRecord record;
    TestSystem system("enswitch", fields_of("enswitch", owner));
    const Record customer = volvo(record);
    synced(system, record);
    edit(record.world, customer, "tax_number", "ours", *reach::find_target("tax_number"));
    edit(system.vendor->world, copy_of(system, customer), "tax_number", "theirs",
         *reach::find_target("tax_number"));
    const auto found = system.compare(*record.records).value().findings;
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().plan.conflicts.size(), owner == Owner::review ? 1U : 0U);
    if (owner != Owner::review) {
      EXPECT_TRUE(found.front().plan.operations.front().overrules);
    }
    synced(system, record);
    const std::string here = text_at(record.world.customer(customer.id.value), "tax_number");
    const std::string there = text_at(copy_of(system, customer), "tax_number");
    EXPECT_EQ(here, owner == Owner::system ? "theirs" : "ours");
    EXPECT_EQ(there, owner == Owner::record ? "ours" : "theirs");
  }
}

TEST(Systems, WhatChangedSinceThePlanIsNotWritten) {
  TestRecord record;
  TestSystem system("everlytic", fields_of("everlytic"));
  const Record customer = volvo(record);
  synced(system, record);
  edit(record.world, customer, "name", "Volvo Cars", *reach::find_target("name"));
  const auto planned = system.compare(*record.records).value().findings;
  ASSERT_EQ(planned.size(), 1U);
  edit(system.vendor->world, copy_of(system, customer), "name", "Saab",
       *reach::find_target("name"));
  reach::RemoteSystem remote = system.remote();
  reach::Application application(system.description, *record.records, remote, system.links);
  const auto applied = application.apply(reach::to_planned(planned.front(), {})).value();
  EXPECT_EQ(applied.result, Applied::Result::stale) << applied.why;
  EXPECT_EQ(copy_of(system, customer).name(), "Saab");
}

// A system that cuts names off is written once for each change.
TEST(Systems, AValueThatASystemAltersIsListedAndNotWrittenAgain) {
  TestRecord record;
  TestSystem system("enswitch", fields_of("enswitch"));
  const Record customer = volvo(record);
  synced(system, record);
  system.vendor->alter = [](core::Call& call) {
    if (auto* update = std::get_if<core::UpdateCustomer>(&call.request))
      for (core::FieldEdit& each : update->edits)
        if (each.field == "name") each.edit = Value(std::string("Volvo C"));
  };
  edit(record.world, customer, "name", "Volvo Cars", *reach::find_target("name"));
  const int changes = system.vendor->changes;
  EXPECT_EQ(synced(system, record), "done");
  for (int round = 0; round < 3; ++round) synced(system, record);
  EXPECT_EQ(system.vendor->changes, changes + 1);
  EXPECT_EQ(record.world.customer(customer.id.value).name(), "Volvo Cars");
  const auto found = system.compare(*record.records).value().findings;
  ASSERT_EQ(found.size(), 1U);
  ASSERT_EQ(found.front().plan.conflicts.size(), 1U);
  EXPECT_EQ(found.front().plan.conflicts.front().decision, reach::Decision::altered);
}

TEST(Systems, ARefusalHasTheVendorsWordsAndOurField) {
  TestRecord record;
  TestSystem system("enswitch", fields_of("enswitch"));
  const Record customer = volvo(record);
  synced(system, record);
  system.vendor->alter = [](core::Call& call) {
    if (auto* update = std::get_if<core::UpdateCustomer>(&call.request))
      for (core::FieldEdit& each : update->edits)
        if (each.field == "tax_number") each.objection = "must be a number that this vendor likes";
  };
  edit(record.world, customer, "tax_number", "odd", *reach::find_target("tax_number"));
  const auto planned = system.compare(*record.records).value().findings;
  reach::RemoteSystem remote = system.remote();
  reach::Application application(system.description, *record.records, remote, system.links);
  const auto applied = application.apply(reach::to_planned(planned.front(), {})).value();
  EXPECT_EQ(applied.result, Applied::Result::refused);
  EXPECT_EQ(applied.why, "tax_number must be a number that this vendor likes.");
  EXPECT_EQ(text_at(copy_of(system, customer), "tax_number"), "SE1");
}

// The record may be changed again before it is known what became of a write.
TEST(Systems, AValueThatMayHaveBeenSentIsNoEditOfTheSystem) {
  const Target name{.field = Field::name};
  // The second time the record has again what both agreed on.
  for (const std::string last : {"Second", "Volvo", "First"}) {
    TestRecord record;
    TestSystem system("enswitch", fields_of("enswitch"));
    const Record customer = volvo(record);
    synced(system, record);
    edit(record.world, customer, "name", "First", name);
    const auto planned = system.compare(*record.records).value().findings;
    ASSERT_EQ(planned.size(), 1U);
    reach::RemoteSystem remote = system.remote();
    // It is read, and from the write on no reply arrives.
    int count = 0;
    system.vendor->faults = [&] { return ++count > 1 ? Vendor::Cut::after : Vendor::Cut::none; };
    reach::Application application(system.description, *record.records, remote, system.links);
    EXPECT_EQ(application.apply(reach::to_planned(planned.front(), {})).value().result,
              Applied::Result::unclear);
    system.vendor->faults = [] { return Vendor::Cut::none; };
    EXPECT_EQ(text_at(copy_of(system, customer), "name"), "First") << "it was done all the same";
    if (last != "First") edit(record.world, customer, "name", last, name);
    EXPECT_EQ(synced(system, record), last == "First" ? "linked" : "done") << last;
    EXPECT_EQ(text_at(copy_of(system, customer), "name"), last);
    EXPECT_TRUE(system.links.all().at(customer.uuid).base.at("name").sent.empty());
  }
}

TEST(Systems, ACustomerThatIsRefusedIsNotBeingMade) {
  TestRecord record;
  TestSystem system("enswitch", fields_of("enswitch"));
  const Record customer =
      record.make({{"name", "Saab"}, {"contacts/primary/email", "a@saab.example"}});
  system.vendor->alter = [](core::Call& call) {
    if (auto* create = std::get_if<core::CreateCustomer>(&call.request))
      for (core::FieldEdit& each : create->edits)
        if (each.field == "name") each.objection = "must be a name that this vendor likes";
  };
  const auto planned = system.compare(*record.records).value().findings;
  const auto makes = std::ranges::find(planned, true, &reach::Finding::makes);
  ASSERT_NE(makes, planned.end());
  reach::RemoteSystem remote = system.remote();
  reach::Application application(system.description, *record.records, remote, system.links);
  EXPECT_EQ(application.apply(reach::to_planned(*makes, {})).value().result,
            Applied::Result::refused);
  EXPECT_TRUE(system.links.all().at(customer.uuid).was_refused);
}

TEST(Systems, ADialectWithoutReadsIsWrittenByNameOnce) {
  TestRecord record;
  TestSystem system("m2mportal", fields_of("m2mportal", Owner::record));
  const Record ten = record.world.customer(10);
  edit(record.world, ten, "notes", "hello", *reach::find_target("notes"));
  synced(system, record);
  EXPECT_EQ(text_at(system.vendor->world.customer(10), "notes"), "hello");
  EXPECT_EQ(system.vendor->changes, 1);
  synced(system, record);
  EXPECT_EQ(system.vendor->changes, 1);
  edit(record.world, ten, "notes", "", *reach::find_target("notes"));
  synced(system, record);
  EXPECT_EQ(text_at(system.vendor->world.customer(10), "notes"), "");
}

TEST(Systems, NothingIsDeletedWhenACustomerIsGone) {
  TestRecord record;
  TestSystem system("everlytic", fields_of("everlytic"));
  const Record customer = volvo(record);
  synced(system, record);
  core::UpdateCustomer remove{.subject = copy_of(system, customer).id};
  remove.edits.push_back(
      {.target = {.field = Field::deleted}, .edit = Value(true), .field = "deleted"});
  ASSERT_TRUE(
      system.vendor->world.ask("owner", remove, {.any_of = core::Privilege::administrator}));
  EXPECT_NE(remarks(system, record).find("gone Volvo"), std::string::npos)
      << remarks(system, record);
  synced(system, record);
  EXPECT_FALSE(record.world.customer(customer.id.value).deleted());
  EXPECT_EQ(count_named(system, "Volvo"), 0U);
}

TEST(Systems, AnAmbiguousMatchIsNotTaken) {
  TestRecord record;
  TestSystem system("everlytic", fields_of("everlytic"));
  const Record customer = volvo(record);
  synced(system, record);
  TestSystem other("everlytic", fields_of("everlytic"));
  for (const char* email : {"x@a.example", "y@a.example"}) {
    core::CreateCustomer create{.parent = CustomerId{2}};
    create.edits.push_back({.target = *reach::find_target("name"),
                            .edit = Value(std::string("Volvo")),
                            .field = "name"});
    create.edits.push_back({.target = *reach::find_target("contacts/primary/email"),
                            .edit = Value(std::string(email)),
                            .field = "email"});
    ASSERT_TRUE(
        other.vendor->world.ask("owner", create, {.any_of = core::Privilege::administrator}));
  }
  EXPECT_NE(remarks(other, record).find("ambiguous Volvo"), std::string::npos);
  synced(other, record);
  EXPECT_FALSE(other.links.all().contains(customer.uuid));
  EXPECT_EQ(count_named(other, "Volvo"), 2U);
}

TEST(Systems, MoreNewCustomersThanAllowedAreNotMade) {
  TestRecord record;
  TestSystem system("everlytic", fields_of("everlytic"));
  system.description.make_max = 1;
  for (const char* name : {"A", "B"})
    record.make({{"name", name}, {"contacts/primary/email", std::string(name) + "@a.example"}});
  const std::string found = remarks(system, record);
  EXPECT_NE(found.find("not_made A"), std::string::npos) << found;
  EXPECT_NE(found.find("not_made B"), std::string::npos) << found;
  synced(system, record);
  EXPECT_EQ(system.vendor->changes, 0);
}

}  // namespace
}  // namespace patchbay::app
