// Writes recent requests and groups of problems.
#include "doors/native/history/traffic_json.h"

#include "base/timestamps.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

Object summary_of(const core::TrafficRecord& record) {
  Array problems;
  for (const auto& [field, what] : record.problems)
    problems.emplace_back(Object{{"field", field}, {"detail", what}});
  Object out{{"request", record.request.text()},
             {"time", rfc3339(record.time)},
             {"us", Tree(record.us)},
             {"door", record.door},
             {"method", record.method},
             {"target", record.target},
             {"call", record.call},
             {"source", record.source},
             {"principal", record.principal_name},
             {"principal_id", record.principal == 0 ? Tree(wire::Null{}) : Tree(record.principal)},
             {"status", Tree(std::int64_t{record.status})},
             {"problem", record.problem},
             {"problems", Tree(std::move(problems))}};
  if (record.customer) out.emplace_back("customer", Tree(record.customer.value));
  if (!record.changes.empty())
    if (auto changes = wire::json::parse(record.changes))
      out.emplace_back("changes", *std::move(changes));
  return out;
}

Tree body_json(const core::KeptBody& body) {
  Object out{{"type", body.type}, {"text", body.text}};
  if (!body.omitted.empty()) out.emplace_back("omitted", body.omitted);
  return Tree(std::move(out));
}

}  // namespace

Tree traffic_json(const core::TrafficPage& page) {
  Array items;
  for (const core::TrafficRecord& each : page.items) items.emplace_back(summary_of(each));
  Object out{{"items", Tree(std::move(items))},
             {"newest", Tree(page.newest)},
             {"kept", Tree(page.is_kept)}};
  if (page.next > 0) out.emplace_back("next", Tree(page.next));
  return Tree(std::move(out));
}

Tree traffic_json(const core::TrafficRecord& record) {
  Object out = summary_of(record);
  out.emplace_back("sent", body_json(record.sent));
  out.emplace_back("replied", body_json(record.replied));
  return Tree(std::move(out));
}

Tree problems_json(const core::ProblemGroups& groups) {
  Array items;
  for (const core::ProblemGroup& each : groups.groups)
    items.emplace_back(Object{{"door", each.door},
                              {"problem", each.problem},
                              {"field", each.field},
                              {"count", Tree(each.count)},
                              {"first", rfc3339(each.first)},
                              {"last", rfc3339(each.last)}});
  return Tree(Object{{"items", Tree(std::move(items))}});
}

}  // namespace patchbay::doors::native
