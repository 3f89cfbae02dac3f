// Writes log lines through spdlog.
#include "app/observe/log.h"

#include <mutex>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/json_writer.h"

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
  constexpr std::size_t kUsual = 400;  // bytes
  std::string line;
  line.reserve(kUsual);
  line.append(R"({"time":")").append(rfc3339(clock_.now())).append(R"(","level":")");
  line.append(word(row(event).level)).append(R"(","event":)");
  append_json_text(line, row(event).word, JsonEscapes::letters);
  for (const auto& [key, value] : members) {
    line += ',';
    append_json_text(line, key, JsonEscapes::letters);
    line += ':';
    if (const auto* text = std::get_if<std::string>(&value))
      append_json_text(line, *text, JsonEscapes::letters);
    else
      line += std::to_string(std::get<std::int64_t>(value));
  }
  line += '}';
  logger().log(spdlog::level::info, spdlog::string_view_t(line));
}

void Log::flush() const { logger().flush(); }

}  // namespace patchbay::app
