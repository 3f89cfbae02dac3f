// The command `shadow`: a relay before a vendor's server, which rehearses here what passes.
#include <csignal>
#include <cstdio>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>

#include "app/descriptor_limit.h"
#include "app/report_failure.h"
#include "base/result.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/remote/remote_options.h"
#include "cli/shadow/comparer.h"
#include "cli/shadow/queue.h"
#include "cli/transfer/output_file.h"
#include "http/relay.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

constexpr std::size_t kMebibyte = std::size_t{1} << 20;
constexpr std::size_t kKeptBodyBytesMax = 4 * kMebibyte;
constexpr std::size_t kKeptBytesMax = 64 * kMebibyte;
constexpr std::size_t kQueueBytesMax = 64 * kMebibyte;
constexpr std::size_t kConnectionsMax = 1000;
constexpr rlim_t kOwnDescriptors = 64;
constexpr std::chrono::seconds kVendorTimeout{120};
constexpr std::chrono::seconds kHereTimeout{10};
constexpr std::chrono::seconds kDrainTime{30};

struct ShadowArguments {
  RemoteOptions remote;
  std::string listen;
  std::string upstream;
  std::string door;
  std::string authorities;
  std::string report;
  std::size_t queue = 1000;
  ShadowRules rules;
};

struct Address {
  std::string host;
  std::uint16_t port = 0;
};

Answer<Address> parse_listen(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  const auto port = colon == std::string::npos
                        ? std::nullopt
                        : parse_whole(std::string_view(text).substr(colon + 1));
  if (!port || *port < 0 || *port > 65535)
    return fail("--listen must be an address and a port, as 127.0.0.1:8081");
  std::string host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return Address{std::move(host), static_cast<std::uint16_t>(*port)};
}

Answer<const doors::Door*> shadowed(const ShadowArguments& arguments) {
  const doors::Door* const door = doors::find_shadowed(arguments.door);
  if (!door)
    return fail(
        "--door must be a dialect of a vendor: m2mportal, flolive, everlytic or "
        "enswitch");
  const bool has_tokens = doors::client_of(door->name)->authorization.starts_with("Bearer");
  if (arguments.rules.same_credentials && has_tokens)
    return fail("--same-credentials does not work with " + arguments.door +
                ", because its tokens are the vendor's own");
  return door;
}

Answer<void> must_be_apart(const Session& here, const http::Url& upstream) {
  if (here.profile().server.origin() != upstream.origin()) return {};
  return fail("--upstream is the server of the profile: name the vendor's");
}

// Whether the file of reports can be made, before anything is found that belongs there.
Answer<void> can_be_written(const std::string& file) {
  if (file.empty()) return {};
  const auto tried = OutputFile::open(file, packing_by_name(file), {});
  if (!tried) return fail(tried.error());
  return {};
}

// SIGTERM and SIGINT end the shadow, SIGUSR1 asks for a report. Must be blocked before there are
// other threads.
class ShadowSignals {
 public:
  ShadowSignals() {
    std::signal(SIGPIPE, SIG_IGN);
    sigemptyset(&set_);
    for (const int each : {SIGTERM, SIGINT, SIGUSR1}) sigaddset(&set_, each);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  // Whether a report is asked for; otherwise the shadow ends.
  [[nodiscard]] bool wait_for_report() const {
    int got = 0;
    while (sigwait(&set_, &got) != 0) continue;
    return got == SIGUSR1;
  }

 private:
  sigset_t set_{};
};

// The queue and the thread that empties it.
class ShadowWork {
 public:
  ShadowWork(Comparer& comparer, ShadowFindings& findings, std::size_t count_max)
      : comparer_(comparer),
        findings_(findings),
        queue_(count_max, kQueueBytesMax),
        thread_([this, &comparer] {
          while (auto passed = queue_.next()) comparer.compare(*std::move(passed));
          std::scoped_lock lock(mutex_);
          is_done_ = true;
          done_.notify_all();
        }) {}

  void put(http::Passed passed) {
    const bool may_change = passed.request.method != "GET" && passed.request.method != "HEAD";
    if (queue_.put(std::move(passed))) return;
    if (may_change) comparer_.note_left_out();
    findings_.add_not_compared(doors::NotCompared::no_room);
  }
  // Compares what waits, for as long as there is time.
  void end() {
    queue_.end();
    std::unique_lock lock(mutex_);
    if (!done_.wait_for(lock, kDrainTime, [this] { return is_done_; }))
      findings_.add_not_compared(doors::NotCompared::no_room, queue_.drop_all());
  }

 private:
  Comparer& comparer_;
  ShadowFindings& findings_;
  PassedQueue queue_;
  std::mutex mutex_;
  std::condition_variable done_;
  bool is_done_ = false;
  std::jthread thread_;
};

class Shadow {
 public:
  Shadow(ShadowArguments& arguments, const doors::Door& door)
      : arguments_(arguments), door_(door) {}

  Answer<int> run();

 private:
  Answer<void> report(const http::Relay& relay);

