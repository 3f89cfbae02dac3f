// What a line of the log costs with each kind of logger of spdlog, and which lines are left after
// the process was killed. Usage: part_log FOLDER
#include "app/observe/log.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>

#include <fcntl.h>
#include <spdlog/async.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/wait.h>
#include <unistd.h>

#include "parts/contest.h"

namespace patchbay::bench {
namespace {

constexpr int kLines = 20'000;
constexpr int kLinesBeforeKill = 1000;
constexpr std::size_t kQueueLines = 8192;
constexpr std::size_t kRounds = 9;

double process_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// The line of a request, which is the commonest.
std::vector<app::Log::Member> members(int number) {
  return {{"request", "0190a5c2-7d30-7c5e-9b6a-000000000001"},
          {"door", "native"},
          {"method", "PATCH"},
          {"route", "/v1/customers/{id}"},
          {"status", std::int64_t{200}},
          {"us", std::int64_t{412}},
          {"source", "192.0.2.7"},
          {"principal", std::int64_t{7}},
          {"name", "alice"},
          {"customer", std::int64_t{number}}};
}

std::string line(int number) {
  return R"({"time":"2026-11-28T08:00:00.000000Z","level":"info","event":"request",)"
         R"("request":"0190a5c2-7d30-7c5e-9b6a-000000000001","door":"native","method":"PATCH",)"
         R"("route":"/v1/customers/{id}","status":200,"us":412,"source":"192.0.2.7",)"
         R"("principal":7,"name":"alice","customer":)" +
         std::to_string(number) + "}";
}

// Sends standard error to the end of a file.
void redirect_stderr(const std::string& file) {
  const int opened = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (opened < 0 || ::dup2(opened, STDERR_FILENO) < 0) std::abort();
  ::close(opened);
}

// Writes lines, and writes out what is still waiting when it is destroyed.
class Writer {
 public:
  virtual ~Writer() = default;
  virtual void write(int number) = 0;
};

class OwnWriter final : public Writer {
 public:
  void write(int number) override { log_.write(app::LogEvent::request, members(number)); }

 private:
  std::unique_ptr<Clock> clock_ = system_clock();
  app::Log log_{*clock_, "info"};
};

class SpdlogWriter final : public Writer {
 public:
  SpdlogWriter(spdlog::sink_ptr sink, bool is_async) : is_async_(is_async) {
    if (is_async) {
      spdlog::init_thread_pool(kQueueLines, 1);
      logger_ = std::make_shared<spdlog::async_logger>(
          "bench", std::move(sink), spdlog::thread_pool(), spdlog::async_overflow_policy::block);
    } else {
      logger_ = std::make_shared<spdlog::logger>("bench", std::move(sink));
    }
    logger_->set_pattern("%v");
  }
  SpdlogWriter(const SpdlogWriter&) = delete;
  SpdlogWriter& operator=(const SpdlogWriter&) = delete;
  ~SpdlogWriter() override {
    if (!is_async_) logger_->flush();
    logger_.reset();
    if (is_async_) spdlog::details::registry::instance().set_tp(nullptr);  // waits for the queue
  }
  void write(int number) override { logger_->info("{}", line(number)); }

 private:
  bool is_async_;
  std::shared_ptr<spdlog::logger> logger_;
};

struct Kind {
  const char* name;
  std::function<std::unique_ptr<Writer>(const std::string& file)> make;
};

std::unique_ptr<Writer> to_stderr(const std::string& file, bool is_async) {
  redirect_stderr(file);
  return std::make_unique<SpdlogWriter>(std::make_shared<spdlog::sinks::stderr_sink_mt>(),
                                        is_async);
}

std::unique_ptr<Writer> to_file(const std::string& file, bool is_async) {
  return std::make_unique<SpdlogWriter>(std::make_shared<spdlog::sinks::basic_file_sink_mt>(file),
                                        is_async);
}

const Kind kKinds[] = {
    {"standard error", [](const std::string& file) { return to_stderr(file, false); }},
    {"standard error, asynchronous", [](const std::string& file) { return to_stderr(file, true); }},
    {"file, buffered", [](const std::string& file) { return to_file(file, false); }},
    {"rotating file, buffered",
     [](const std::string& file) -> std::unique_ptr<Writer> {
       return std::make_unique<SpdlogWriter>(
           std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file, 64 << 20, 3), false);
     }},
    {"file, buffered, asynchronous", [](const std::string& file) { return to_file(file, true); }},
    {"ours, with making the line",
     [](const std::string& file) -> std::unique_ptr<Writer> {
       redirect_stderr(file);
       return std::make_unique<OwnWriter>();
     }},
};

// Forks a process that writes lines and kills itself, and counts what the file then holds.
void kill_and_count(const Kind& kind, const std::string& file) {
  std::filesystem::remove(file);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto writer = kind.make(file);
    for (int number = 0; number < kLinesBeforeKill; ++number) writer->write(number);
    ::raise(SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  std::ifstream in(file);
  int whole = 0;
  int cut = 0;
  for (std::string text; std::getline(in, text);) ++(text.ends_with('}') ? whole : cut);
  std::printf("%-30s after SIGKILL: %4d of %d lines, %d cut\n", kind.name, whole, kLinesBeforeKill,
              cut);
}

void run(const std::string& folder) {
  const std::string file = folder + "/log.txt";
  const int error = ::dup(STDERR_FILENO);
  std::vector<Contestant> contestants;
  std::vector<std::vector<double>> all_threads(std::size(kKinds));
  std::vector<std::vector<double>> caller(std::size(kKinds));
  for (std::size_t which = 0; which < std::size(kKinds); ++which)
    contestants.push_back({kKinds[which].name, [&, which] {
                             std::filesystem::remove(file);
                             const double process = process_seconds();
                             auto writer = kKinds[which].make(file);
                             const double thread = thread_seconds();
                             for (int number = 0; number < kLines; ++number) writer->write(number);
                             caller[which].push_back(thread_seconds() - thread);
                             writer.reset();
                             all_threads[which].push_back(process_seconds() - process);
                             ::dup2(error, STDERR_FILENO);
                           }});
  static_cast<void>(contest(contestants, kRounds));  // each job keeps its own figures
  for (std::size_t which = 0; which < std::size(kKinds); ++which)
    std::printf("%-30s caller %.2f us a line, all threads %.2f us\n", kKinds[which].name,
                median(caller[which]) / kLines * 1e6, median(all_threads[which]) / kLines * 1e6);
  std::fflush(stdout);
  for (const Kind& kind : kKinds) kill_and_count(kind, file);
}

}  // namespace
}  // namespace patchbay::bench

int main(int count, char** words) {
  if (count != 2) return 2;
  patchbay::bench::run(words[1]);
}
