// Each check, with the fault planted that it looks for, and with the nearest state that is good.
#include "app/system/findings.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchbay::app {
namespace {

constexpr std::uint64_t kMiB = 1024 * 1024;
constexpr std::int64_t kDay = 86'400;
constexpr Instant kNow{1'800'000'000'000'000};

// A server of which nothing is to be said.
SystemFacts good() {
  SystemFacts out{.now = kNow,
                  .started = kNow.plus_seconds(-10 * kDay),
                  .store_kind = "sqlite",
                  .location = "/data"};
  out.footprint = {.bytes = 100 * kMiB,
                   .log_bytes = 4 * kMiB,
                   .disk_free_bytes = 50'000 * kMiB,
                   .disk_bytes = 100'000 * kMiB,
                   .schema = 14,
                   .newest_schema = 14,
                   .newest_change = kNow};
  out.made = kNow.plus_seconds(-100 * kDay);
  out.last_backup = core::Deed{.time = kNow.plus_seconds(-kDay), .place = "/backup/1"};
  out.last_verify = core::Deed{.time = kNow, .place = {}};
  out.anchor_minutes = 60;
  out.last_anchor = kNow.plus_seconds(-3600);
  out.certificate_expires = kNow.plus_seconds(15 * kDay);
  return out;
}

// "name: what" of each finding.
std::string found(const SystemFacts& facts) {
  std::string out;
  for (const core::Finding& each : findings_of(facts)) out += each.check + ": " + each.what + '\n';
  return out;
}

struct Fault {
  std::function<void(SystemFacts&)> plant;
  std::string found;  // empty: nothing
};

TEST(Findings, SayWhatIsWrong) {
  const Fault faults[] = {
      {[](SystemFacts&) {}, ""},
      {[](SystemFacts& facts) { facts.storage_problem = "the database file was removed"; },
       "storage: Changes cannot be written now: the database file was removed.\n"},
      {[](SystemFacts& facts) { facts.unmeasured = "no permission"; },
       "measure: The store could not be measured: no permission.\n"},
      {[](SystemFacts& facts) { facts.footprint.newest_change = kNow.plus_seconds(3600); },
       "clock: The newest change in the store has the time 2027-01-15T09:00:00.000000Z, which is "
       "60 minutes ahead of the clock of this machine.\n"},
      {[](SystemFacts& facts) { facts.footprint.newest_change = kNow.plus_seconds(5); }, ""},
      {[](SystemFacts& facts) { facts.footprint.disk_free_bytes = 4'999 * kMiB; },
       "disk: The disk of the store has only 4999 MiB free, of 100000 MiB.\n"},
      {[](SystemFacts& facts) {
         facts.footprint.disk_bytes = 1'000 * kMiB;
         facts.footprint.disk_free_bytes = 500 * kMiB;
       },
       "disk: The disk of the store has only 500 MiB free, of 1000 MiB.\n"},
      {[](SystemFacts& facts) { facts.footprint.disk_free_bytes = 5'000 * kMiB; }, ""},
      {[](SystemFacts& facts) { facts.footprint.disk_free_bytes.reset(); }, ""},
      {[](SystemFacts& facts) { facts.wide_files = {"/data (mode 0775)", "/key (mode 0644)"}; },
       "modes: Other users of this machine may use files of the server: /data (mode 0775), /key "
       "(mode 0644).\n"},
      {[](SystemFacts& facts) { facts.footprint.log_bytes = 257 * kMiB; },
       "log: The write-ahead log of the database has grown to 257 MiB.\n"},
      {[](SystemFacts& facts) { facts.footprint.log_bytes = 256 * kMiB; }, ""},
      {[](SystemFacts& facts) { facts.certificate_expires = kNow.plus_seconds(13 * kDay); },
       "certificate: The TLS certificate is valid for only 13 days, until "
       "2027-01-28T08:00:00.000000Z.\n"},
      {[](SystemFacts& facts) { facts.certificate_expires = kNow.plus_seconds(-1); },
       "certificate: The TLS certificate has been invalid since 2027-01-15T07:59:59.000000Z.\n"},
      {[](SystemFacts& facts) { facts.certificate_expires.reset(); }, ""},
      {[](SystemFacts& facts) { facts.last_backup.reset(); },
       "backup: No backup of this store is known.\n"},
      {[](SystemFacts& facts) {
         facts.last_backup.reset();
         facts.made = kNow.plus_seconds(-kDay + 1);
       },
       ""},
      {[](SystemFacts& facts) {
         facts.last_backup.reset();
         facts.store_kind = "postgresql";
       },
       ""},
      {[](SystemFacts& facts) { facts.last_backup->time = kNow.plus_seconds(-3 * kDay); },
       "backup: The last known backup was made 3 days ago, to /backup/1.\n"},
      {[](SystemFacts& facts) { facts.last_verify->is_whole = false; },
       "verification: `patchbay verify` found at 2027-01-15T08:00:00.000000Z that the store is not "
       "whole.\n"},
      {[](SystemFacts& facts) { facts.last_verify.reset(); }, ""},
      {[](SystemFacts& facts) { facts.anchor_minutes = 0; },
       "anchors: No anchors of history are written.\n"},
      {[](SystemFacts& facts) { facts.last_anchor = kNow.plus_seconds(-2 * 3600 - 301); },
       "anchors: No anchor of history was written for 2 hours, though one is due every 60 "
       "minutes.\n"},
      {[](SystemFacts& facts) { facts.last_anchor.reset(); },
       "anchors: No anchor of history was written for 10 days, though one is due every 60 "
       "minutes.\n"},
      {[](SystemFacts& facts) {
         facts.last_anchor.reset();
         facts.started = kNow.plus_seconds(-60);
       },
       ""},
      {[](SystemFacts& facts) { facts.lockouts = 1; },
       "lockouts: Wrong passwords have locked out 1 name at an address.\n"},
      {[](SystemFacts& facts) { facts.failing_webhooks = {"a (answered 410)", "b"}; },
       "webhooks: Webhooks take nothing: a (answered 410), b.\n"},
      {[](SystemFacts& facts) { facts.late_webhooks = {"a (10000 changes)"}; },
       "late_webhooks: Delivery to webhooks is behind: a (10000 changes).\n"},
      {[](SystemFacts& facts) { facts.lost_systems = {"everlytic.ids_of is 3"}; },
       "old_ids: Callers have ids of an outside system that is not there: everlytic.ids_of is "
       "3.\n"},
      {[](SystemFacts& facts) { facts.keeps_traffic = false; },
       "traffic: This server keeps no recent requests, so nobody can see later what a caller "
       "sent.\n"},
      {[](SystemFacts& facts) { facts.is_demo = true; },
       "demo: The store is a demo: everybody knows its passwords and keys.\n"},
      {[](SystemFacts& facts) { facts.footprint.standby_lag_s = 61; },
       "standby: A standby of the database is 61 seconds behind.\n"},
      {[](SystemFacts& facts) { facts.footprint.standby_lag_s = 60; }, ""},
      {[](SystemFacts& facts) { facts.footprint.schema = 9; },
       "schema: An older version of Patchbay wrote the store: the store has schema 9, and this "
       "program knows schema 14.\n"},
      {[](SystemFacts& facts) { facts.footprint.schema = 15; },
       "schema: A newer version of Patchbay wrote the store: the store has schema 15, and this "
       "program knows schema 14.\n"},
  };
  std::set<std::string> seen;
  for (const Fault& each : faults) {
    SystemFacts facts = good();
    each.plant(facts);
    EXPECT_EQ(found(facts), each.found);
    seen.insert(each.found.substr(0, each.found.find(':')));
  }
  for (const Check& each : checks())
    EXPECT_TRUE(seen.contains(std::string(each.name))) << each.name << " has no case here";
}

TEST(Findings, HaveNamesOfTheirOwnAndSayWhatToDo) {
  std::set<std::string_view> names;
  for (const Check& each : checks()) {
    names.insert(each.name);
    EXPECT_TRUE(each.remedy.ends_with('.')) << each.name;
  }
  EXPECT_EQ(names.size(), checks().size());
}

}  // namespace
}  // namespace patchbay::app
