// The rows of resources, and how each is read.
#include "doors/mcp/resources.h"

#include "doors/door.h"
#include "doors/mcp/data_block.h"
#include "doors/mcp/native_tool.h"
#include "wire/json.h"

namespace patchbay::doors::mcp {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

constexpr std::string_view kFields = "patchbay://fields";
constexpr std::string_view kDecisions = "patchbay://decisions";
constexpr std::string_view kCustomers = "patchbay://customers/";

struct ResourceRow {
  std::string_view uri;
  std::string_view name;
  std::string_view title;
  std::string_view description;
};
constexpr ResourceRow kResources[] = {
    {kFields, "fields", "The fields of a customer",
     "Each field with its meaning and what it takes, as rehearse_change wants it."},
    {kDecisions, "decisions", "Decisions of the doors",
     "Where the document of a vendor is silent or contradicts itself, and what this server does."},
};

Tree row_json(const ResourceRow& row, std::string_view member) {
  return Tree(Object{{std::string(member), row.uri},
                     {"name", row.name},
                     {"title", row.title},
                     {"description", row.description},
                     {"mimeType", "application/json"}});
}

Tree decisions_json() {
  Array out;
  for (const Door* door : all_doors())
    for (const Decision& each : door->decisions)
      out.emplace_back(Object{
          {"door", door->name}, {"id", each.id}, {"setting", each.setting}, {"text", each.text}});
  return Tree(std::move(out));
}

http::Request request_for(std::string_view uri) {
  if (!uri.starts_with(kCustomers)) return inner_request("GET", "/v1/fields");
  uri.remove_prefix(kCustomers.size());
  return inner_request("GET", customer_target(uri));
}

}  // namespace

Array resources_json() {
  Array out;
  for (const ResourceRow& each : kResources) out.push_back(row_json(each, "uri"));
  return out;
}

Array templates_json() {
  constexpr ResourceRow kTemplate{"patchbay://customers/{id}", "customer", "A customer",
                                  "The customer of an id or uuid, as get_customer reads it."};
  return {row_json(kTemplate, "uriTemplate")};
}

bool prepare_resource(const std::string& uri, DecodedRequest& decoded, const Settings& settings) {
  decoded.call.request = core::WhoAmI{};
  if (uri == kFields || uri == kDecisions) return true;
  if (!uri.starts_with(kCustomers) || uri.size() == kCustomers.size()) return false;
  const Object none;
  Arguments arguments(none);
  prepare_native(request_for(uri), arguments, decoded, settings);
  return !decoded.refused;
}

std::string resource_text(const std::string& uri, const core::Outcome& outcome,
                          const Settings& settings) {
  if (uri == kDecisions) return wire::json::write(decisions_json());
  auto inner = decode_inner(request_for(uri), settings);
  if (auto* response = std::get_if<http::Response>(&inner)) return std::move(response->body);
  // Text from a record is marked here too.
  const Tree customer = body_of(encode_inner(std::get<InnerCall>(inner), outcome, settings));
  return wire::json::write(Tree(Object{{"notice", kNotice}, {"data", customer}}));
}

}  // namespace patchbay::doors::mcp
