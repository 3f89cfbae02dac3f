// The program `simulate`: runs many seeds, or one of them again.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "simulation/run.h"

namespace patchbay::simulation {
namespace {

// Fewer runs miss rare states, so a slow machine takes longer for them.
constexpr std::uint64_t kRunsLeast = 600;

struct Arguments {
  std::uint64_t runs = 1000;
  std::uint64_t first = 1;
  double seconds_max = 0;  // 0: no limit
  std::size_t operations_max = RunOptions{}.operations_max;
  bool one = false;     // one seed, with its trace
  bool prints = false;  // every event
};

constexpr const char* kUsage =
    "usage: simulate [--runs N] [--from SEED] [--seconds S] [--operations N]\n"
    "       simulate --seed SEED [--operations N] [--events]\n"
    "Runs N seeds, by default 1000 from 1, for about S seconds at most; or one seed, and prints a "
    "hash "
    "of\n"
    "its events, or each of them. Exits with 1 if a run fails.\n"
    "The last lines say how many seconds of a processor it took, and count the runs that reached "
    "each\n"
    "rare state.\n";

bool parse(std::span<char*> given, Arguments& out) {
  for (std::size_t i = 1; i < given.size(); ++i) {
    const std::string_view option = given[i];
    if (option == "--events") {
      out.prints = true;
      continue;
    }
    if (++i == given.size()) return false;
    char* end = nullptr;
    const double value = std::strtod(given[i], &end);
    if (*end != '\0' || value < 0) return false;
    if (option == "--runs")
      out.runs = static_cast<std::uint64_t>(value);
    else if (option == "--from")
      out.first = static_cast<std::uint64_t>(value);
    else if (option == "--seconds")
      out.seconds_max = value;
    else if (option == "--operations")
      out.operations_max = static_cast<std::size_t>(value);
    else if (option == "--seed")
      out.first = static_cast<std::uint64_t>(value), out.one = true;
    else
      return false;
  }
  return true;
}

void print_failure(Ground& ground, const RunOptions& options, const RunResult& failed) {
  for (const std::string& each : failed.faults)
    std::printf("seed %llu: %s\n", static_cast<unsigned long long>(options.seed), each.c_str());
  const std::size_t least = shrink(ground, options);
  std::printf(
      "seed %llu fails with %zu operations: again with `simulate --seed %llu "
      "--operations %zu`\n",
      static_cast<unsigned long long>(options.seed), least,
      static_cast<unsigned long long>(options.seed), least);
  std::fflush(stdout);
}

int run_one(Ground& ground, const Arguments& arguments) {
  const RunResult result = run(ground, {.seed = arguments.first,
                                        .operations_max = arguments.operations_max,
                                        .prints = arguments.prints});
  for (const std::string& each : result.faults)
    std::printf("seed %llu: %s\n", static_cast<unsigned long long>(arguments.first), each.c_str());
  std::printf("trace %016llx of %llu events, %zu operations, %zu entries\n",
              static_cast<unsigned long long>(result.trace),
              static_cast<unsigned long long>(result.events), result.operations, result.entries);
  return result.faults.empty() ? 0 : 1;
}

int run_all(Ground& ground, const Arguments& arguments) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  RareCounts counts{};
  std::uint64_t failed = 0;
  std::uint64_t runs = 0;
  std::uint64_t operations = 0;
  for (; runs < arguments.runs && failed < 5; ++runs) {
    if (arguments.seconds_max > 0 && runs >= kRunsLeast && seconds() > arguments.seconds_max) break;
    const RunOptions options{.seed = arguments.first + runs,
                             .operations_max = arguments.operations_max};
    const RunResult result = run(ground, options);
    operations += result.operations;
    result.reached.add_to(counts);
    if (result.faults.empty()) continue;
    ++failed;
    print_failure(ground, options, result);
  }
  std::printf("runs %llu failed %llu operations %llu seconds %.1f\n",
              static_cast<unsigned long long>(runs), static_cast<unsigned long long>(failed),
              static_cast<unsigned long long>(operations),
              static_cast<double>(std::clock()) / CLOCKS_PER_SEC);
  for (std::size_t i = 0; i < counts.size(); ++i)
    std::printf("reached %s %s %llu\n", std::string(kRare[i].name).c_str(),
                kRare[i].often == Often::ci ? "ci" : "nightly",
                static_cast<unsigned long long>(counts[i]));
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace patchbay::simulation

int main(int count, char** given) {
  using namespace patchbay::simulation;
  Arguments arguments;
  if (!parse({given, static_cast<std::size_t>(count)}, arguments)) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  Ground ground;
  return arguments.one ? run_one(ground, arguments) : run_all(ground, arguments);
}
