// The load generator as a program: reads a request template, prints one line of JSON.
#include <cstdio>
#include <fstream>
#include <iterator>

#include <CLI/CLI.hpp>
#include <sched.h>
#include <unistd.h>

#include "load/generator.h"

namespace patchbay::bench {
namespace {

// Runs on the last processor if there are several, so that the scheduler moves it as little as
// possible.
void pin() {
  const long processors = ::sysconf(_SC_NPROCESSORS_ONLN);
  if (processors < 2) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<std::size_t>(processors - 1), &set);
  ::sched_setaffinity(0, sizeof set, &set);
}

int run(int count, char** arguments) {
  CLI::App program{
      "Sends one kind of request, in a closed or an open loop, and says how it was answered."};
  Load load;
  std::string file;
  bool unpinned = false;
  program.add_option("template", file, "File with the request (grammar in template.h)")->required();
  program.add_option("--port", load.port, "Where the server listens")->required();
  program.add_option("--connections", load.connections, "Kept open");
  program.add_option("--warmup", load.warmup_s, "Seconds before the counting begins");
  program.add_option("--seconds", load.seconds, "Seconds that are counted");
  program
      .add_option("--rate", load.rate,
                  "Open loop: requests fall due so many times a second; 0: closed loop")
      ->check(CLI::Range(0.0, 1e6));
  program.add_option("--first", load.first, "The first customer's number");
  program.add_option("--customers", load.customers, "How many there are from there");
  program.add_option("--seed", load.seed, "Of the choice of customers and of the turns");
  program.add_option("--status", load.status, "What every reply's status must be");
  program.add_option("--expects", load.expects, "What every reply's body must hold");
  program.add_flag("--unpinned", unpinned, "Run on any processor");
  CLI11_PARSE(program, count, arguments);

  std::ifstream in(file);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (text.empty()) {
    std::fprintf(stderr, "load: %s cannot be read\n", file.c_str());
    return 2;
  }
  if (!unpinned) pin();
  auto measured = generate(load, RequestTemplate(text));
  if (!measured) {
    std::fprintf(stderr, "load: %s\n", measured.error().c_str());
    return 1;
  }
  Latencies& took = measured->latencies;
  std::printf(
      "{\"connections\":%d,\"rate\":%.1f,\"requests\":%zu,\"unanswered\":%zu,\"per_second\":%.1f,"
      "\"p50_us\":%.1f,\"p90_us\":%.1f,\"p99_us\":%.1f,\"p999_us\":%.1f,\"max_us\":%.1f,"
      "\"reply_bytes\":%.1f,\"generator_cpu\":%.2f}\n",
      load.connections, load.rate, took.count() - measured->unanswered, measured->unanswered,
      static_cast<double>(took.count() - measured->unanswered) / measured->seconds, took.at(0.5),
      took.at(0.9), took.at(0.99), took.at(0.999), took.at(1), measured->reply_bytes,
      measured->cpu_share);
  return 0;
}

}  // namespace
}  // namespace patchbay::bench

int main(int count, char** arguments) { return patchbay::bench::run(count, arguments); }
