// Compares Patchbay's JSON readers with RapidJSON's SAX reader and simdjson's On-Demand reader:
// json_readers [--rounds N]. It prints times and verdicts, and fails if the readers disagree about
// a document that is timed.
#include <charconv>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "json/documents.h"
#include "json/readers.h"
#include "json/strictness.h"
#include "parts/contest.h"
#include "record/formats/codec.h"

namespace patchbay::bench {
namespace {

constexpr double kTurnSeconds = 2e-3;  // how long the first contestant runs in each round

using Job = std::function<void()>;

// Prints the nanoseconds that the first job takes for a byte of `document`, and the times of the
// others relative to it.
void print_times(const Document& document, const std::vector<Job>& jobs, std::size_t rounds) {
  jobs[0]();
  const double start = thread_seconds();
  jobs[0]();
  const auto times = static_cast<std::size_t>(kTurnSeconds / (thread_seconds() - start)) + 1;
  std::vector<Contestant> contestants;
  for (const Job& job : jobs)
    contestants.push_back({"", [&job, times] {
                             for (std::size_t i = 0; i < times; ++i) job();
                           }});
  const std::vector<Standing> standings = contest(contestants, rounds);
  const auto bytes = static_cast<double>(document.text.size() * times);
  std::printf("%-34s %8zu %9.3f", document.name.c_str(), document.text.size(),
              standings[0].seconds * 1e9 / bytes);
  for (std::size_t i = 1; i < standings.size(); ++i) std::printf(" %10.2f", standings[i].ratio);
  std::printf("\n");
  std::fflush(stdout);
}

void use(const void* result) { asm volatile("" : : "r"(result) : "memory"); }

template <class Read>
bool print_readers(const Document& document, std::span<const JsonReader> readers, Read read,
                   std::size_t rounds) {
  const auto wanted = (readers[0].*read)(document.text);
  std::vector<Job> jobs;
  for (const JsonReader& reader : readers) {
    if (!wanted || (reader.*read)(document.text) != wanted) {
      std::printf("%s reads \"%s\" otherwise\n", std::string(reader.name).c_str(),
                  document.name.c_str());
      return false;
    }
    jobs.emplace_back([&document, one = reader.*read] {
      const auto result = one(document.text);
      use(&result);
    });
  }
  print_times(document, jobs, rounds);
  return true;
}

void print_writers(std::size_t rounds) {
  std::printf("\nWriting, ns for a byte\n%-34s %8s %9s\n", "", "bytes", "own");
  for (const Document& document : tree_documents()) {
    const auto tree = wire::json::parse(document.text, kBounds);
    print_times(document, {[&] {
                  const std::string text = wire::json::write(*tree);
                  use(text.data());
                }},
                rounds);
  }
  for (const Document& document : stored_records()) {
    const auto values = decode_values(document.text);
    print_times(document, {[&] {
                  const std::string text = encode(*values);
                  use(text.data());
                }},
                rounds);
  }
}

int run(std::size_t rounds) {
  const JsonReader readers[] = {own_reader(), rapidjson_reader(), simdjson_reader()};
  std::printf("Reading: own in ns for a byte, the others relative to it; less is faster\n%-34s",
              "");
  std::printf(" %8s %9s %10s %10s\n", "bytes", "own", "RapidJSON", "simdjson");
  bool agree = true;
  for (const Document& document : tree_documents())
    agree &= print_readers(document, readers, &JsonReader::tree, rounds);
  for (const Document& document : stored_records())
    agree &= print_readers(document, readers, &JsonReader::values, rounds);
  print_writers(rounds);
  std::printf("\n");
  print_strictness(readers);
  return agree ? 0 : 1;
}

}  // namespace
}  // namespace patchbay::bench

int main(int count, char** arguments) {
  std::size_t rounds = 21;
  if (count == 3 && std::string_view(arguments[1]) == "--rounds") {
    const std::string_view text = arguments[2];
    std::from_chars(text.data(), text.data() + text.size(), rounds);
  } else if (count != 1) {
    rounds = 0;
  }
  if (rounds == 0) {
    std::fprintf(stderr, "usage: json_readers [--rounds N]\n");
    return 2;
  }
  return patchbay::bench::run(rounds);
}
