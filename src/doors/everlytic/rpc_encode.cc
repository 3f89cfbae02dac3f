// Encodes method responses: an id, a struct, an array of structs, or a fault.
#include "doors/everlytic/rpc_encode.h"

#include "doors/everlytic/faults.h"
#include "doors/everlytic/fields.h"
#include "wire/xmlrpc.h"

namespace patchbay::doors::everlytic {
namespace {

using wire::xmlrpc::write_response;

http::Response xml(int status, std::string body) {
  return {.status = status,
          .headers = {{"Content-Type", "text/xml; charset=utf-8"}, {"Cache-Control", "no-store"}},
          .body = std::move(body)};
}

struct RpcOutcomeEncoder {
  const DecodedRequest& decoded;

  std::string operator()(const core::Receipt& receipt) const {
    return write_response(receipt.view.record.id.value);
  }
  std::string operator()(const core::View& view) const { return write_response(object_of(view)); }
  std::string operator()(const core::CustomerViewPage& page) const {
    wire::Array out;
    for (const core::View& view : page.views) out.push_back(object_of(view));
    return write_response(std::move(out));
  }
  // The reply that was ready before the caller was authenticated.
  std::string operator()(const auto&) const { return decoded.echo; }
};

}  // namespace

http::Response encode_rpc(const DecodedRequest& decoded, const Result<core::Outcome>& outcome) {
  if (outcome) return xml(200, std::visit(RpcOutcomeEncoder{decoded}, *outcome));
  if (decoded.refused && !decoded.echo.empty()) return xml(200, decoded.echo);
  const Fault& fault = outcome.error();
  const FaultCodes codes = fault_codes(fault);
  http::Response out = xml(codes.status == 401 ? 401 : 200,
                           wire::xmlrpc::write_fault(codes.code, message_of(fault)));
  add_fault_headers(out, fault);
  return out;
}

void add_fault_headers(http::Response& response, const Fault& fault) {
  if (response.status == 401)
    response.set("WWW-Authenticate", R"(Basic realm="patchbay", charset="UTF-8")");
  if (fault.retry_after_s > 0) response.set("Retry-After", std::to_string(fault.retry_after_s));
}

}  // namespace patchbay::doors::everlytic
