// Finds the called method, and the reason if it cannot be called.
#include "doors/everlytic/rpc_decode.h"

#include "doors/everlytic/calls.h"
#include "doors/everlytic/rpc_methods.h"
#include "wire/position.h"
#include "wire/xmlrpc.h"

namespace patchbay::doors::everlytic {
namespace {

namespace xmlrpc = wire::xmlrpc;

// The fault codes that XML-RPC servers have agreed on.
constexpr int kNotWellFormed = -32700;
constexpr int kNoMethodCall = -32600;
constexpr int kUnknownMethod = -32601;
constexpr int kWrongArguments = -32602;
constexpr int kInternal = -32603;

void refuse_call(DecodedRequest& decoded, int code, const std::string& words) {
  const std::string what = shortened(words);
  decoded.refused = Fault(ErrorKind::malformed, what);
  decoded.echo = xmlrpc::write_fault(code, what);
}

// Sets a reply that is already known. Core only decides whether the caller may have it.
void set_reply(DecodedRequest& decoded, std::string reply) {
  decoded.call.required_privilege = kReads;
  decoded.call.request = core::WhoAmI{};
  decoded.call.problems.clear();
  decoded.echo = std::move(reply);
}

void unknown_method(DecodedRequest& decoded, const std::string& name) {
  const std::vector<std::string> all = method_names();
  const std::vector<std::string_view> known(all.begin(), all.end());
  const std::string what = "the method " + shortened(name) + ' ' + unknown_field(name, known).what;
  set_reply(decoded, xmlrpc::write_fault(kUnknownMethod, what));
}

void wrong_arguments(DecodedRequest& decoded, std::string_view method, std::string_view what) {
  set_reply(decoded,
            xmlrpc::write_fault(kWrongArguments, std::string(method) + ": " + std::string(what)));
}

void read_call(const xmlrpc::RpcCall& call, const DialectSettings& settings,
               DecodedRequest& decoded) {
  const Method* method = find_method(call.method);
  if (!method) return unknown_method(decoded, call.method);
  PropertyReader reader(settings, decoded.call);
  Params params{call.params, reader, decoded};
  decoded.call.required_privilege = method->required_privilege;
  DecodedMethod method_call = method->read(params);
  if (!method_call) return wrong_arguments(decoded, call.method, method_call.error());
  if (const auto* known = std::get_if<wire::Tree>(&*method_call))
    return set_reply(decoded, xmlrpc::write_response(*known));
  decoded.call.request = std::get<core::Request>(std::move(*method_call));
}

// Reads one call of a multicall: {methodName, params}.
void read_part(const wire::Tree& item, const DialectSettings& settings, DecodedRequest& part) {
  const wire::Tree* name = item.find("methodName");
  const wire::Tree* params = item.find("params");
  if (!name || !name->text() || !params || !params->array() || item.object()->size() != 2)
    return set_reply(
        part, xmlrpc::write_fault(kNoMethodCall,
                                  "must be a struct of a string methodName and an array params"));
  read_call({*name->text(), *params->array()}, settings, part);
}

void read_parts(const xmlrpc::RpcCall& call, const DialectSettings& settings,
                DecodedRequest& decoded) {
  const wire::Array* items = call.params.size() == 1 ? call.params.front().array() : nullptr;
  if (!items) return wrong_arguments(decoded, kMulticall, "takes one array of structs");
  if (items->size() > kCallsMax)
    return wrong_arguments(decoded, kMulticall,
                           "holds " + std::to_string(items->size()) + " calls, and may hold " +
                               std::to_string(kCallsMax));
  if (items->empty()) return set_reply(decoded, xmlrpc::write_response(wire::Array{}));
  for (const wire::Tree& item : *items) {
    DecodedRequest part{.route = decoded.route, .base_url = decoded.base_url};
    part.call.caller = decoded.call.caller;
    read_part(item, settings, part);
    decoded.parts.push_back(std::move(part));
  }
}

wire::Tree fault_tree(int code, std::string_view message) {
  return wire::Object{{"faultCode", wire::Tree(std::int64_t{code})}, {"faultString", message}};
}

wire::Tree joined_value(const http::Response& part) {
  auto read = xmlrpc::parse_response(part.body);
  if (!read) return fault_tree(kNotWellFormed, "the reply to this call was not made");
  if (const auto* fault = std::get_if<xmlrpc::RpcFault>(&*read))
    return fault_tree(fault->code, fault->message);
  wire::Array one;
  one.push_back(std::get<wire::Tree>(std::move(*read)));
  return one;
}

bool is_xml(std::string_view type) {
  return type.empty() || type == "text/xml" || type == "application/xml";
}

}  // namespace

void read_rpc(const http::Request& request, const DialectSettings& settings,
              DecodedRequest& decoded) {
  if (!is_xml(request.content_type()))
    return refuse_call(decoded, kNoMethodCall, "the Content-Type must be text/xml");
  const auto call = xmlrpc::parse_call(request.body, request.charset());
  if (!call) {
    const auto& [is_well_formed, parse_error] = call.error();
    const std::string where = wire::describe_location(parse_error, request.body);
    return refuse_call(decoded, is_well_formed ? kNoMethodCall : kNotWellFormed,
                       "the method call cannot be read" + where + ": " + parse_error.what);
  }
  if (call->method == kMulticall) return read_parts(*call, settings, decoded);
  read_call(*call, settings, decoded);
}

http::Response join_rpc(const DecodedRequest& decoded, std::span<const http::Response> parts) {
  wire::Array out;
  for (const http::Response& part : parts) out.push_back(joined_value(part));
  while (out.size() < decoded.parts.size())
    out.push_back(fault_tree(kInternal, "was not called: the replies before it fill this one"));
  return {.status = 200,
          .headers = {{"Content-Type", "text/xml; charset=utf-8"}, {"Cache-Control", "no-store"}},
          .body = xmlrpc::write_response(std::move(out))};
}

}  // namespace patchbay::doors::everlytic
