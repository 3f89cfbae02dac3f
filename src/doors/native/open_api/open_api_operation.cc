// One operation of the document: its parameters and its replies.
#include <algorithm>

#include "base/text.h"
#include "doors/native/open_api/open_api.h"
#include "doors/native/open_api/open_api_examples.h"
#include "doors/native/open_api/open_api_schemas.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

Tree component(std::string_view group, std::string_view name) {
  return Tree(Object{{"$ref", "#/components/" + std::string(group) + '/' + std::string(name)}});
}

// The schema of a captured path segment, by the beginning of the path.
struct Capture {
  std::string_view prefix;
  std::string_view name;
  std::string_view component;
};
constexpr Capture kCaptures[] = {
    {"/v1/customers/", "id", "CustomerId"}, {"/v1/requests/", "id", "RequestId"},
    {"/v1/traffic/", "id", "RequestId"},    {"/v1/principals/", "id", "PrincipalId"},
    {"/v1/references/", "kind", "Kind"},    {"/v1/me/views/", "name", "ViewName"},
    {"/v1/webhooks/", "id", "WebhookId"},   {"/v1/systems/", "id", "SystemId"},
    {"/v1/", "id", "ReferenceId"},
};

Tree parameters_of(const Operation& operation) {
  Array out;
  for (const Capture& each : kCaptures) {
    if (!operation.path.starts_with(each.prefix) || !operation.path.contains(':')) continue;
    out.push_back(component("parameters", each.component));
    if (each.name != "id" && operation.path.contains("/:id"))
      out.push_back(component("parameters", "ReferenceId"));
    if (operation.path.contains("/:customer"))
      out.push_back(component("parameters", "LinkedCustomer"));
    break;
  }
  for (const Parameter& each : operation.query)
    out.emplace_back(Object{{"name", each.name},
                            {"in", "query"},
                            {"required", each.required},
                            {"description", each.meaning},
                            {"schema", parameter_schema(each)},
                            {"example", parameter_example(each)}});
  if (!operation.rehearses() && operation.success.tagged)
    out.push_back(component("parameters", "IfNoneMatch"));
  if (operation.rehearses() || operation.route == import_customers)
    for (const char* name : {"Rehearse", "Reason"}) out.push_back(component("parameters", name));
  if (!operation.rehearses()) return Tree(std::move(out));
  out.push_back(component("parameters", "IdempotencyKey"));
  if (operation.path.contains(':'))
    for (const char* name : {"IfMatch", "IfNoneMatch", "IfVersion"})
      out.push_back(component("parameters", name));
  if (operation.path.contains(':') || operation.success.tagged)
    out.push_back(component("parameters", "Prefer"));
  return Tree(std::move(out));
}

// The content of a media type: the schema, and the example of the schema of that name.
Tree media_of(Tree schema, std::string_view name) {
  Tree out(Object{{"schema", std::move(schema)}});
  if (example_of(name)) out.set("examples", Tree(Object{{"example", component("examples", name)}}));
  return out;
}

Tree body_of(const Body& body) {
  Object media;
  for (const std::string_view each : body.media) {
    const std::string_view schema = body.schema_of(each);
    media.emplace_back(each, media_of(component("schemas", schema), schema));
  }
  return Tree(Object{{"required", true}, {"content", Tree(std::move(media))}});
}

// A reply with these headers. A null schema means no body.
Tree reply(std::string_view description, const Array& headers, const Success& success,
           const Tree& schema, std::string_view example) {
  Tree out(Object{{"description", description}});
  Object described;
  for (const Tree& name : headers)
    described.emplace_back(*name.text(), component("headers", *name.text()));
  if (!described.empty()) out.set("headers", Tree(std::move(described)));
  if (!schema.is_null())
    out.set("content", Tree(Object{{std::string(success.media), media_of(schema, example)}}));
  return out;
}

// Whether a call of this route asks an outside system, which may refuse our credentials.
bool asks_a_system(RouteId route) {
  return route == system_drift || route == system_plan || route == system_apply || route == choose;
}

// The statuses with which a request to this route can be refused, in order. Those without a
// condition can happen on every route.
std::vector<int> refusals_of(const Operation& operation) {
  const bool writes = operation.rehearses();
  const bool is_of_one = operation.path.contains(':');
  // The description itself needs no credentials.
  const bool asks = operation.route != open_api;
  std::vector<int> out;
  const auto add = [&](int status, bool can) {
    if (can) out.push_back(status);
  };
  add(400, true);
  add(401, asks);
  add(403, asks);
  add(404, is_of_one || asks);
  add(405, true);
  add(408, true);
  add(409, writes || operation.route == save_view || operation.route == export_customers ||
               operation.route == import_customers || asks_a_system(operation.route));
  add(412, writes && is_of_one);
  add(413, true);
  add(415, true);
  add(417, true);
  add(421, true);
  add(422, true);
  add(428, writes && is_of_one);
  add(429, asks);
  add(431, true);
  add(500, asks);
  add(501, true);
  add(503, true);
  add(505, true);
  return out;
}