  ShadowArguments& arguments_;
  const doors::Door& door_;
  ShadowFindings findings_;
};

Answer<void> Shadow::report(const http::Relay& relay) {
  const http::RelayCounts counts = relay.counts();
  wire::Tree tree = findings_.json(arguments_.door);
  tree.set("requests", static_cast<std::int64_t>(counts.requests));
  tree.set("unanswered", static_cast<std::int64_t>(counts.unanswered));
  tree.set("connections_refused", static_cast<std::int64_t>(counts.connections_refused));
  // One of the two may fail, and the other still says what was found.
  const auto printed = arguments_.remote.print(tree, [&](const Terminal&) {
    return "requests: " + std::to_string(counts.requests) +
           ", without a whole reply: " + std::to_string(counts.unanswered) + '\n' +
           findings_.text(arguments_.door);
  });
  if (!arguments_.report.empty()) {
    auto file = OutputFile::open(arguments_.report, packing_by_name(arguments_.report), {});
    if (!file) return fail(file.error());
    if (auto done = (*file)->write(wire::json::write_pretty(tree) + '\n'); !done)
      return fail(done.error());
    if (auto done = (*file)->finish(); !done) return fail(done.error());
  }
  return printed;
}

Answer<int> Shadow::run() {
  const Address address = TRY(parse_listen(arguments_.listen));
  const http::Url upstream = TRY(parse_server(arguments_.upstream));
  const ShadowSignals signals;
  const Session here = TRY(arguments_.remote.open(kHereTimeout));
  TRY_DO(must_be_apart(here, upstream));
  TRY_DO(can_be_written(arguments_.report));
  auto there = http::Client::open({.policy = http::AddressPolicy({"0.0.0.0/0", "::/0"}),
                                   .timeout = kHereTimeout,
                                   .reply_bytes_max = Comparer::kRereadBytesMax,
                                   .kept_bytes_max = Comparer::kRereadBytesMax,
                                   .authorities_file = arguments_.authorities});
  if (!there) return fail(there.error());
  Comparer comparer(door_, arguments_.rules, here, upstream,
                    arguments_.rules.rereads ? there->get() : nullptr, findings_);
  ShadowWork work(comparer, findings_, arguments_.queue);
  auto relay = http::Relay::open(
      {.address = address.host,
       .port = address.port,
       .upstream = upstream,
       .authorities_file = arguments_.authorities,
       .timeout = kVendorTimeout,
       .connections_max = raise_descriptor_limit(kConnectionsMax, kOwnDescriptors, /*each=*/2),
       .kept_bytes_max = kKeptBodyBytesMax,
       .kept_all_bytes_max = kKeptBytesMax},
      [&work](http::Passed passed) { work.put(std::move(passed)); });
  if (!relay) {
    work.end();
    return fail(relay.error());
  }
  std::fprintf(stderr, "patchbay: port %d passes requests on to %s\n", (*relay)->port(),
               upstream.origin().c_str());
  std::jthread passing([&relay] { (*relay)->run(); });
  while (signals.wait_for_report())
    if (auto done = report(**relay); !done) (void)app::report(done.error());
  (*relay)->stop();
  passing.join();
  work.end();
  TRY_DO(report(**relay));
  if ((*relay)->counts().requests > 0 && findings_.compared() == 0)
    return fail("nothing was compared: the report says why");
  return findings_.differs() ? kDiffers : kDone;
}

Answer<int> shadow(ShadowArguments& arguments) {
  TRY_DO(arguments.remote.prepare());
  const doors::Door* const door = TRY(shadowed(arguments));
  return Shadow(arguments, *door).run();
}

}  // namespace

Run define_shadow(CLI::App& command) {
  const auto arguments = std::make_shared<ShadowArguments>();
  command.add_option("--listen", arguments->listen, "Address and port for the vendor's clients")
      ->type_name("HOST:PORT")
      ->required();
  command.add_option("--upstream", arguments->upstream, "The vendor's server, without a path")
      ->type_name("URL")
      ->required();
  command
      .add_option("--door", arguments->door, "The dialect: m2mportal, flolive, everlytic, enswitch")
      ->required();
  command
      .add_option("--authorities", arguments->authorities,
                  "Certificates that the vendor's server is trusted by, PEM; those of the system "
                  "otherwise")
      ->type_name("FILE");
  command
      .add_option("--report", arguments->report,
                  "Also writes each report to this file, as JSON, in place of an earlier one")
      ->type_name("FILE");
  command
      .add_option("--ignore", arguments->rules.ignore,
                  "A difference that does not count: a field as the dialect names it, a cause, or "
                  "FIELD:CAUSE; can be repeated")
      ->type_name("NAME");
  command.add_flag("--reread", arguments->rules.rereads,
                   "Send a request that reads and differs to the vendor once more: what differs "
                   "between two replies of the vendor is noise, and is ignored from then on");
  command.add_flag("--same-credentials", arguments->rules.same_credentials,
                   "Rehearse with the credentials of the vendor's clients; without it, with those "
                   "of the profile");
  command
      .add_option("--queue", arguments->queue,
                  "Requests that may wait to be compared; more are passed on and not compared")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  arguments->remote.add_to(command);
  command.footer(
      "Passes each request on to the vendor and its reply back, and rehearses it here: nothing is "
      "written. SIGUSR1 prints what was found so far; SIGTERM and SIGINT end it with a report. "
      "Exits with 0 if nothing differed, 1 if something did, and 2 after an error or if nothing "
      "was "
      "compared. Causes:\n" +
      doors::reply_causes_text());
  return [arguments] { return finish(shadow(*arguments)); };
}

}  // namespace patchbay::app
