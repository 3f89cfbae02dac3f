// Health, readiness and metrics: who is answered what, and how readiness comes and goes.
#include "app/serve/operator_paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/failing_store.h"

namespace patchbay::app {
namespace {

using testing::HasSubstr;

class OperationsTest : public testing::Test {
 protected:
  ~OperationsTest() override { store_.close(); }

  http::Response ask(const std::string& path, const std::string& method = "GET",
                     const std::string& source = "127.0.0.1") {
    const auto reply = operations_.find_reply({.method = method, .path = path, .source = source});
    return reply ? *reply : http::Response{.status = 0};
  }
  int ready() { return ask("/readyz").status; }
  // What was seen of the store is seen anew.
  void later() { clock_.advance_seconds(1); }

  FailingStore store_;
  ManualClock clock_;
  RequestCounts counts_{doors::all_doors()};
  Health health_{store_, clock_};
  OperatorPaths operations_{health_,
                            {.requests = counts_,
                             .store = store_,
                             .connections = [] { return std::size_t{7}; },
                             .body_bytes = [] { return std::size_t{9}; },
                             .passwords_waiting = [] { return std::size_t{3}; },
                             .live_readers = [] { return std::size_t{2}; },
                             .started = clock_.now()},
                            {"127.0.0.0/8", "::1/128", "192.0.2.0/28"}};
};

TEST_F(OperationsTest, NoDoorOwnsTheirPaths) {
  for (const OperatorPaths::Row& row : OperatorPaths::rows())
    for (const doors::Door* door : doors::all_doors())
      EXPECT_FALSE(door->owns(row.path)) << door->name << ' ' << row.path;
}

TEST_F(OperationsTest, TakeGetAndHeadOnly) {
  for (const OperatorPaths::Row& row : OperatorPaths::rows()) {
    const std::string path(row.path);
    EXPECT_EQ(ask(path).status, 200);
    EXPECT_EQ(ask(path, "HEAD").status, 200);
    for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "get"}) {
      http::Response refusal = ask(path, method);
      EXPECT_EQ(refusal.status, 405) << method;
      EXPECT_THAT(refusal.headers, testing::Contains(testing::Pair("Allow", "GET, HEAD")));
    }
    for (const std::string& other :
         std::initializer_list<std::string>{path + '/', path + "x", '/' + path, "/"})
      EXPECT_EQ(ask(other).status, 0) << other;
  }
}

TEST_F(OperationsTest, ShowMetricsToTheirSourcesOnly) {
  for (const char* source : {"127.0.0.1", "127.1.2.3", "::1", "192.0.2.15"})
    EXPECT_EQ(ask("/metrics", "GET", source).status, 200) << source;
  for (const char* source : {"192.0.2.16", "10.0.0.1", "::2", "128.0.0.1", ""}) {
    EXPECT_EQ(ask("/metrics", "GET", source).status, 0) << source;
    EXPECT_EQ(ask("/metrics", "POST", source).status, 0) << source;
    EXPECT_EQ(ask("/healthz", "GET", source).status, 200) << source;
    EXPECT_EQ(ask("/readyz", "GET", source).status, 200) << source;
  }
}

TEST_F(OperationsTest, ReadinessFollowsReads) {
  EXPECT_EQ(ready(), 200);
  store_.reads_fail = true;
  EXPECT_EQ(ready(), 200) << "what was seen holds for a second";
  later();
  EXPECT_EQ(ready(), 503);
  EXPECT_EQ(ask("/readyz").body, R"({"status":"not ready","reason":"the store cannot be read"})");
  EXPECT_EQ(ask("/healthz").status, 200);
  store_.reads_fail = false;
  later();
  EXPECT_EQ(ready(), 200);
}

// Nobody sends changes to a server that is not ready: it finds out for itself when it is again.
TEST_F(OperationsTest, ReadinessFollowsCommits) {
  store_.writes_fail = true;
  EXPECT_EQ(ready(), 200) << "nothing was tried";
  store_.write([](store::Transaction&) { return true; }, [](store::Committed) {});
  for (int i = 0; i < 3; ++i) {
    later();
    EXPECT_EQ(ready(), 503);
    EXPECT_THAT(ask("/readyz").body, HasSubstr("could not be committed"));
  }
  store_.writes_fail = false;
  later();
  EXPECT_EQ(ready(), 503) << "the commit that shows it is tried";
  store_.close();
  later();
  EXPECT_EQ(ready(), 200);
}

TEST_F(OperationsTest, ReadinessLooksOnceASecond) {
  for (int i = 0; i < 100; ++i) (void)ready();
  EXPECT_EQ(store_.reads, 1);
  EXPECT_EQ(store_.writes, 0);
  store_.writes_fail = true;
  store_.write([](store::Transaction&) { return true; }, [](store::Committed) {});
  later();
  for (int i = 0; i < 100; ++i) (void)ready();
  EXPECT_EQ(store_.reads, 2);
  EXPECT_EQ(store_.writes, 2) << "one of ours and one that was tried";
}

TEST_F(OperationsTest, MetricsAreWhatWasCounted) {
  const doors::Door& door = *doors::all_doors().front();
  counts_.count_reply(door, RequestResult::of(core::Outcome{}), 250);
  counts_.count_reply(door, RequestResult::of(core::Outcome{}), 251);
  counts_.count_refusal(431);
  const std::string text = ask("/metrics").body;
  for (const char* line : {
           R"(patchbay_requests_total{door="m2mportal",verdict="done"} 2)",
           R"(patchbay_requests_total{door="native",verdict="done"} 0)",
           R"(patchbay_request_seconds_bucket{door="m2mportal",ending="done",le="0.0001"} 0)",
           R"(patchbay_request_seconds_bucket{door="m2mportal",ending="done",le="0.00025"} 1)",
           R"(patchbay_request_seconds_bucket{door="m2mportal",ending="done",le="0.0005"} 2)",
           R"(patchbay_request_seconds_bucket{door="m2mportal",ending="done",le="+Inf"} 2)",
           R"(patchbay_request_seconds_sum{door="m2mportal",ending="done"} 0.000501)",
           R"(patchbay_request_seconds_count{door="m2mportal",ending="done"} 2)",
           R"(patchbay_http_refusals_total{status="431"} 1)",
           "patchbay_connections 7",
           "patchbay_body_bytes 9",
           "patchbay_password_queue 3",
           "process_start_time_seconds 1800000000",
       })
    EXPECT_THAT(text, HasSubstr(std::string("\n") + line + '\n'));
}

TEST_F(OperationsTest, AMetricIsNamedOnceAndSaysWhatItIs) {
  const std::string text = ask("/metrics").body;
  for (const Metric& each : metrics()) {
    const std::string name(each.name);
    EXPECT_THAT(text, HasSubstr("# HELP " + name + ' ' + std::string(each.help) + '\n'));
    EXPECT_THAT(text, HasSubstr("# TYPE " + name + ' ' + std::string(word(each.kind)) + '\n'));
    EXPECT_EQ(name.ends_with("_total"), each.kind == MetricKind::counter) << name;
    EXPECT_FALSE(each.help.empty());
  }
}

}  // namespace
}  // namespace patchbay::app
