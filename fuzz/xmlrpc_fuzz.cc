// XML-RPC: what is read can be written and read again, and from then on stays as it is; what it
// holds is fit for JSON.
#include "must.h"
#include "wire/json.h"
#include "wire/xmlrpc.h"

using patchbay::fuzz::must;
using patchbay::fuzz::text_of;
using patchbay::wire::Tree;
namespace json = patchbay::wire::json;
namespace xmlrpc = patchbay::wire::xmlrpc;

namespace {

// Nil and long whole numbers become strings where they are written, so the first reading may
// differ.
void must_settle(const xmlrpc::RpcCall& call) {
  const auto once = xmlrpc::parse_call(xmlrpc::write_call(call));
  must(once && once->method == call.method && once->params.size() == call.params.size());
  const auto twice = xmlrpc::parse_call(xmlrpc::write_call(*once));
  must(twice && twice->params == once->params);
}

void must_be_fit_for_json(const Tree& tree) {
  // An empty struct may lie one level deeper than in JSON.
  const auto same = json::parse(json::write(tree), {.depth_max = 33, .nodes_max = 100'000});
  must(same && *same == tree);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  if (const auto call = xmlrpc::parse_call(text)) {
    must(!call->method.empty());
    must_settle(*call);
    for (const Tree& param : call->params) must_be_fit_for_json(param);
  }
  if (const auto response = xmlrpc::parse_response(text)) {
    if (const auto* result = std::get_if<Tree>(&*response)) must_be_fit_for_json(*result);
  }
  return 0;
}
