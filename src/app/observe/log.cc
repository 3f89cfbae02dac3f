// Writes log lines through spdlog.
#include "app/observe/log.h"

#include <mutex>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "wire/json.h"

namespace patchbay::app {
namespace {

spdlog::logger& logger() {
  static const auto kLogger = [] {
    auto made = spdlog::stderr_logger_mt("patchbay");
    made->set_pattern("%v");
    made->set_level(spdlog::level::trace);
    return made;
  }();
  return *kLogger;
}

}  // namespace

Log::Log(const Clock& clock, std::string_view level) : clock_(clock), level_(Level::info) {
  set_level(level);
}

void Log::set_level(std::string_view level) {
  for (const Level each : {Level::debug, Level::info, Level::warning, Level::error})
    if (word(each) == level) level_ = each;
}

void Log::write(LogEvent event, const std::vector<Member>& members) const {
  if (!is_logged(event)) return;
  std::string line = R"({"time":")" + rfc3339(clock_.now()) + R"(","level":")";
  line += word(row(event).level);
  line += R"(","event":)" + wire::json::quote(row(event).word);
  for (const auto& [key, value] : members) {
    line += ',' + wire::json::quote(key) + ':';
    if (const auto* text = std::get_if<std::string>(&value))
      line += wire::json::quote(*text);
    else
      line += std::to_string(std::get<std::int64_t>(value));
  }
  logger().info("{}", line + '}');
}

void Log::flush() const { logger().flush(); }

}  // namespace patchbay::app
