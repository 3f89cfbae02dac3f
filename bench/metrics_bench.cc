// The cost of counting a request, with one thread and with several threads that count for the same
// door, and of reading all metrics.
#include <benchmark/benchmark.h>

#include "app/observe/metrics.h"
#include "store/open.h"

namespace patchbay::app {
namespace {

RequestCounts& counts() {
  static RequestCounts kCounts(doors::all_doors());
  return kCounts;
}

void count_a_request(benchmark::State& state) {
  const doors::Door& door = *doors::all_doors().back();
  const RequestResult done = RequestResult::of(core::Outcome{});
  std::uint64_t us = 0;
  for (auto _ : state) counts().count_reply(door, done, us = (us * 7 + 13) % 20'000);
}
BENCHMARK(count_a_request)->Threads(1)->Threads(2);

void read_all(benchmark::State& state) {
  const auto store = store::open_memory();
  const MetricSources sources{.requests = counts(),
                              .store = *store,
                              .connections = [] { return std::size_t{1}; },
                              .body_bytes = [] { return std::size_t{0}; },
                              .passwords_waiting = [] { return std::size_t{0}; },
                              .started = {}};
  for (auto _ : state) benchmark::DoNotOptimize(to_prometheus_text(sources).size());
}
BENCHMARK(read_all)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace patchbay::app

int main(int, char** arguments) {
  int count = 1;  // the scratch folder is not for the library
  benchmark::Initialize(&count, arguments);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