Tree responses_of(const Operation& operation) {
  const Success& done = operation.success;
  const bool rehearses = operation.rehearses();
  const bool of_customer = done.schema == "Customer";
  Tree schema = done.schema.empty() ? Tree() : component("schemas", done.schema);
  const Tree rehearsal = of_customer ? component("schemas", "Rehearsal") : schema;
  Object out;
  Array headers;
  if (done.tagged) headers.emplace_back("ETag");
  if (rehearses && (of_customer || operation.route == erase_customer))
    headers.emplace_back("Patchbay-Request");
  if (rehearses && of_customer && done.status == 201) headers.emplace_back("Location");
  if (done.media == kLines || operation.route == import_customers)
    headers.emplace_back("Patchbay-Batch");
  if (rehearses) headers.emplace_back("Idempotency-Replayed");
  if (rehearses && done.tagged) headers.emplace_back("Preference-Applied");
  if (rehearses && done.status != 200)
    out.emplace_back("200", reply("Rehearsed: nothing was written.", {"Patchbay-Rehearsed"}, done,
                                  rehearsal, of_customer ? "Rehearsal" : done.schema));
  if ((rehearses && done.status == 200) || operation.route == import_customers)
    headers.emplace_back("Patchbay-Rehearsed");
  if (rehearses && of_customer && done.status == 200)
    schema = Tree(Object{{"anyOf", Tree(Array{schema, rehearsal})}});
  Tree success = reply("Done.", headers, done, schema, done.schema);
  if (operation.route == export_customers) {
    Tree content = *success.find("content");
    for (const std::string_view media : {kLines, kFileMedia[2], kFileMedia[3]})
      content.set(std::string(media), media_of(component("schemas", done.schema), done.schema));
    success.set("content", std::move(content));
  }
  if (operation.route == export_customer) {
    Tree content = *success.find("content");
    content.set("text/html", Tree(Object{{"schema", Tree(Object{{"type", "string"}})},
                                         {"example", "<!doctype html>…"}}));
    success.set("content", std::move(content));
  }
  out.emplace_back(std::to_string(done.status), std::move(success));
  if (rehearses && done.tagged && done.status == 200)
    out.emplace_back(
        "204", reply("Done, with return=minimal.", {"ETag", "Preference-Applied"}, {}, Tree(), {}));
  if (!rehearses && done.tagged)
    out.emplace_back("304",
                     reply("At a version that If-None-Match names.", {"ETag"}, {}, Tree(), {}));
  for (const int status : refusals_of(operation))
    out.emplace_back(std::to_string(status),
                     component("responses", "Problem" + std::to_string(status)));
  return Tree(std::move(out));
}

// "customers" for "/v1/customers/:id".
std::string tag_of(std::string_view path) {
  const auto segments = split(path, '/');
  return std::string(segments.size() > 2 ? segments[2] : "api");
}

}  // namespace

wire::Tree parameter_schema(const Parameter& parameter) {
  using Shape = Parameter::Form;
  Tree out(Object{{"type", "string"}});
  switch (parameter.form) {
    case Shape::text:
    case Shape::cursor:
      break;
    case Shape::uuid:
      out.set("format", "uuid");
      break;
    case Shape::time:
      out.set("format", "date-time");
      break;
    case Shape::flag:
      out = Tree(Object{{"type", "boolean"}, {"default", parameter.default_value != 0}});
      break;
    case Shape::whole:
      out = Tree(Object{{"type", "integer"}, {"minimum", parameter.min}});
      if (parameter.max != INT64_MAX) out.set("maximum", parameter.max);
      if (parameter.default_value != 0) out.set("default", parameter.default_value);
      break;
    case Shape::enumerated:
    case Shape::word: {
      Array words;
      for (const std::string_view word : split(parameter.words, '|')) words.emplace_back(word);
      if (parameter.form == Shape::enumerated) out.set("default", words.front());
      out.set("enum", Tree(std::move(words)));
      break;
    }
  }
  return out;
}

wire::Tree parameter_example(const Parameter& parameter) {
  using Shape = Parameter::Form;
  switch (parameter.form) {
    case Shape::text:
      return Tree(parameter.example);
    case Shape::cursor:
      return Tree("aWQgMTAxIA");
    case Shape::uuid:
      return Tree("ff74dca6-8e7f-4b85-a42b-13860913b370");
    case Shape::time:
      return Tree("2026-01-31T12:00:00Z");
    case Shape::flag:
      return Tree(true);
    case Shape::whole:
      return Tree(std::max<std::int64_t>(parameter.default_value, parameter.min));
    case Shape::enumerated:
    case Shape::word:
      return Tree(split(parameter.words, '|').back());
  }
  return {};
}

wire::Tree operation_json(const Operation& operation) {
  Tree out(Object{{"operationId", operation.name},
                  {"summary", operation.summary},
                  {"description", description(operation.route)},
                  {"tags", Tree(Array{tag_of(operation.path)})}});
  if (operation.open) out.set("security", Tree(Array{}));
  out.set("parameters", parameters_of(operation));
  if (!operation.body.media.empty()) out.set("requestBody", body_of(operation.body));
  return out.set("responses", responses_of(operation));
}

}  // namespace patchbay::doors::native
