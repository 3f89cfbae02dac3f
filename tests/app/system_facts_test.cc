// What is gathered of a real data folder: modes, sizes, traces, anchors, certificates, lock-outs.
#include "app/system/system_facts.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/observe/anchors.h"
#include "app/system/findings.h"
#include "app/system/traces.h"
#include "store/open.h"
#include "support/store_options.h"

namespace patchbay::app {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Instant kNow{1'800'000'000'000'000};

// Of a.example, valid until 2054-04-15T21:09:44Z.
constexpr const char* kCertificate = R"(-----BEGIN CERTIFICATE-----
MIIBgDCCASWgAwIBAgIUcEUyYNk0VvyZAaOm85H5XDLZVYcwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJYS5leGFtcGxlMCAXDTI2MTEyODIxMDk0NFoYDzIwNTQwNDE1
MjEwOTQ0WjAUMRIwEAYDVQQDDAlhLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQloqy8auCD/gBajQFtSVme5FK3dYPI4Lg2dJZkxX6Zs0gP1k3lH7W6
1BTJo99EnY2W2I2ERWeAMQiQ3HP5LtuYo1MwUTAdBgNVHQ4EFgQUZYLuMLzDtDDB
htngaWoh0pLotCkwHwYDVR0jBBgwFoAUZYLuMLzDtDDBhtngaWoh0pLotCkwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA3RPvUsNWveXdoIWA1HN7
Z0rL9dFIoyVHAWZOQNQGRtACIQCr/rc/t7cmWKk0L4pKVl4UfWhsMFOUysPruFZN
WEPF/Q==
-----END CERTIFICATE-----
)";

class Facts : public ::testing::Test {
 protected:
  Facts() {
    std::string name = (fs::temp_directory_path() / "patchbay-facts-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no folder");
    home_ = name;
    config_.data = (home_ / "data").string();
    store_ = store::open_sqlite({.random = store::test_random(), .folder = config_.data}).value();
    write("data/sealing.key", "k", 0600);
  }
  ~Facts() override {
    store_->close();
    store_.reset();
    fs::remove_all(home_);
  }

  void write(const std::string& name, const std::string& text, unsigned mode) {
    std::ofstream(home_ / name) << text;
    fs::permissions(home_ / name, fs::perms(mode));
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (home_ / name).string(); }
  SystemFacts gather() {
    const auto reader = store_->read();
    return gather_facts({.config = config_, .now = kNow, .started = kNow, .keeps_traffic = true},
                        reader.get());
  }

