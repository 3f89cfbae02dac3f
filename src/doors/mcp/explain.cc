// The tool explain_request: a vendor's request, read as that vendor's door reads it, and rehearsed.
#include "doors/client.h"
#include "doors/mcp/data_block.h"
#include "doors/mcp/faults.h"
#include "doors/mcp/native_tool.h"
#include "doors/mcp/tools.h"
#include "doors/translate.h"

namespace patchbay::doors::mcp {
namespace {

using core::Outcome;
using wire::Object;
using wire::Tree;

constexpr std::string_view kReads = "The request reads, or signs in: it would change nothing.";
constexpr std::string_view kNamesNobody =
    "The request names no customer that can be found, so it is not rehearsed.";
constexpr std::string_view kWould =
    "This is what the request would do if this principal sent it now. Nothing was written.";
constexpr std::string_view kRefused = "The request would be refused. Nothing was written.";

TranslationInput read_input(Arguments& arguments) {
  TranslationInput out;
  out.from = arguments.needed("door");
  out.to = out.from;
  out.input = arguments.needed("input");
  out.method = arguments.text("input_method").value_or("");
  out.target = arguments.text("input_target").value_or("");
  return out;
}

// The names of the arguments here, where they differ from those of TranslationInput.
Fault renamed(Fault fault) {
  for (Problem& each : fault.problems) {
    if (each.field == "from" || each.field == "to") each.field = "door";
    if (each.field == "method" || each.field == "target") each.field = "input_" + each.field;
  }
  return fault;
}

// Whether carrying it out would change a customer, and can be rehearsed.
bool is_change(const core::Request& request) {
  return std::holds_alternative<core::UpdateCustomer>(request) ||
         std::holds_alternative<core::CreateCustomer>(request);
}

// An update that names a customer in a way that no customer has is about the caller by accident.
bool names_customer(const SourceCall& source) {
  return !std::holds_alternative<core::UpdateCustomer>(source.call.request) || source.subject;
}

struct EditsOf {
  const std::vector<core::FieldEdit>* operator()(const core::UpdateCustomer& update) const {
    return &update.edits;
  }
  const std::vector<core::FieldEdit>* operator()(const core::CreateCustomer& create) const {
    return &create.edits;
  }
  const std::vector<core::FieldEdit>* operator()(const auto&) const { return nullptr; }
};

// What the request sets and clears, in its own words, without the values, which may be secret.
wire::Array fields_of(const core::Request& request) {
  wire::Array out;
  const auto* const edits = std::visit(EditsOf{}, request);
  if (!edits) return out;
  for (const core::FieldEdit& each : *edits) {
    const bool clears = std::holds_alternative<Clear>(each.edit);
    out.emplace_back(Object{{"field", each.field}, {"effect", clears ? "clear" : "set"}});
  }
  return out;
}

std::string call_word(const core::Request& request) {
  const auto asked = client_call(request);
  return std::string(asked ? word(*asked) : core::word(request));
}

}  // namespace

void prepare_explain_request(Arguments& arguments, DecodedRequest& decoded,
                             const Settings& settings) {
  const TranslationInput input = read_input(arguments);
  decoded.refused = arguments.finish();
  if (decoded.refused) return;
  auto source = read_source(input);
  if (!source) {
    decoded.refused = renamed(std::move(source.error()));
    return;
  }
  if (is_change(source->call.request) && names_customer(*source)) {
    decoded.call = std::move(source->call);
    decoded.call.options.rehearse = true;
    decoded.call.options.idempotency_key.reset();
    return;
  }
  decoded.call.request = core::WhoAmI{};
  static_cast<void>(settings);
}

Object answer_explain_request(Arguments& arguments, const Result<Outcome>& outcome,
                              const Settings& settings) {
  const auto source = read_source(read_input(arguments));
  if (!source) return failed(renamed(source.error()), settings);
  const core::Request& request = source->call.request;
  Object data{{"call", call_word(request)}, {"fields", Tree(fields_of(request))}};
  const auto said = [&](std::string_view step) {
    return tool_result(Tree(std::move(data)), {{"next_step", step}});
  };
  if (!outcome) {
    data.emplace_back("refused", problem_of(outcome.error(), settings));
    return said(kRefused);
  }
  const auto* const receipt = std::get_if<core::Receipt>(&*outcome);
  if (!receipt) return said(is_change(request) ? kNamesNobody : kReads);
  const http::Request shown = inner_request("PATCH", "/v1/customers/1?dry_run=true", "{}");
  const auto inner = decode_inner(shown, settings);
  if (const auto* call = std::get_if<InnerCall>(&inner)) {
    const Tree rehearsed = body_of(encode_inner(*call, outcome, settings));
    if (const Tree* changes = rehearsed.find("changes")) data.emplace_back("changes", *changes);
  }
  data.emplace_back("customer", Tree(receipt->view.record.id.value));
  return said(kWould);
}

}  // namespace patchbay::doors::mcp
