// The members of each line.
#include "app/request_log.h"

#include <cstdio>
#include <string_view>
#include <utility>
#include <variant>

#include "app/requests.h"

namespace patchbay::app {
namespace {

// What the log may know of an outcome: ids, never values.
std::int64_t customer_of(const Result<core::Outcome>& outcome) {
  if (!outcome) return 0;
  const auto* receipt = std::get_if<core::Receipt>(&*outcome);
  return receipt ? receipt->view.record.id.value : 0;
}

void add_principal(const Visit& visit, std::vector<Log::Member>& members) {
  if (visit.trace.principal == 0) return;
  members.emplace_back("principal", visit.trace.principal);
  members.emplace_back("name", visit.trace.name);
}

}  // namespace

void RequestLog::tell_failure(const Visit& visit, const std::exception& error) const noexcept try {
  log_.write(Event::request_failed, {{"request", visit.id.text()},
                                     {"door", std::string(visit.routed.door->name)},
                                     {"what", error.what()}});
} catch (const std::exception&) {  // not even the memory for a line of log
  std::fputs("patchbay: a request failed, and could not be logged\n", stderr);
}

void RequestLog::tell_notices(const Visit& visit) const {
  for (const auto* notices : {&visit.trace.notices, &visit.trace.done})
    for (const core::Notice& each : *notices) tell_notice(visit, each);
}

void RequestLog::tell_notice(const Visit& visit, const core::Notice& notice) const {
  std::vector<Log::Member> members{{"request", visit.id.text()},
                                   {"door", std::string(visit.routed.door->name)},
                                   {"source", visit.source}};
  add_principal(visit, members);
  members.insert(members.end(), notice.members.begin(), notice.members.end());
  log_.write(event_of(notice.kind), members);
}

void RequestLog::tell_request(const Visit& visit, int status, std::int64_t us,
                              const Result<core::Outcome>& outcome) const {
  if (!tells(Event::request)) return;
  std::vector<Log::Member> members{
      {"request", visit.id.text()},
      {"door", std::string(visit.routed.door->name)},
      {"method", visit.method},
      {"route", std::string(visit.routed.pattern)},
      {"status", static_cast<std::int64_t>(status)},
      {"us", us},
      {"source", visit.source},
  };
  if (!outcome) members.emplace_back("fault", std::string(word(outcome.error().wrong)));
  add_principal(visit, members);
  if (const std::int64_t id = customer_of(outcome); id != 0) members.emplace_back("customer", id);
  if (const auto* asked = std::get_if<doors::Asked>(&visit.routed.then))
    for (const std::string& warning : asked->call.how.warnings)
      members.emplace_back("warning", warning);
  log_.write(Event::request, members);
}

void RequestLog::tell_aside(Event event, const std::string& id, int status,
                            std::vector<Log::Member> members) const {
  if (!tells(event)) return;
  members.insert(members.begin(), {"request", id});
  members.emplace_back("status", static_cast<std::int64_t>(status));
  log_.write(event, members);
}

}  // namespace patchbay::app
