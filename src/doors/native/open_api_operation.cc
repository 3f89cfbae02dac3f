// One operation of the document: what it takes and what it answers.
#include "base/text.h"
#include "doors/native/open_api.h"
#include "doors/native/open_api_schemas.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

Tree component(std::string_view group, std::string_view name) {
  return Tree(Object{{"$ref", "#/components/" + std::string(group) + '/' + std::string(name)}});
}

// What the captured segment of a path can be, by what the path begins with.
struct Capture {
  std::string_view prefix;
  std::string_view name;
  std::string_view component;
};
constexpr Capture kCaptures[] = {
    {"/v1/customers/", "id", "CustomerId"},
    {"/v1/requests/", "id", "RequestId"},
    {"/v1/principals/", "id", "PrincipalId"},
    {"/v1/references/", "kind", "Kind"},
    {"/v1/", "id", "ReferenceId"},
};

Tree parameters_of(const Operation& operation) {
  Array out;
  for (const Capture& each : kCaptures) {
    if (!operation.path.starts_with(each.prefix) || !operation.path.contains(':')) continue;
    out.push_back(component("parameters", each.component));
    if (each.name != "id" && operation.path.contains("/:id"))
      out.push_back(component("parameters", "ReferenceId"));
    break;
  }
  for (const Parameter& each : operation.query)
    out.emplace_back(Object{{"name", each.name},
                            {"in", "query"},
                            {"required", each.required},
                            {"description", each.meaning},
                            {"schema", parameter_schema(each)}});
  if (!operation.rehearses() && operation.success.tagged)
    out.push_back(component("parameters", "IfNoneMatch"));
  if (!operation.rehearses()) return Tree(std::move(out));
  for (const char* name : {"Rehearse", "Reason", "IdempotencyKey"})
    out.push_back(component("parameters", name));
  if (operation.path.contains(':'))
    for (const char* name : {"IfMatch", "IfNoneMatch", "IfVersion"})
      out.push_back(component("parameters", name));
  if (operation.path.contains(':') || operation.success.tagged)
    out.push_back(component("parameters", "Prefer"));
  return Tree(std::move(out));
}

Tree body_of(const Body& body) {
  Object media;
  for (const std::string_view each : body.media)
    media.emplace_back(each, Tree(Object{{"schema", component("schemas", body.schema_of(each))}}));
  return Tree(Object{{"required", true}, {"content", Tree(std::move(media))}});
}

// A reply with these headers; a null schema has no body.
Tree reply(std::string_view description, const Array& headers, const Success& success,
           const Tree& schema) {
  Tree out(Object{{"description", description}});
  Object described;
  for (const Tree& name : headers)
    described.emplace_back(*name.text(), component("headers", *name.text()));
  if (!described.empty()) out.set("headers", Tree(std::move(described)));
  if (!schema.is_null())
    out.set("content",
            Tree(Object{{std::string(success.media), Tree(Object{{"schema", schema}})}}));
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
  if (rehearses && of_customer) headers.emplace_back("Patchbay-Request");
  if (rehearses && of_customer && done.status == 201) headers.emplace_back("Location");
  if (done.media == kLines) headers.emplace_back("Patchbay-Batch");
  if (rehearses) headers.emplace_back("Idempotency-Replayed");
  if (rehearses && done.tagged) headers.emplace_back("Preference-Applied");
  if (rehearses && done.status != 200)
    out.emplace_back(
        "200", reply("Rehearsed: nothing was written.", {"Patchbay-Rehearsed"}, done, rehearsal));
  if (rehearses && done.status == 200) headers.emplace_back("Patchbay-Rehearsed");
  if (rehearses && of_customer && done.status == 200)
    schema = Tree(Object{{"anyOf", Tree(Array{schema, rehearsal})}});
  out.emplace_back(std::to_string(done.status), reply("Done.", headers, done, schema));
  if (rehearses && done.tagged && done.status == 200)
    out.emplace_back(
        "204", reply("Done, with return=minimal.", {"ETag", "Preference-Applied"}, {}, Tree()));
  if (!rehearses && done.tagged)
    out.emplace_back("304", reply("At a version that If-None-Match names.", {"ETag"}, {}, Tree()));
  for (const char* refused : {"4XX", "5XX"})
    out.emplace_back(refused, component("responses", "Problem"));
  return Tree(std::move(out));
}

// "customers" of "/v1/customers/:id".
std::string tag_of(std::string_view path) {
  const auto segments = split(path, '/');
  return std::string(segments.size() > 2 ? segments[2] : "api");
}

}  // namespace

wire::Tree parameter_schema(const Parameter& parameter) {
  using Form = Parameter::Form;
  Tree out(Object{{"type", "string"}});
  switch (parameter.form) {
    case Form::text:
    case Form::cursor:
      break;
    case Form::time:
      out.set("format", "date-time");
      break;
    case Form::flag:
      out = Tree(Object{{"type", "boolean"}, {"default", parameter.otherwise != 0}});
      break;
    case Form::whole:
      out = Tree(Object{{"type", "integer"}, {"minimum", parameter.min}});
      if (parameter.max != INT64_MAX) out.set("maximum", parameter.max);
      if (parameter.otherwise != 0) out.set("default", parameter.otherwise);
      break;
    case Form::choice: {
      Array words;
      for (const std::string_view word : split(parameter.words, '|')) words.emplace_back(word);
      out.set("default", words.front()).set("enum", Tree(std::move(words)));
      break;
    }
  }
  return out;
}

wire::Tree operation_json(const Operation& operation) {
  Tree out(Object{{"operationId", operation.name},
                  {"summary", operation.summary},
                  {"tags", Tree(Array{tag_of(operation.path)})}});
  if (operation.open) out.set("security", Tree(Array{}));
  out.set("parameters", parameters_of(operation));
  if (!operation.body.media.empty()) out.set("requestBody", body_of(operation.body));
  return out.set("responses", responses_of(operation));
}

}  // namespace patchbay::doors::native
