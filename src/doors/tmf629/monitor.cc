// Reads and shows monitors.
#include "doors/tmf629/monitor.h"

#include <algorithm>

#include "doors/tmf629/customer_json.h"

namespace patchbay::doors::tmf629 {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

struct Exchange {
  std::string_view method;
  std::string_view status;
};

Exchange exchange_of(Finished::Kind kind, Release release) {
  switch (kind) {
    case Finished::Kind::created:
      return {"POST", "201"};
    case Finished::Kind::removed:
      return {"DELETE", "204"};
    case Finished::Kind::changed:
      break;
  }
  return {"PATCH", release == Release::v3 ? "201" : "200"};
}

}  // namespace

Finished finished(const core::RequestState& state) {
  const RequestRecord& record = state.request_record;
  Finished out{.request = record.id, .customer = record.customer};
  if (!record.changed) return out;
  if (record.version == 1) out.kind = Finished::Kind::created;
  const auto removes = [](const Difference& each) {
    return each.path.field == Field::deleted && each.after == Value{true};
  };
  if (state.entry && std::ranges::any_of(state.entry->differences, removes))
    out.kind = Finished::Kind::removed;
  return out;
}

core::Request read_monitor(CallInput& input) {
  if (!input.query.selection.everything)
    input.decoded.call.problems.push_back(
        {ErrorKind::invalid, "fields", "is for customers, and not for monitors", 0});
  // No request has the nil id, so a text in another form is unknown like any other.
  return core::RequestStatus{.id = Uuid::parse(input.routed.segment(0)).value_or(Uuid{})};
}

std::string monitor_path(const Uuid& request, Release release) {
  return std::string(row(release).base) + "monitor/" + request.text();
}

Tree monitor_json(const Finished& change, Release release, std::string_view base_url) {
  const std::string base(base_url);
  const std::string customer = base + customer_path(change.customer, release);
  const Exchange exchange = exchange_of(change.kind, release);
  const bool is_new = change.kind == Finished::Kind::created;
  Object response{{"statusCode", exchange.status}};
  if (exchange.status == "201")
    response.emplace_back("header", Array{Object{{"name", "Location"}, {"value", customer}}});
  Object out;
  if (release == Release::v5) out.emplace_back("@type", "Monitor");
  out.emplace_back("id", change.request.text());
  out.emplace_back("href", base + monitor_path(change.request, release));
  out.emplace_back("sourceHref", customer);
  out.emplace_back("state", "Completed");
  out.emplace_back(
      "request",
      Object{{"method", exchange.method},
             {"to", is_new ? base + std::string(row(release).base) + "customer" : customer}});
  out.emplace_back("response", std::move(response));
  return Tree(std::move(out));
}

}  // namespace patchbay::doors::tmf629
