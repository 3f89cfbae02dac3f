// Each check of the doctor, with the fault planted that it looks for, and with the nearest state
// that is good.
#include "app/system/doctor.h"

#include <functional>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace patchbay::app {
namespace {

DoctorFacts healthy() {
  DoctorFacts out;
  out.key_copied = true;
  out.key_file = "/data/sealing.key";
  out.inodes = 1'000'000;
  out.inodes_free = 1000;
  out.descriptors = 4096 + 64;
  out.connections_max = 4096;
  out.server = "https://patchbay.example";
  out.version = "1.2.3";
  out.server_version = "1.2.3";
  out.clock_difference_s = -5;
  return out;
}

// "name: what" of each finding.
std::string found(const DoctorFacts& facts) {
  std::string out;
  for (const core::Finding& each : diagnose(facts)) out += each.check + ": " + each.what + '\n';
  return out;
}

struct Fault {
  std::function<void(DoctorFacts&)> plant;
  std::string found;  // empty: nothing
};

const Fault kFaults[] = {
    {[](DoctorFacts&) {}, ""},
    {[](DoctorFacts& facts) { facts = DoctorFacts(); }, ""},
    {[](DoctorFacts& facts) { facts.config_problems = {"a is wrong", "b is wrong"}; },
     "config: The configuration cannot be served: a is wrong; b is wrong.\n"},
    {[](DoctorFacts& facts) { facts.store_problem = "/data does not exist"; },
     "store: There is no store to look at: /data does not exist.\n"},
    {[](DoctorFacts& facts) { facts.key_problem = "/data/sealing.key is not there"; },
     "key: The sealing key: /data/sealing.key is not there.\n"},
    {[](DoctorFacts& facts) { facts.key_copied = false; },
     "key_copy: No copy of the sealing key is known beside /data/sealing.key: without the key the "
     "secrets of a restored store stay sealed.\n"},
    {[](DoctorFacts& facts) { facts.key_copied.reset(); }, ""},
    {[](DoctorFacts& facts) { facts.schema_difference = "the table stray is too many"; },
     "structure: The store is not as this program makes it: the table stray is too many.\n"},
    {[](DoctorFacts& facts) { facts.pooler_problem = "use pool_mode = session."; },
     "pooler: A pooler shares sessions of the database: use pool_mode = session.\n"},
    {[](DoctorFacts& facts) {
       facts.owner_problem = "/data/x belongs to root, and the folder to p";
     },
     "owner: Files of the store have different owners: /data/x belongs to root, and the folder to "
     "p.\n"},
    {[](DoctorFacts& facts) { facts.file_system = "nfs"; },
     "file_system: The data folder is in a file system of the kind nfs, over a network, where "
     "locks "
     "and syncing cannot be relied on.\n"},
    {[](DoctorFacts& facts) { facts.file_system = "tmpfs"; },
     "file_system: The data folder is in a file system of the kind tmpfs, which is lost when the "
     "machine stops.\n"},
    {[](DoctorFacts& facts) { facts.leftovers = {"/data/a.partial"}; },
     "leftovers: Work was cut off and left files behind: /data/a.partial.\n"},
    {[](DoctorFacts& facts) { facts.inodes_free = 999; },
     "inodes: The disk of the store can hold only 999 more files.\n"},
    // Some file systems do not count.
    {[](DoctorFacts& facts) { facts.inodes = facts.inodes_free = 0; }, ""},
    {[](DoctorFacts& facts) { facts.descriptors = 4096 + 63; },
     "descriptors: A process may open at most 4159 files here, and server.connections_max is "
     "4096.\n"},
    {[](DoctorFacts& facts) { facts.is_public = facts.is_plain = true; },
     "plain_http: Other machines may reach the server without TLS.\n"},
    {[](DoctorFacts& facts) { facts.is_plain = true; }, ""},
    {[](DoctorFacts& facts) { facts.is_public = facts.answers_any_host = true; },
     "hosts: Other machines may reach the server under any name, so a page of another site can be "
     "made to look like one of its own.\n"},
    {[](DoctorFacts& facts) { facts.answers_any_host = true; }, ""},
    {[](DoctorFacts& facts) { facts.trusts_any_proxy = true; },
     "proxies: Any address is believed about whom it speaks for, so lock-outs and limits of "
     "addresses can be evaded.\n"},
    {[](DoctorFacts& facts) { facts.shows_metrics_to_any = true; },
     "metrics: Any address may read /metrics.\n"},
    {[](DoctorFacts& facts) { facts.profile_problem = "it can be read by others"; },
     "profile: The profile cannot be used: it can be read by others.\n"},
    {[](DoctorFacts& facts) { facts.server_problem = "the connection was refused"; },
     "server: The server https://patchbay.example does not answer: the connection was refused.\n"},
    {[](DoctorFacts& facts) { facts.sign_in_problem = "the role does not allow it"; },
     "sign_in: The server https://patchbay.example does not say how it is: the role does not allow "
     "it.\n"},
    {[](DoctorFacts& facts) { facts.server_version = "1.2.4"; },
     "version: The server runs version 1.2.4, and this program is 1.2.3.\n"},
    {[](DoctorFacts& facts) { facts.server_version.clear(); }, ""},
    {[](DoctorFacts& facts) { facts.clock_difference_s = 6; },
     "server_clock: The clock of the server is 6 seconds ahead of the clock of this machine.\n"},
    {[](DoctorFacts& facts) { facts.clock_difference_s = -600; },
     "server_clock: The clock of the server is 600 seconds behind the clock of this machine.\n"},
    // What the server finds itself.
    {[](DoctorFacts& facts) {
       facts.server_findings = {{"demo", "It is a demo.", "Make another."}};
     },
     "demo: It is a demo.\n"},
};

TEST(Doctor, FindsEachFaultAndNothingElse) {
  std::set<std::string> seen;
  for (const Fault& each : kFaults) {
    DoctorFacts facts = healthy();
    each.plant(facts);
    EXPECT_EQ(found(facts), each.found);
    seen.insert(each.found.substr(0, each.found.find(':')));
  }
  for (const DoctorCheck& each : doctor_checks())
    EXPECT_TRUE(seen.contains(std::string(each.name))) << each.name << " has no case here";
}

TEST(Doctor, NamesWhatIsHereOnce) {
  DoctorFacts facts = healthy();
  SystemFacts here{.store_kind = "memory"};
  here.is_demo = true;
  facts.here = here;
  facts.server_findings = {{"demo", "The same.", "Do."}, {"log", "Only there.", "Do."}};
  EXPECT_EQ(found(facts),
            "demo: The store is a demo: everybody knows its passwords and keys.\n"
            "log: Only there.\n");
}

TEST(Doctor, HasNamesAndRemedies) {
  std::set<std::string_view> names;
  for (const DoctorCheck& each : doctor_checks()) {
    names.insert(each.name);
    EXPECT_TRUE(each.remedy.ends_with('.')) << each.name;
  }
  EXPECT_EQ(names.size(), doctor_checks().size());
}

}  // namespace
}  // namespace patchbay::app
