// Writes the log lines about a request.
#include "app/observe/request_log.h"

#include <cstdio>
#include <string_view>
#include <utility>
#include <variant>

#include "app/observe/request_counts.h"

namespace patchbay::app {
namespace {

// What the log may hold of an outcome: ids, never values.
std::int64_t customer_of(const Result<core::Outcome>& outcome) {
  if (!outcome) return 0;
  const auto* receipt = std::get_if<core::Receipt>(&*outcome);
  return receipt ? receipt->view.record.id.value : 0;
}

void add_principal(const Exchange& exchange, std::vector<Log::Member>& members) {
  if (exchange.trace.principal == 0) return;
  members.emplace_back("principal", exchange.trace.principal);
  members.emplace_back("name", exchange.trace.name);
}

}  // namespace

void RequestLog::log_failure(const Exchange& exchange, const std::exception& error) const noexcept
    try {
  log_.write(LogEvent::request_failed, {{"request", exchange.id.text()},
                                        {"door", std::string(exchange.routing.door->name)},
                                        {"what", error.what()}});
} catch (const std::exception&) {  // there is no memory even for a log line
  std::fputs("patchbay: a request failed, and could not be logged\n", stderr);
}

void RequestLog::log_security_events(const Exchange& exchange) const {
  for (const auto* notices : {&exchange.trace.notices, &exchange.trace.done})
    for (const core::Notice& each : *notices) log_notice(exchange, each);
}

void RequestLog::log_notice(const Exchange& exchange, const core::Notice& notice) const {
  std::vector<Log::Member> members{{"request", exchange.id.text()},
                                   {"door", std::string(exchange.routing.door->name)},
                                   {"source", exchange.source}};
  add_principal(exchange, members);
  members.insert(members.end(), notice.members.begin(), notice.members.end());
  log_.write(to_log_event(notice.kind), members);
}

void RequestLog::log_request(const Exchange& exchange, int status, std::int64_t us,
                             const Result<core::Outcome>& outcome) const {
  if (!is_logged(LogEvent::request)) return;
  std::vector<Log::Member> members{
      {"request", exchange.id.text()},
      {"door", std::string(exchange.routing.door->name)},
      {"method", exchange.method},
      {"route", std::string(exchange.routing.pattern)},
      {"status", static_cast<std::int64_t>(status)},
      {"us", us},
      {"source", exchange.source},
  };
  if (!outcome) members.emplace_back("fault", std::string(word(outcome.error().kind)));
  add_principal(exchange, members);
  if (const std::int64_t id = customer_of(outcome); id != 0) members.emplace_back("customer", id);
  if (const auto* decoded = std::get_if<doors::DecodedRequest>(&exchange.routing.result))
    for (const std::string& warning : decoded->call.options.warnings)
      members.emplace_back("warning", warning);
  log_.write(LogEvent::request, members);
}

void RequestLog::log_undispatched(LogEvent event, const std::string& id, int status,
                                  std::vector<Log::Member> members) const {
  if (!is_logged(event)) return;
  members.insert(members.begin(), {"request", id});
  members.emplace_back("status", static_cast<std::int64_t>(status));
  log_.write(event, members);
}

}  // namespace patchbay::app
