// The cost of an update without disk and socket, for each door: its bytes are read, routed and
// decoded, the change is made in a store in memory, and the reply is encoded. The requests are
// those of bench/requests.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "app/seed/demo.h"
#include "core/access/actor.h"
#include "core/access/roles.h"
#include "core/change/plan.h"
#include "doors/router.h"
#include "fill/customer.h"
#include "http/request_parser.h"
#include "load/template.h"
#include "store/open.h"

namespace patchbay::bench {
namespace {

// The updates of bench/requests: one for each door, and one for the second protocol of everlytic.
std::vector<std::string> updates() {
  std::vector<std::string> out = doors::door_names();
  out.emplace_back("everlytic_xmlrpc");
  return out;
}

// The demo and one more customer, in memory, and the reseller who signs in.
struct World {
  World() {
    if (!app::bootstrap_demo({*store, *clock, *random, "EUR", /*light_passwords=*/true}))
      std::abort();
    store::write_and_wait(*store, [](store::Transaction& transaction) {
      const Record made = customer(kFirst);
      transaction.save(made, entry_of(nullptr, made));
      return true;
    });
    reader = store->read();
    const auto principal = reader->principal("username");
    if (!principal) std::abort();
    actor = {*principal, core::privileges_of(*reader, *principal)};
  }
  ~World() {
    reader.reset();
    store->close();
  }

  std::unique_ptr<store::Store> store = store::open_memory();
  std::unique_ptr<Clock> clock = system_clock();
  std::unique_ptr<Random> random = system_random();
  std::unique_ptr<store::ReadTransaction> reader;
  core::Actor actor;
  core::SecretSealer sealer{std::string(32, 'k'), *random};
  doors::Settings settings;
  doors::Router router{doors::all_doors(), settings};
};

std::string request_bytes(const std::string& door) {
  std::ifstream in(PATCHBAY_SOURCE_DIR "/bench/requests/" + door + ".http");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (text.empty()) std::abort();
  std::string out;
  RequestTemplate(text).render({kFirst, 1'234'567}, out);
  return out;
}

http::Request read_request(const std::string& bytes) {
  http::RequestParser reader{{.body_bytes_max = 1 << 20}};
  for (std::string_view left = bytes; reader.state() != http::RequestParser::State::complete;) {
    const std::size_t taken = reader.feed(left);
    if (taken == 0) std::abort();
    left.remove_prefix(taken);
  }
  return reader.take();
}

// The outcome of the call, as it would be saved.
Result<core::Outcome> outcome_of(World& world, const core::Call& call) {
  const core::ChangeContext context{*world.reader, world.actor, world.sealer, *world.random,
                                    world.clock->now()};
  auto planned = core::plan_change(context, call);
  if (!planned || planned->differences.size() != 3) std::abort();
  return core::Receipt{Uuid::make_ordered(context.now.us / 1000, *world.random),
                       core::view_of(*world.reader, std::move(planned->after), planned->lineage),
                       std::move(planned->differences), /*changed=*/true, /*rehearsed=*/false};
}

void update(benchmark::State& state, const std::string& door) {
  World world;
  const std::string bytes = request_bytes(door);
  for (const auto& turn : state) {
    (void)turn;
    const http::Request request = read_request(bytes);
    const doors::RoutingResult routing = world.router.route(request);
    const auto& decoded = std::get<doors::DecodedRequest>(routing.result);
    const http::Response reply =
        world.router.encode(*routing.door, decoded, outcome_of(world, decoded.call));
    if (reply.status >= 300) std::abort();
    benchmark::DoNotOptimize(reply.body.data());
  }
}

void decode(benchmark::State& state, const std::string& door) {
  World world;
  const std::string bytes = request_bytes(door);
  for (const auto& turn : state) {
    (void)turn;
    const doors::RoutingResult routing = world.router.route(read_request(bytes));
    benchmark::DoNotOptimize(&routing);
  }
}

}  // namespace
}  // namespace patchbay::bench

// Ignores the scratch folder that ./dev bench passes. All other arguments are Google Benchmark's.
int main(int count, char** arguments) {
  using namespace patchbay::bench;
  for (const std::string& door : updates()) {
    benchmark::RegisterBenchmark(("decode/" + door).c_str(), decode, door);
    benchmark::RegisterBenchmark(("whole/" + door).c_str(), update, door);
  }
  if (count > 1 && arguments[1][0] != '-') {
    arguments[1] = arguments[0];
    --count;
    ++arguments;
  }
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
