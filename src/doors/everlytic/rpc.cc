// Finds the method that is called, and what stands in the way of calling it.
#include "doors/everlytic/rpc.h"

#include "doors/everlytic/decode.h"
#include "doors/everlytic/methods.h"
#include "wire/xmlrpc.h"

namespace patchbay::doors::everlytic {
namespace {

namespace xmlrpc = wire::xmlrpc;

// The numbers that XML-RPC servers have agreed on.
constexpr int kNotWellFormed = -32700;
constexpr int kNoMethodCall = -32600;
constexpr int kUnknownMethod = -32601;
constexpr int kWrongArguments = -32602;

void refuse(Asked& asked, int code, const std::string& what) {
  asked.refused = Fault(Wrong::malformed, what);
  asked.echo = xmlrpc::write_fault(code, what);
}

// The reply is known already: core says only whether it may be given.
void answer(Asked& asked, std::string reply) {
  asked.call.demand = kReads;
  asked.call.request = core::WhoAmI{};
  asked.call.problems.clear();
  asked.echo = std::move(reply);
}

void unknown_method(Asked& asked, const std::string& name) {
  const std::vector<std::string> all = method_names();
  const std::vector<std::string_view> known(all.begin(), all.end());
  const std::string what = "the method " + name + ' ' + unknown_field(name, known).what;
  answer(asked, xmlrpc::write_fault(kUnknownMethod, what));
}

bool is_xml(std::string_view type) {
  return type.empty() || type == "text/xml" || type == "application/xml";
}

}  // namespace

void read_rpc(const http::Request& request, Reader& reader, Asked& asked) {
  if (!is_xml(request.content_type()))
    return refuse(asked, kNoMethodCall, "the Content-Type must be text/xml");
  const auto call = xmlrpc::parse_call(request.body);
  if (!call) {
    const auto& [well_formed, complaint] = call.error();
    const std::string where = complaint.where.empty() ? "" : " at " + complaint.where;
    return refuse(asked, well_formed ? kNoMethodCall : kNotWellFormed,
                  "the method call cannot be read" + where + ": " + complaint.what);
  }
  const Method* method = method_named(call->method);
  if (!method) return unknown_method(asked, call->method);
  Params params{call->params, reader, asked};
  asked.call.demand = method->demand;
  Meant meant = method->read(params);
  if (!meant)
    return answer(asked, xmlrpc::write_fault(kWrongArguments, call->method + ": " + meant.error()));
  if (const auto* known = std::get_if<wire::Tree>(&*meant))
    return answer(asked, xmlrpc::write_response(*known));
  asked.call.request = std::get<core::Request>(std::move(*meant));
}

}  // namespace patchbay::doors::everlytic