  fs::path home_;
  Config config_;
  std::unique_ptr<store::Store> store_;
};

TEST_F(Facts, OfAStoreThatIsWell) {
  const SystemFacts facts = gather();
  EXPECT_EQ(facts.store_kind, "sqlite");
  EXPECT_EQ(facts.unmeasured, "");
  EXPECT_GT(facts.footprint.bytes, 0U);
  EXPECT_TRUE(facts.footprint.log_bytes);
  EXPECT_GT(facts.footprint.disk_bytes, 0U);
  EXPECT_LE(facts.footprint.disk_free_bytes, facts.footprint.disk_bytes);
  EXPECT_GT(facts.footprint.schema, 7);
  EXPECT_EQ(facts.footprint.schema, facts.footprint.newest_schema);
  EXPECT_FALSE(facts.footprint.newest_change) << "there is no customer yet";
  EXPECT_THAT(facts.wide_files, IsEmpty());
  EXPECT_FALSE(facts.last_backup);
  EXPECT_FALSE(facts.last_anchor);
  EXPECT_FALSE(facts.certificate_expires);
  EXPECT_EQ(facts.lockouts, 0U);
}

TEST_F(Facts, FilesThatOthersMayUse) {
  const auto set_mode = [&](const char* name, int mode) {
    fs::permissions(home_ / name, static_cast<fs::perms>(mode));
  };
  const auto data = [&](const char* rest) { return path("data") + rest; };
  set_mode("data", 0755);
  EXPECT_THAT(gather().wide_files, IsEmpty()) << "others may see names and nothing else";
  set_mode("data/patchbay.db", 0640);
  set_mode("data/sealing.key", 0604);
  EXPECT_THAT(gather().wide_files,
              ElementsAre(data("/patchbay.db (mode 0640)"), data("/sealing.key (mode 0604)")));
  set_mode("data", 0710);
  EXPECT_THAT(gather().wide_files, ElementsAre(data("/patchbay.db (mode 0640)")))
      << "only the group may enter";
  set_mode("data", 0700);
  EXPECT_THAT(gather().wide_files, IsEmpty()) << "nobody else may enter";
  set_mode("data", 0720);
  EXPECT_THAT(gather().wide_files, ElementsAre(data(" (mode 0720)")));
  set_mode("data", 0700);
  config_.anchor_file = path("anchors");
  write("anchors", "", 0644);
  EXPECT_THAT(gather().wide_files, IsEmpty());
  set_mode("anchors", 0664);
  EXPECT_THAT(gather().wide_files, ElementsAre(path("anchors") + " (mode 0664)"));
}

TEST_F(Facts, TracesOfCommands) {
  ASSERT_TRUE(leave_trace(config_.data, kBackupTrace, {.time = kNow, .place = "/backup/\"1\""}));
  ASSERT_TRUE(
      leave_trace(config_.data, kVerifyTrace, {.time = kNow, .place = {}, .is_whole = false}));
  SystemFacts facts = gather();
  ASSERT_TRUE(facts.last_backup);
  EXPECT_EQ(facts.last_backup->time, kNow);
  EXPECT_EQ(facts.last_backup->place, "/backup/\"1\"");
  ASSERT_TRUE(facts.last_verify);
  EXPECT_FALSE(facts.last_verify->is_whole);
  ASSERT_TRUE(leave_trace(config_.data, kVerifyTrace,
                          {.time = kNow.plus_seconds(1), .place = {}, .is_whole = true}));
  facts = gather();
  EXPECT_TRUE(facts.last_verify->is_whole);
  EXPECT_EQ(facts.last_verify->time, kNow.plus_seconds(1));

  // What others could have written, or what is no trace, counts for nothing.
  fs::permissions(home_ / "data" / kBackupTrace, fs::perms(0666));
  EXPECT_FALSE(gather().last_backup);
  for (const char* text : {"", "{}", "{\"time\":7}", "{\"time\":\"yesterday\"}", "[", "7"}) {
    write(std::string("data/") + kBackupTrace, text, 0644);
    EXPECT_FALSE(gather().last_backup) << text;
  }
  // A folder that no server uses, such as a backup, gets none.
  fs::create_directory(home_ / "backup");
  EXPECT_TRUE(leave_trace(home_ / "backup", kVerifyTrace, {.time = kNow, .place = {}}));
  EXPECT_TRUE(fs::is_empty(home_ / "backup"));
}

TEST_F(Facts, TheLastAnchorOfItsFile) {
  config_.anchor_file = path("anchors");
  EXPECT_FALSE(gather().last_anchor) << "there is no file yet";
  write("anchors", "no anchor\n", 0600);
  EXPECT_FALSE(gather().last_anchor);
  const auto line = [](std::int64_t seconds) {
    const AuditSeal seal{.hash = std::string(32, 'h')};
    return to_json_line(anchor_of(seal, kNow.plus_seconds(seconds), std::string(32, 's'))) + '\n';
  };
  write("anchors", line(-60) + line(-30), 0600);
  EXPECT_EQ(gather().last_anchor, kNow.plus_seconds(-30));
}

TEST_F(Facts, TheEndOfTheCertificate) {
  config_.tls.certificate_file = path("chain.pem");
  EXPECT_FALSE(gather().certificate_expires);
  write("chain.pem", "no certificate", 0644);
  EXPECT_FALSE(gather().certificate_expires);
  write("chain.pem", kCertificate, 0644);
  EXPECT_EQ(rfc3339(gather().certificate_expires.value()), "2054-04-15T21:09:44.000000Z");
}

TEST_F(Facts, NamesThatAreLockedOut) {
  ASSERT_EQ(store::write_and_wait(*store_,
                                  [](store::Transaction& transaction) {
                                    const auto save = [&](const char* key, std::int64_t seconds) {
                                      transaction.save(
                                          Attempts{.key = key,
                                                   .failures = 5,
                                                   .locked_until = kNow.plus_seconds(seconds),
                                                   .last = kNow});
                                    };
                                    save("n-locked", 30);
                                    save("n-no-more", -1);
                                    save("s-a-source", 30);
                                    return true;
                                  }),
            store::Committed::yes);
  EXPECT_EQ(gather().lockouts, 1U);
}

TEST_F(Facts, AStoreThatIsGoneIsNotMeasured) {
  const auto reader = store_->read();
  config_.data = path("elsewhere");
  const SystemFacts facts =
      gather_facts({.config = config_, .now = kNow, .started = kNow}, nullptr);
  EXPECT_NE(facts.unmeasured, "");
  EXPECT_FALSE(findings_of(facts).empty());
}

}  // namespace
}  // namespace patchbay::app
