// The tools that read.
#include "base/text.h"
#include "doors/mcp/data_block.h"
#include "doors/mcp/door_view.h"
#include "doors/mcp/native_tool.h"
#include "doors/mcp/tools.h"
#include "wire/json.h"

namespace patchbay::doors::mcp {
namespace {

using core::Outcome;
using wire::Object;
using wire::Tree;

// A page that fits a model: the default and the most of `limit`.
struct PageSize {
  std::int64_t standard;
  std::int64_t max;
};
constexpr PageSize kFound{10, 50};
constexpr PageSize kEntries{20, 100};
constexpr PageSize kCompared{20, 100};

std::string limit_of(Arguments& arguments, PageSize size) {
  const auto given = arguments.text("limit");
  if (!given) return std::to_string(size.standard);
  const auto number = parse_whole(*given);
  if (!number || *number < 1 || *number > size.max)
    arguments.refuse("limit", "must be a whole number from 1 to " + std::to_string(size.max));
  return *given;
}

std::string with_limit(std::string query, const std::string& limit) {
  return query + (query.empty() ? '?' : '&') + "limit=" + limit;
}

http::Request find_request(Arguments& arguments) {
  const std::string limit = limit_of(arguments, kFound);
  return inner_request("GET", "/v1/customers" + with_limit(arguments.rest_as_query(), limit));
}

http::Request history_request(Arguments& arguments) {
  const std::string limit = limit_of(arguments, kEntries);
  const std::string customer = arguments.needed("customer");
  return inner_request(
      "GET", customer_target(customer, "/history" + with_limit(arguments.rest_as_query(), limit)));
}

http::Request get_request(Arguments& arguments) {
  const std::string customer = arguments.needed("customer");
  return inner_request("GET", customer_target(customer, arguments.rest_as_query()));
}

http::Request translate_request(Arguments& arguments) {
  return inner_request("POST", "/v1/translate", wire::json::write(Tree(arguments.rest())));
}

http::Request drift_request(Arguments& arguments) {
  const std::string system = arguments.needed("system");
  const std::string limit = limit_of(arguments, kCompared);
  Object body = arguments.rest();
  body.emplace_back("limit", Tree(parse_whole(limit).value_or(kCompared.standard)));
  return inner_request("POST", "/v1/systems/" + wire::form::encode_component(system) + "/drift",
                       wire::json::write(Tree(std::move(body))));
}

}  // namespace

// A tool that is one request of the native API.
#define NATIVE_TOOL(tool, request)                                                               \
  void prepare_##tool(Arguments& arguments, DecodedRequest& decoded, const Settings& settings) { \
    prepare_native(request(arguments), arguments, decoded, settings);                            \
  }                                                                                              \
  Object answer_##tool(Arguments& arguments, const Result<Outcome>& outcome,                     \
                       const Settings& settings) {                                               \
    return answer_native(request(arguments), outcome, settings);                                 \
  }
NATIVE_TOOL(find_customers, find_request)
NATIVE_TOOL(history, history_request)
NATIVE_TOOL(translate, translate_request)
NATIVE_TOOL(drift, drift_request)
#undef NATIVE_TOOL

void prepare_get_customer(Arguments& arguments, DecodedRequest& decoded, const Settings& settings) {
  const auto door = arguments.text("door");
  prepare_native(get_request(arguments), arguments, decoded, settings);
  if (!door || decoded.refused) return;
  auto needed = privilege_to_see(*door, settings);
  if (needed)
    decoded.call.required_privilege = *needed;
  else
    decoded.refused = std::move(needed.error());
}
Object answer_get_customer(Arguments& arguments, const Result<Outcome>& outcome,
                           const Settings& settings) {
  const auto door = arguments.text("door");
  const auto* const view = outcome ? std::get_if<core::View>(&*outcome) : nullptr;
  if (door && view) return tool_result(seen_through(*door, *view, settings), {});
  return answer_native(get_request(arguments), outcome, settings);
}

}  // namespace patchbay::doors::mcp
